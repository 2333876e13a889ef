"""Torn columns are put together where beginnings and rests overlap; the raw text stays as it is."""

from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.sentences import split_sentences

INTACT = (
    "The battery plant on the river employs many workers, and the town council hopes that battery cells from the "
    "plant will bring visitors and income for the town in the coming years."
)
RAW = (
    f"{INTACT}\n\nWor batte harb\n\nTh into\n\n"
    "orkers packed more than 2,400 tery cells into crates at the bour. "
    "he crates were then loaded carefully lorries before the sun had set.\n\n"
    f"{INTACT.replace('battery', 'storage')}"
)


def test_a_torn_number_finds_its_noun_and_spans_stay_in_the_raw_text():
    (article,) = normalise_articles(RAW)
    sentences = [s for s in split_sentences(RAW, article) if s.region == "reconstructed"]

    assert "2,400 battery cells" in sentences[0].view.text
    for sentence in sentences:
        assert RAW[sentence.start : sentence.end] == sentence.text


def test_beginnings_of_lines_are_kept_apart():
    (article,) = normalise_articles(RAW)

    kinds = [region.kind for region in article.regions]
    assert kinds.count("garbled") == 2
    assert not any("batte harb" in s.text for s in split_sentences(RAW, article))


def test_a_list_of_short_items_is_no_torn_column():
    raw = "Report of the port\n\nMain goals for 2031\n\n- Cargo of 9 percent\n- a share of renewables of 40 percent"
    (article,) = normalise_articles(raw)

    assert "garbled" not in [region.kind for region in article.regions]
