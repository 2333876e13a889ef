"""Batches: the same rows however articles are cut into batches, and an article that breaks the rules goes alone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pipelines import batches
from pipelines.batches import (
    articles_of,
    extract_batch,
    normalise_batch,
    read_batch,
)
from pipelines.extract.candidates import CANDIDATE
from pipelines.extract.dates import find_dates, words_of
from pipelines.extract.mentions import find_mentions
from pipelines.extract.quantities import find_quantities, may_hold_number
from schemas.identity import bytes_hash, raw_article_id
from schemas.rows import bare_schema
from schemas.tables import TABLES
from warehouse.validation import validated

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "sample").glob("0[01]*.txt"))
BEFORE = 'É. "Nothing happened here." '


def raws(texts: list[str]) -> pa.Table:
    rows = []
    for number, text in enumerate(texts):
        sha = bytes_hash(text.encode())
        known = {
            "raw_article_id": raw_article_id(sha), "sha256": sha, "file": f"{number}.txt", "place": f"{number}.txt",
            "record_number": 0, "raw_text": text, "media_type": "text/plain", "byte_count": len(text.encode()),
            "encoding": "utf-8", "received_at": datetime(2025, 6, 1, tzinfo=UTC), "partition_month": "2025-05",
            "published_start": date(2025, 5, number % 27 + 1), "published_end": date(2025, 5, number % 27 + 2),
            "reference_start": date(2025, 5, number % 27 + 1), "reference_end": date(2025, 5, number % 27 + 2),
            "publication_method": "sidecar", "publication_confidence": 0.99,
        }  # fmt: skip
        rows.append([known.get(name) for name in bare_schema("raw_articles").names])
    columns = list(zip(*rows, strict=True))
    return pa.table(
        [pa.array(c, f.type) for c, f in zip(columns, bare_schema("raw_articles"), strict=True)],
        bare_schema("raw_articles"),
    )


@pytest.fixture(scope="module")
def sample() -> pa.Table:
    return raws([path.read_text(encoding="utf-8") for path in FILES])


def sorted_rows(table: pa.Table, name: str) -> list[dict]:
    return table.sort_by([(column, "ascending") for column in TABLES[name].sort_by]).to_pylist()


def test_one_batch_and_many_give_the_same_rows(sample):
    whole = read_batch(sample, "v1")
    single = [read_batch(sample.slice(number, 1), "v1") for number in range(sample.num_rows)]
    for name in (*batches.NORMALISED, *batches.EXTRACTED):
        parts = pa.concat_tables([made[name] for made in single])
        assert sorted_rows(parts, name) == sorted_rows(whole[name], name), name
        assert whole[name].num_rows > 0, name


def test_every_table_keeps_its_contract(sample):
    for name, rows in read_batch(sample, "v1").items():
        if name in TABLES:
            validated(TABLES[name], rows)


def test_the_trail_of_a_claim_names_each_rule_once(sample):
    trails = [rule.split(" + ") for rule in read_batch(sample, "test")["core_claims"]["rule"].to_pylist()]
    assert [trail for trail in trails if len(trail) != len(set(trail))] == []


def test_sentences_stay_with_their_article(sample):
    made = normalise_batch(sample)
    shuffled = made["core_documents"].take(pa.array(range(made["core_documents"].num_rows - 1, -1, -1)))
    for row in articles_of(shuffled, made["core_sentences"]).to_pylist():
        own = made["core_sentences"].filter(pc.equal(made["core_sentences"]["article_id"], row["article_id"]))
        assert [s["text"] for s in row["sentences"]] == own.sort_by("start")["text"].to_pylist()


def test_no_articles_give_empty_tables(sample):
    made = read_batch(sample.slice(0, 0), "v1")
    assert {name: made[name].num_rows for name in made} == dict.fromkeys(made, 0)


def test_an_article_that_breaks_a_rule_is_refused_alone_with_its_traceback(sample, monkeypatch):
    made = normalise_batch(sample)
    articles = articles_of(made["core_documents"], made["core_sentences"])
    bad = articles["article_id"][1].as_py()
    good = extract_batch(articles, "v1")

    def breaking(sentences, *arguments, **named):
        if sentences and sentences[0].text == articles["sentences"][1][0]["text"].as_py():
            raise RecursionError("too deep")
        return read_sentences(sentences, *arguments, **named)

    read_sentences = batches.read_sentences
    monkeypatch.setattr(batches, "read_sentences", breaking)
    found = extract_batch(articles, "v1")
    (reject,) = found["core_rejects"].to_pylist()
    assert (reject["article_id"], reject["reason"]) == (bad, "extraction_failed")
    assert "RecursionError: too deep" in reject["message"]
    kept = good["core_claims"].filter(pc.not_equal(good["core_claims"]["article_id"], bad))
    assert found["core_claims"].equals(kept)


def corpus_texts() -> list[str]:
    texts = []
    for path in sorted((ROOT / "pipelines" / "extract").glob("*.corpus.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            texts.append(line.strip().lstrip("- ").strip("'\""))
    return [text for text in texts if text]


def test_no_text_with_a_number_or_date_is_passed_over():
    texts = corpus_texts()
    texts += [BEFORE + text for text in texts]
    passed = pc.match_substring_regex(pa.array(texts), CANDIDATE).to_pylist()
    missed = []
    for text, is_candidate in zip(texts, passed, strict=True):
        dates, numbers = find_mentions(text)
        if (dates or numbers.quantities or numbers.refusals) and not is_candidate:
            missed.append(text)
    assert not missed
    assert len(texts) > 2000


def test_no_number_is_missed_for_what_a_glance_at_the_words_tells():
    told = (
        "İnterest of fİve percent",
        "half-a-dozen",
        "_one_ in ten",
        "5one",
        "two's company",
        "½ cup",
        "١٢ men",
        "TWELVE",
    )
    for text in (*corpus_texts(), *told):
        dates = find_dates(text)
        assert find_mentions(text) == (dates, find_quantities(text, dates)), text
    assert not may_hold_number("On Monday the minister spoke.", words_of("On Monday the minister spoke."))


def test_texts_without_numbers_are_passed_over():
    texts = pa.array(["The minister welcomed the guests.", "Nobody knows the way.", "Éclairs are sweet."])
    assert pc.match_substring_regex(texts, CANDIDATE).to_pylist() == [False, False, False]
