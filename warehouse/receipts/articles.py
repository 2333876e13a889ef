"""A month of the lake as the pages of its articles: text in pieces, a card for each claim, what stands elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.identity import row_hash
from warehouse.lake import Snapshot
from warehouse.receipts.cards import (
    Card,
    claim_lines,
    conversion_words,
    correction_line,
    group_of,
    made_lines,
    measure_line,
    original_url,
    rules_of,
    value_words,
    web_url,
)
from warehouse.receipts.links import Links
from warehouse.receipts.marks import Piece, pieces_of, shown_text

Row = Mapping[str, Any]

BY_ARTICLE = ("core_regions", "core_sentences", "core_claims")
BY_CLAIM = ("core_claim_conversions", "core_claim_measures", "core_claim_corrections", "core_claim_relations")
TABLES_READ = ("raw_articles", "core_documents", *BY_ARTICLE, *BY_CLAIM)
"""The tables by month that a page is made of."""


ARTICLES_AT_A_TIME = 2_000
"""Articles whose rows are in memory at once: some 150 MB as objects of Python, however many a month has."""


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """An article's rows: `core_documents`, `raw_articles`, and by table those that name it or its claims.

    derived: of each claim the rows of marts that rest on it, as id and words. fingerprint: of all that a page shows.
    """

    article: Row
    raw: Row
    rows: Mapping[str, list[Row]]
    derived: Mapping[str, tuple[tuple[str, str], ...]]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article as its page shows it; `url` is null where it is no address of the web."""

    article_id: str
    title: str
    url: str | None
    facts: tuple[tuple[str, str], ...]
    source: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]
    groups: tuple[tuple[str, int], ...]


def article_rows(
    snapshot: Snapshot, month: str, links: Links, derived: Mapping[str, tuple[tuple[str, str], ...]]
) -> Iterator[ArticleRows]:
    """The rows of each article of a month, with a fingerprint of all that its page will show."""
    articles = snapshot.read("core_documents", month)
    for start in range(0, articles.num_rows, ARTICLES_AT_A_TIME):
        some = articles.slice(start, ARTICLES_AT_A_TIME)
        yield from _rows_of(some.to_pylist(), _read(snapshot, month, some), links, derived)


def _read(snapshot: Snapshot, month: str, articles: pa.Table) -> dict[str, list[Row]]:
    """The rows of some articles of a month, by table."""
    ids = articles["article_id"].combine_chunks()
    wanted = {"raw_articles": ("raw_article_id", articles["raw_article_id"].combine_chunks())}
    wanted |= dict.fromkeys(BY_ARTICLE, ("article_id", ids))
    found = _where(snapshot, month, wanted)
    claims = pa.array([row["claim_id"] for row in found["core_claims"]], pa.string())
    wanted = dict.fromkeys(BY_CLAIM[:-1], ("claim_id", claims))
    return found | _where(snapshot, month, {**wanted, "core_claim_relations": ("from_claim_id", claims)})


def _where(snapshot: Snapshot, month: str, wanted: Mapping[str, tuple[str, pa.Array]]) -> dict[str, list[Row]]:
    return {
        name: snapshot.read(name, month, where=pc.field(column).isin(ids)).to_pylist()
        for name, (column, ids) in wanted.items()
    }


def _rows_of(
    articles: list[Row],
    read: Mapping[str, list[Row]],
    links: Links,
    derived: Mapping[str, tuple[tuple[str, str], ...]],
) -> Iterator[ArticleRows]:
    raws = {row["raw_article_id"]: row for row in read["raw_articles"]}
    by_article = {name: _grouped(read[name], "article_id") for name in BY_ARTICLE}
    by_claim = {name: _grouped(read[name], "claim_id") for name in BY_CLAIM[:-1]}
    relations = _grouped(read["core_claim_relations"], "from_claim_id")
    for article in articles:
        rows = {name: by_article[name].get(article["article_id"], []) for name in BY_ARTICLE}
        claims = sorted(row["claim_id"] for row in rows["core_claims"])
        for name, grouped in by_claim.items():
            rows[name] = [row for key in claims for row in grouped.get(key, ())]
        rows["core_claim_relations"] = [row for key in claims for row in relations.get(key, ())]
        own = {key: derived[key] for key in claims if key in derived}
        shown = [row.get("row_hash") or row.get("relation_id") for name in rows for row in rows[name]]
        elsewhere = [(key, links.facts.get(key), links.others.get(key)) for key in claims]
        print_of = row_hash((article["row_hash"], *shown, repr(elsewhere), repr(own)))
        yield ArticleRows(article, raws[article["raw_article_id"]], rows, own, print_of)


