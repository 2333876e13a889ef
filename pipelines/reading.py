"""One article from raw text to dated claims: the steps of the flow in their order, each a pure function.

Everything that runs Numtrail calls these: the command line, the assets, a worker of a cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.conform.period_binding import bind_periods
from pipelines.conform.publication import date_article
from pipelines.extract.claims import bind_claims
from pipelines.extract.dates import find_dates
from pipelines.extract.mentions import find_mentions
from pipelines.extract.relations import find_relations
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.sentences import split_sentences
from schemas.spans import Article, ClaimRelation, Publication, Sentence, SentenceReading

CODE_VERSION = "2026.11.1"
"""Version of everything that decides what a claim says; a change here makes every month stale."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with its date, its sentences, and all that was read in them."""

    article: Article
    publication: Publication
    readings: tuple[SentenceReading, ...]
    relations: tuple[ClaimRelation, ...]


def read_page(
    raw: str, *, title: str | None = None, stated_published: str | None = None, received: date | None = None
) -> tuple[ReadArticle, ...]:
    """Read a page: its articles, when it was published, and every number they claim.

    Args:
        raw: The decoded text; every span of the answer is an offset into it.
        title: The title where a sidecar or record gives it.
        stated_published: The publication date in the sidecar's words (ISO day, month, year or `start/end`).
        received: The day the page landed; no publication lies after it.

    Raises:
        UnreadableInput: `stated_published` is no date.
    """
    publication = date_page(raw, title=title, stated_published=stated_published, received=received)
    pages = []
    for article in normalise_articles(raw, title=title):
        readings, relations = read_sentences(split_sentences(raw, article), publication)
        pages.append(ReadArticle(article, publication, readings, relations))
    return tuple(pages)


def date_page(
    raw: str, *, title: str | None = None, stated_published: str | None = None, received: date | None = None
) -> Publication:
    """When a page was published and written, as intervals with evidence, or unknown; one date for all it holds."""
    return date_article(raw, dates=find_dates(raw), title=title, sidecar=stated_published, received=received)


def read_sentences(
    sentences: Sequence[Sentence], publication: Publication
) -> tuple[tuple[SentenceReading, ...], tuple[ClaimRelation, ...]]:
    """Read the sentences of one article, in order: dates, numbers, claims, their periods and their relations."""
    found = []
    for sentence in sentences:
        dates, numbers = find_mentions(sentence.text)
        found.append(
            SentenceReading(
                sentence,
                dates=tuple(expression.moved(sentence.start) for expression in dates),
                quantities=tuple(quantity.moved(sentence.start) for quantity in numbers.quantities),
                refusals=tuple(refusal.moved(sentence.start) for refusal in numbers.refusals),
            )
        )
    bound = bind_periods(bind_claims(found), publication)
    return bound, find_relations(bound)
