"""A page to its articles: where each begins and ends, its regions, its language."""

from __future__ import annotations

from dataclasses import replace

from pipelines.normalise.blocks import find_blocks
from pipelines.normalise.heads import article_of, article_starts
from pipelines.normalise.languages import READ_CHARACTERS, detect_language
from pipelines.normalise.page_articles import page_articles
from pipelines.normalise.regions import find_regions
from schemas.codes.limits import LIMITS
from schemas.errors import UnreadableInput
from schemas.markup import HTML, PLAIN, quoted_text
from schemas.pages import Article

MAX_ARTICLES = LIMITS["page_articles"].value


def normalise_articles(raw: str, *, title: str | None = None, media_type: str = PLAIN) -> tuple[Article, ...]:
    """Find the articles of a page: one as a rule, several where titles and bylines tell of a digest.

    Args:
        raw: The decoded text or page source; all spans are offsets into it.
        title: The title where the sidecar gives it; it wins over one read from the page.
        media_type: `text/html` where `raw` is a page's source.

    Returns:
        Articles in order; their regions cover every paragraph of the page, each in one article (the page's head goes
        to the first, its foot to the last). No article where the page has no words.

    Raises:
        UnreadableInput: `nested_too_deep` for a page whose elements are nested beyond reason, `too_many_articles`.
    """
    articles = page_articles(raw, title) if media_type == HTML else _text_articles(raw, title)
    if len(articles) > MAX_ARTICLES:
        raise UnreadableInput(
            "too_many_articles",
            f"The page reads as {len(articles)} articles, more than {MAX_ARTICLES}. Land them as records of JSONL.",
        )
    return tuple(replace(article, language=detect_language(_opening(raw, article, media_type))) for article in articles)


def _opening(raw: str, article: Article, media_type: str) -> str:
    """The first words of an article's body, enough to tell its language."""
    words: list[str] = []
    length = 0
    for region in article.regions:
        if region.kind == "body" and length < READ_CHARACTERS:
            words.append(quoted_text(raw[region.start : region.end], media_type))
            length += len(words[-1])
    return "\n".join(words)


def _text_articles(raw: str, title: str | None) -> list[Article]:
    blocks = find_blocks(raw)
    if not blocks:
        return []
    regions = find_regions(raw, blocks)
    starts = article_starts(blocks, regions)
    articles = []
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else len(blocks)
        begin = 0 if index == 0 else first
        articles.append(article_of(index, blocks[begin:last], regions[begin:last], first - begin, title))
    return articles
