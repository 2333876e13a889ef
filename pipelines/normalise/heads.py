"""The heads of articles: where each begins on the page, its title and byline, the author's note below it."""

from __future__ import annotations

import re

from pipelines.normalise.blocks import Block
from pipelines.normalise.regions import ends_sentence
from schemas.pages import Article, Region

BYLINE_MAX = 160
"""Longest byline in code points: four or five names; longer lines that begin with "By" are sentences."""

BODY_MIN = 80
"""A paragraph longer than this, in code points, is an article's text and not one more line of its head."""

TITLE_MAX = 220
"""Longest title in code points: the longest of academic digests stay below 200."""

OWN_KINDS = ("title", "byline", "heading", "body", "bio")
"""Regions that are the article's own words: it extends from the first of them to the last."""

_NAME = r"[^\W\d_][\w.'’\-]*"
_BYLINE = re.compile(rf"(?:by|BY|By)\s+({_NAME}(?:(?:\s|,\s?|\s?&\s?|\sand\s){{1,3}}{_NAME}){{0,15}})\s*$")
_BIO_VERB = re.compile(
    r"[^.]{0,40}?\s(?:is|was|works|worked|teaches|taught|serves|served|writes|wrote|lectures|lives|edits|covers|heads|leads"
    r"|runs|directs|studies|advises|holds|reports)\s"
)
"""What an author's note says of the author behind the name; an article's text tells what people said and did."""
_AGENCY = re.compile(r"[-–—]?\s*\(([^():\d\n]{2,40})\)\s*$")
_WIRE_HEAD = re.compile(
    r"[A-Z][A-Z.'’-]{2,20}(?: [A-Z][A-Z.'’-]{1,20}){0,2}(?:, [A-Z][A-Za-z. ]{1,20})?"
    r"(?:, (?:\d{1,2} )?[A-Z][a-z]{2,8}\.?(?: \d{1,2})?(?:, \d{4})?)?\s?(?:\([^()\n]{2,40}\)\s?)?[—–-]{1,2}\s"
)
"""How a wire story begins: "BEIJING, March 5 (Xinhua) -- ", "LONDON — "."""
_LABELLED_DATE = re.compile(r"(?:first\s)?(?:published|posted)\b", re.IGNORECASE)
_HEADER_DATE = re.compile(
    r"(?:[^\W\d_][^\W\d_.' -]{0,19}(?: [^\W\d_]{1,20})?,\s+)?(?:(?:updated|published|posted|date)\s?:?\s+)?(?:"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]{0,2}\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?,?\s+\d{4}(?:[\s,|]{1,3}\d{1,2}:\d\d.{0,12})?|"
    r"\d{4}-\d\d-\d\d(?:[\sT]\d\d:\d\d.{0,16})?)(?:\s*[|·•]\s*[^.!?]{2,40})?\s*$",
    re.IGNORECASE,
)
"""A line that is a date: with a place before it, what the date is of, the time, or a name set apart behind it."""


def article_starts(blocks: list[Block], regions: list[Region]) -> list[int]:
    """Return the places of the paragraphs at which articles begin: their titles; the first begins where the page does.

    A digest is told by what stands below titles: a second "By …" line, a second "BEIJING, 5 March (Agency) —", a second
    "Published: …", with body text between the two. A date or a row of stars alone parts chapters as well as articles.
    """
    headed = [
        place - 1
        for place in range(1, len(blocks))
        if _opens_article(blocks[place]) and _may_be_title(blocks[place - 1], regions[place - 1])
    ]
    separate = [
        place for order, place in enumerate(headed) if order == 0 or _has_body(regions, headed[order - 1], place)
    ]
    if separate and not _has_body(regions, 0, separate[0]):
        return separate
    first = next((place for place, region in enumerate(regions) if region.kind in ("body", "heading")), 0)
    return [first, *[place for place in separate if place > first]]


def _opens_article(block: Block) -> bool:
    """Whether a paragraph is what stands below a title and nowhere else."""
    if byline_names(block) is not None or _WIRE_HEAD.match(block.text):
        return True
    return (
        len(block.text) < 60 and _LABELLED_DATE.match(block.text) is not None and bool(_HEADER_DATE.match(block.text))
    )


