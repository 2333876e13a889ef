"""Pages to articles, regions and sentences; every span reproduces its words."""

import pytest

from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.blocks import find_blocks
from pipelines.normalise.sentences import MAX_SENTENCE, split_sentences

BODY = "Hefei built forty laboratories. Each of them holds a dozen engineers, and the city pays for all of it."
MORE = "The province will add more next year, according to a notice that its planning office put out in spring."


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def kinds(raw: str) -> list[tuple[str, str]]:
    return [(region.kind, raw[region.start : region.end]) for a in normalise_articles(raw) for region in a.regions]


def test_a_plain_article():
    raw = page("Laboratories for Hefei", BODY, MORE)
    (article,) = normalise_articles(raw)
    assert article.title == "Laboratories for Hefei"
    assert article.byline is None
    assert (article.start, article.end) == (0, len(raw))


def test_no_title_is_invented():
    (article,) = normalise_articles(page(BODY, MORE))
    assert article.title is None


def test_a_digest_is_split_at_titles_with_bylines():
    bio = "Chen Hong is a researcher at a university."
    raw = page(
        "Mar 3rd, 2023",
        "First Title",
        "By Chen Hong",
        BODY,
        MORE,
        bio,
        "Second Title",
        "By Li Na, Wang Wei",
        MORE,
        BODY,
    )
    first, second = normalise_articles(raw)
    assert (first.title, first.byline) == ("First Title", "Chen Hong")
    assert (second.title, second.byline) == ("Second Title", "Li Na, Wang Wei")
    assert raw[first.start : first.end].startswith("First Title")
    assert raw[first.start : first.end].endswith(bio)
    assert [r.kind for r in first.regions] == ["dateline", "title", "byline", "body", "body", "bio"]
    assert [article.index for article in (first, second)] == [0, 1]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement 12", "advertisement"),
        ("Article content", "furniture"),
        ("READ  The other story of the week", "related"),
        ("Photo: a factory in Wuhu", "caption"),
        ("4 min read", "furniture"),
        ("This site uses cookies to count 3 visits.", "furniture"),
    ],
)
def test_page_furniture_is_told_by_its_line(line, kind):
    assert (kind, line) in kinds(page("A Title", BODY, line, MORE))


def test_everything_below_a_comment_form_belongs_to_it():
    raw = page(BODY, MORE, "Leave a Reply", "Your address stays with us.", "3 comments so far, 12 likes.")
    assert [kind for kind, _ in kinds(raw)][-3:] == ["comment_form"] * 3


def test_a_standfirst_that_recurs_with_a_dateline_is_the_duplicate():
    raw = page("Tue. Mar 4th, 2025", BODY, "Article content", f"(Wire) — {BODY}", MORE)
    assert ("duplicate", BODY) in kinds(raw)
    assert ("body", f"(Wire) — {BODY}") in kinds(raw)


def test_run_in_lines_of_a_list_stay_paragraphs():
    raw = "Three plans were named:\n- Build 30 plants.\n- Close 12 mines.\n- Train 5,000 people."
    assert [block.text for block in find_blocks(raw)][1:] == [
        "Build 30 plants.", "Close 12 mines.", "Train 5,000 people.",
    ]  # fmt: skip


def test_hard_wrapped_lines_are_one_paragraph():
    lines = [
        "The ministry of industry said on Monday that output of new",
        "energy vehicles had grown by more than a third in the first",
        "nine months, as exports to Europe and the Gulf picked up and",
        "a price war at home went on.",
    ]
    (block,) = find_blocks("\n".join(lines))
    assert block.text.splitlines() == lines


def test_every_span_reproduces_its_words():
    raw = page("Title here", "By Chen Hong", BODY, "A heading", MORE, "Advertisement 2", BODY + " " + MORE)
    for article in normalise_articles(raw):
        for sentence in split_sentences(raw, article):
            assert raw[sentence.start : sentence.end] == sentence.text
            assert sentence.text == sentence.text.strip()


def test_sentences_stand_under_their_heading_and_furniture_gives_none():
    raw = page("Title here", BODY, "A heading", MORE, "Advertisement 2")
    (article,) = normalise_articles(raw)
    sentences = split_sentences(raw, article)
    assert [sentence.heading for sentence in sentences if sentence.text == MORE] == ["A heading"]
    assert not any("Advertisement" in sentence.text for sentence in sentences)


def test_an_abbreviation_before_a_name_ends_no_sentence():
    raw = "The plant near St. Petersburg made 400 cars. It closed."
    (article,) = normalise_articles(raw)
    assert [s.text for s in split_sentences(raw, article)][0].endswith("400 cars.")


def test_a_text_without_spaces_is_cut_into_bounded_sentences():
    raw = "x" * (3 * MAX_SENTENCE)
    (article,) = normalise_articles(raw)
    sentences = split_sentences(raw, article)
    assert max(len(sentence.text) for sentence in sentences) <= MAX_SENTENCE
    assert "".join(sentence.text for sentence in sentences) == raw


@pytest.mark.parametrize("raw", ["", "   \n \n", "\ufeff\n"])
def test_no_words_no_article(raw):
    assert normalise_articles(raw.strip("\ufeff")) == ()


WIRE_BODY = "The mill will take on 300 workers by the spring, its owner told the town council on Monday evening. " * 2


def test_a_digest_of_wire_stories_is_told_by_their_heads():
    raw = (
        f"Mill takes on workers\n\nLINDHAVEN, May 5 (Newswire) -- {WIRE_BODY}\n\nThe council was glad.\n\n"
        f"Ferry stays in port\n\nPORT ELLEN — {WIRE_BODY.replace('mill', 'ferry')}\n"
    )
    first, second = normalise_articles(raw)
    assert (first.title, second.title) == ("Mill takes on workers", "Ferry stays in port")
    assert raw[second.start :].startswith("Ferry stays in port")
    assert raw[: first.end].rstrip().endswith("glad.")


def test_a_digest_is_told_by_labelled_dates():
    raw = (
        f"Mill takes on workers\n\nPublished: 5 May 2024\n\n{WIRE_BODY}\n\n"
        f"Ferry stays in port\n\nPublished: 6 May 2024\n\n{WIRE_BODY.replace('mill', 'ferry')}\n"
    )
    assert [article.title for article in normalise_articles(raw)] == ["Mill takes on workers", "Ferry stays in port"]


def test_chapters_with_dates_or_stars_are_one_article():
    raw = (
        f"The year of the mill\n\nBy Ann Lee\n\nThe opening\n\n5 March 2024\n\n{WIRE_BODY}\n\n* * *\n\n"
        f"The strike\n\n7 May 2024\n\n{WIRE_BODY.replace('mill', 'yard')}\n\n* * *\n\n"
        f"{WIRE_BODY.replace('mill', 'port')}\n"
    )
    assert [article.title for article in normalise_articles(raw)] == ["The year of the mill"]


def test_a_line_in_brackets_that_points_elsewhere_is_no_byline():
    links = "(Graphic: Mills of 2019 - here)\n\n(Graphic: Markets in 2019 - here)\n"
    raw = f"Mill takes on workers\n\n{WIRE_BODY}\n\n{links}"
    assert len(normalise_articles(raw)) == 1