def article_page(found: ArticleRows, links: Links) -> ArticlePage:
    """The page of an article."""
    article, raw, rows = found.article, found.raw, found.rows
    claims = sorted(rows["core_claims"], key=lambda row: (row["start"], -row["end"]))
    shown = shown_text(raw["raw_text"], raw["media_type"], article, rows["core_regions"], claims)
    by_claim = {name: _grouped(rows[name], "claim_id") for name in BY_CLAIM[:-1]}
    relations = _relations(rows["core_claim_relations"], {claim["claim_id"]: claim["quote"] for claim in claims})
    cards = tuple(_card(claim, by_claim, links, relations, found, article["url"]) for claim in claims)
    counts: dict[str, int] = defaultdict(int)
    for card in cards:
        counts[card.group] += 1
    title = article["title"] or article["file"]
    facts = tuple((label, said) for label, said in _article_facts(article) if said)
    url = web_url(article["url"])
    return ArticlePage(
        article_id=article["article_id"],
        title=title,
        url=url,
        facts=facts,
        source=tuple(_source_facts(article, raw)),
        pieces=tuple(pieces_of(shown)),
        cards=cards,
        groups=tuple(sorted(counts.items())),
    )


def _card(
    claim: Row,
    by_claim: Mapping[str, Mapping[str, list[Row]]],
    links: Links,
    relations: Mapping[str, list[tuple[str, str, str]]],
    found: ArticleRows,
    url: str | None,
) -> Card:
    key = claim["claim_id"]
    conversions, measures, corrections = (by_claim[name].get(key, []) for name in BY_CLAIM[:-1])
    lines = [*claim_lines(claim), *map(measure_line, measures), *map(correction_line, corrections)]
    value = value_words(claim)
    return Card(
        claim_id=key,
        group=group_of(claim["kind"]),
        kind=claim["kind"].replace("_", " "),
        value=value,
        label=f"{claim['quote']}: {claim['kind'].replace('_', ' ')}, {value}, {claim['status']}",
        quote=claim["quote"],
        lines=tuple((label, said) for label, said in lines if said),
        rules=rules_of(claim),
        made=tuple(made_lines(claim, found.raw)),
        conversions=tuple(map(conversion_words, conversions)),
        fact=links.facts.get(key),
        links=links.others.get(key, ()),
        relations=tuple(relations.get(key, ())),
        derived=found.derived.get(key, ()),
        original_url=original_url(url, claim["sentence"]),
    )


def _relations(rows: list[Row], quotes: Mapping[str, str]) -> dict[str, list[tuple[str, str, str]]]:
    """For each claim what it is to another one of the article: words, the other's id and quote; both ways."""
    told: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in rows:
        first, second, words = row["from_claim_id"], row["to_claim_id"], row["kind"].replace("_", " ")
        if first in quotes and second in quotes:
            told[first].append((words, second, quotes[second]))
            told[second].append((f"has as its {words.removesuffix(' of')}", first, quotes[first]))
    return told


def _article_facts(article: Row) -> Iterator[tuple[str, str]]:
    start, end = article["published_start"], article["published_end"]
    yield "By", article["byline"] or ""
    yield "Publisher", article["publisher"] or ""
    known = f"{start}" if start and end and (end - start).days == 1 else f"{start} to before {end}"
    method = f", by {article['publication_method']}" if article["publication_method"] else ""
    yield "Published", known + method if start else "on an unknown day"


def _source_facts(article: Row, raw: Row) -> Iterator[tuple[str, str]]:
    yield "File", f"{raw['place']}" + (f", {raw['locator']}" if raw["locator"] else "")
    yield "SHA-256", raw["sha256"]
    yield "Id", article["article_id"]


def _grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[column]].append(row)
    return grouped