def _has_body(regions: list[Region], first: int, last: int) -> bool:
    return any(region.kind == "body" and region.end - region.start > BODY_MIN for region in regions[first:last])


def _may_be_title(block: Block, region: Region) -> bool:
    return region.kind in ("heading", "body") and len(block.text) <= TITLE_MAX and block.text[-1] not in ".,;"


def article_of(index: int, blocks: list[Block], regions: list[Region], head: int, title: str | None) -> Article:
    """One article of a page with its head told apart; `head` counts the paragraphs above its title."""
    kinds = [region.kind for region in regions]
    _mark_page_head(blocks, kinds, head)
    title_place, byline_place, byline = _find_head(blocks, kinds, head)
    if title_place is not None:
        kinds[title_place] = "title"
        for place in range(title_place):
            kinds[place] = "furniture" if kinds[place] in ("body", "heading") else kinds[place]
    if byline_place is not None:
        kinds[byline_place] = "byline"
    for place, block in enumerate(blocks):
        if kinds[place] == "body" and byline and _is_bio(block, byline):
            kinds[place] = "bio"
    typed = tuple(
        region if region.kind == kind else Region(kind, region.start, region.end, f"<{kind} of an article>")
        for region, kind in zip(regions, kinds, strict=True)
    )
    found = blocks[title_place].text if title_place is not None else None
    own = [region for region in typed if region.kind in OWN_KINDS] or list(typed)
    return Article(index, own[0].start, own[-1].end, title or found, byline, typed)


def _mark_page_head(blocks: list[Block], kinds: list[str], head: int) -> None:
    """Type the page's date line, and a site's name glued below it without a blank line."""
    for place, block in enumerate(blocks[: head + 4]):
        if kinds[place] not in ("body", "heading"):
            continue
        if len(block.text) < 60 and _HEADER_DATE.match(block.text):
            kinds[place] = "dateline"
        elif place and kinds[place - 1] == "dateline" and not block.after_blank and len(block.text) < 80:
            kinds[place] = "furniture"


def _find_head(blocks: list[Block], kinds: list[str], head: int) -> tuple[int | None, int | None, str | None]:
    """The title and the byline among an article's first paragraphs."""
    # Notices and share bars stand above titles: they do not count.
    head += sum(kind not in ("body", "heading") for kind in kinds[head : head + 4])
    byline_place = next((p for p in range(min(head + 6, len(blocks))) if byline_names(blocks[p])), None)
    limit = byline_place if byline_place is not None else len(blocks)
    candidates = [p for p in range(min(limit, head + 4, len(blocks))) if _is_title(blocks[p], kinds[p])]
    if byline_place is None:
        candidates = candidates[:1] if candidates and "body" not in kinds[: candidates[0]] else []
    title_place = candidates[-1] if candidates else None
    return title_place, byline_place, byline_names(blocks[byline_place]) if byline_place is not None else None


def _is_title(block: Block, kind: str) -> bool:
    """A line set apart, without a full stop, that is no bullet: a heading, or longer than headings are."""
    if kind == "heading":
        return True
    return kind == "body" and not block.is_bullet and len(block.text) <= TITLE_MAX and not ends_sentence(block.text)


def byline_names(block: Block) -> str | None:
    """The names of a byline ("By Wang Li and Chen Hong", "(Xinhua)"), or None where the line is none."""
    if len(block.text) > BYLINE_MAX:
        return None
    match = _BYLINE.match(block.text)
    if match and match[1].split()[0][0].isupper():
        return match[1]
    agency = _AGENCY.match(block.text)
    return f"({agency[1]})" if agency else None


def _is_bio(block: Block, byline: str) -> bool:
    """Whether a paragraph introduces one of the authors: it begins with the name, and "is" follows soon."""
    names = re.split(r",\s*|\s+and\s+|\s*&\s*", byline)
    return any(name and block.text.startswith(name) and _BIO_VERB.match(block.text, len(name)) for name in names)
