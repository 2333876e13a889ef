"""One article from raw text to dated claims: the steps of the flow in their order, each a pure function.

Everything that runs Numtrail calls these: the command line, the assets, a worker of a cluster.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pipelines.conform.day_order import with_article_order
from pipelines.conform.period_binding import bind_periods
from pipelines.dating import date_page
from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from pipelines.extract.relations import find_relations
from pipelines.extract.separators import find_separators
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.languages import ENGLISH
from pipelines.normalise.sentences import split_sentences
from pipelines.placing import Placement
from schemas.markup import PLAIN
from schemas.pages import Article, Sentence
from schemas.spans import ClaimRelation, Publication, SentenceReading
from schemas.values import value_class

_SEPARATED = re.compile(r"\d[.,]\d")
"""What every numeral holds that tells how its article writes thousands and decimals."""


@value_class
class ReadArticle:
    """An article with its date, its sentences, and all that was read in them."""

    article: Article
    publication: Publication
    readings: tuple[SentenceReading, ...]
    relations: tuple[ClaimRelation, ...]


def read_page(
    raw: str,
    *,
    title: str | None = None,
    stated_published: str | None = None,
    received: date | None = None,
    media_type: str = PLAIN,
) -> tuple[ReadArticle, ...]:
    """Read a page: its articles, when it was published, and every number they claim.

    Args:
        raw: The decoded text; every span of the answer is an offset into it.
        title: The title where a sidecar or record gives it.
        stated_published: The publication date in the sidecar's words (ISO day, month, year or `start/end`).
        received: The day the page landed; no publication lies after it.
        media_type: `text/html` where `raw` is a page's source.

    Raises:
        UnreadableInput: `stated_published` is no date, or the page cannot be read.
    """
    publication = date_page(raw, stated_published=stated_published, received=received, media_type=media_type)
    pages = []
    for article in normalise_articles(raw, title=title, media_type=media_type):
        sentences = split_sentences(raw, article, media_type) if is_read(article) else ()
        readings, relations = read_sentences(sentences, publication, title=article.title)
        pages.append(ReadArticle(article, publication, readings, relations))
    return tuple(pages)


def is_read(article: Article) -> bool:
    """Whether an article is read for claims: in English, or too short to tell."""
    return article.language in (None, ENGLISH)


def read_sentences(
    sentences: Sequence[Sentence],
    publication: Publication,
    candidates: Sequence[bool] | None = None,
    *,
    title: str | None = None,
) -> tuple[tuple[SentenceReading, ...], tuple[ClaimRelation, ...]]:
    """Read the sentences of one article, in order: dates, numbers, claims, their periods and their relations.

    Rules read a sentence's view where it has one; all spans of the answer are offsets into the raw text.

    Args:
        sentences: All sentences of the article.
        publication: When it was published and written.
        candidates: For each sentence whether it can hold a number or a date (`pipelines.extract.candidates`), where
            that was found out before; the others are not looked into. The answer is the same without it.
        title: The article's title where it has one.
    """
    placement = Placement(sentences)
    looked_into = (True,) * len(placement.sentences) if candidates is None else candidates
    if not placement.is_needed:
        return _read_shown(sentences, publication, looked_into, title)
    readings, relations = _read_shown(placement.shown, publication, looked_into, title)
    return placement.placed(readings), placement.placed_relations(relations)


def _read_shown(
    sentences: Sequence[Sentence], publication: Publication, candidates: Sequence[bool], title: str | None
) -> tuple[tuple[SentenceReading, ...], tuple[ClaimRelation, ...]]:
    # How the article writes thousands and decimals is told by all of its numbers, not by one sentence.
    separated = [sentence.text for sentence in sentences if _SEPARATED.search(sentence.text)]
    separators = find_separators("\n".join(separated))
    found = []
    for sentence, is_candidate in zip(sentences, candidates, strict=True):
        if not is_candidate:
            found.append(SentenceReading(sentence))
            continue
        dates, numbers = find_mentions(sentence.text, separators=separators)
        found.append(
            SentenceReading(
                sentence,
                dates=tuple([expression.moved(sentence.start) for expression in dates]),
                quantities=tuple([quantity.moved(sentence.start) for quantity in numbers.quantities]),
                refusals=tuple([refusal.moved(sentence.start) for refusal in numbers.refusals]),
            )
        )
    bound = bind_periods(bind_claims(with_article_order(found, publication), title), publication)
    return bound, find_relations(bound)
