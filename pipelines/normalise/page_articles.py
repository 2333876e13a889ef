"""An HTML page to its articles: the text that is theirs, the furniture around it, what the page says of itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from pipelines.normalise.blocks import Block
from pipelines.normalise.heads import article_of, article_starts, byline_names
from pipelines.normalise.page_source import LANDMARKS
from pipelines.normalise.pages import PageText, Stretch, find_page_text
from pipelines.normalise.regions import find_regions, row_of
from schemas.markup import text_of_markup
from schemas.pages import Article, Region

HEAD_LINES = 8
"""A byline stands among this many lines above the article's text or among its first ones."""


def page_articles(raw: str, title: str | None) -> list[Article]:
    """Find the articles of a page's source; none where trafilatura finds no text in it.

    Args:
        raw: The source; all spans are offsets into it.
        title: The title where the sidecar gives it.

    Raises:
        UnreadableInput: `nested_too_deep`.
    """
    page = find_page_text(raw)
    own = [stretch for stretch in page.stretches if stretch.kind]
    if not own:
        return []
    blocks = [_block(raw, stretch) for stretch in own]
    regions = _own_regions(raw, blocks, own)
    starts = article_starts(blocks, regions)
    stated = title or page.title
    if len(starts) < 2:
        articles = [_one_article(blocks, regions, stated, page)]
    else:
        articles = [
            article_of(index, blocks[first:last], regions[first:last], 0, None)
            for index, (first, last) in enumerate(zip([0, *starts[1:]], [*starts[1:], len(blocks)], strict=True))
        ]
    return _with_furniture(raw, articles, page, stated)


def _block(raw: str, stretch: Stretch) -> Block:
    return Block(stretch.start, stretch.end, text_of_markup(raw[stretch.start : stretch.end]), False, True)


def _own_regions(raw: str, blocks: list[Block], own: list[Stretch]) -> list[Region]:
    """The kinds of the article's paragraphs: by their words, else by their elements."""
    regions = []
    for region, stretch in zip(find_regions(raw, blocks), own, strict=True):
        is_text = region.kind in ("body", "heading")
        if is_text and stretch.landmark == "figcaption":
            regions.append(Region("caption", region.start, region.end, "<figcaption>"))
        elif region.kind == "body" and stretch.kind == "heading":
            regions.append(Region("heading", region.start, region.end, f"<{stretch.element or 'heading'}>"))
        else:
            regions.append(region)
    return regions


def _one_article(blocks: list[Block], regions: list[Region], title: str | None, page: PageText) -> Article:
    byline = page.author
    typed = []
    for place, (block, region) in enumerate(zip(blocks, regions, strict=True)):
        kind, rule = region.kind, region.rule
        if place < HEAD_LINES and kind in ("body", "heading"):
            if title and _folded(block.text) == _folded(title):
                kind, rule = "title", "<title of the page>"
            elif names := byline_names(block):
                byline = byline or names
                kind, rule = "byline", "<byline of an article>"
        typed.append(Region(kind, region.start, region.end, rule))
    return Article(0, blocks[0].start, blocks[-1].end, title, byline, tuple(typed))


def _with_furniture(raw: str, articles: list[Article], page: PageText, title: str | None) -> list[Article]:
    """The articles with the regions between their paragraphs, and with what the page's metadata says."""
    others = _furniture(raw, page, title)
    whole = []
    for number, article in enumerate(articles):
        floor = article.start if number else 0
        ceiling = articles[number + 1].start if number + 1 < len(articles) else len(raw)
        around = [region for region in others if floor <= region.start < ceiling]
        regions = tuple(sorted((*article.regions, *around), key=lambda region: region.start))
        whole.append(
            replace(
                article,
                regions=regions,
                publisher=page.publisher,
                url=page.url,
                unplaced=page.unplaced if number == 0 else (),
            )
        )
    return whole


def _furniture(raw: str, page: PageText, title: str | None) -> list[Region]:
    """What is not the article's: one region for each run of neighbours of one kind."""
    kinds = []
    for stretch in page.stretches:
        if stretch.kind is None:
            kinds.append((stretch, *_kind_of(raw, stretch, title)))
        else:
            kinds.append((stretch, "", ""))
    regions = []
    for (kind, rule), group in groupby(kinds, key=lambda entry: entry[1:]):
        members = [entry[0] for entry in group]
        if kind:
            regions.append(Region(kind, members[0].start, members[-1].end, rule))
    return regions


def _kind_of(raw: str, stretch: Stretch, title: str | None) -> tuple[str, str]:
    block = _block(raw, stretch)
    if stretch.element == "h1" and title and _folded(block.text) == _folded(title):
        return "title", "<h1> with the page's title"
    row = row_of(block)
    if row is not None:
        return row["kind"], f"<{row['match']}> {row['text']}"
    if stretch.landmark is not None:
        return LANDMARKS[stretch.landmark]
    if byline_names(block):
        return "byline", "<byline of an article>"
    return "furniture", "<text that is not the article's>"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
