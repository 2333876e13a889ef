"""What each paragraph of a page is there for: body, heading, caption, advertisement, copyright line.

The spellings stand in `regions.lexicon.csv`. A line is compared in lower case, digits written `#`, outer punctuation
off. `match` says how: the whole `line`, its `prefix` or `suffix`. `reach` says how far the verdict goes: the `line`
alone; a `marker` (upper case in the text); to the `end` of the page; `foot`: to the end of the page where it stands in
the page's last quarter, else the line alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping

from pipelines.lexicons import read_lexicon
from pipelines.normalise.blocks import Block
from pipelines.normalise.columns import find_torn_columns
from pipelines.normalise.site_voice import site_voice
from schemas.pages import Region

HEADING_MAX_WORDS = 12
"""A heading in the body is a short line; the longest run-in heads of news features stay below twelve words."""

REPEAT_MIN = 40
"""A paragraph counts as repeated from this length, in code points: shorter lines recur by chance ("he said.")."""

LOOKED_AT = 4 * REPEAT_MIN
"""How much of a paragraph's end is looked at first, below its last word: those with other last words need not be
compared as a whole."""

FOOT_SHARE = 0.75
"""A page's foot is its last quarter: a copyright line there closes the page, one further up does not."""

_ROWS = read_lexicon(__file__)
_LINES = {row["text"]: row for row in _ROWS if row["match"] == "line"}
_PREFIXES = tuple(row for row in _ROWS if row["match"] == "prefix")
_SUFFIXES = tuple(row for row in _ROWS if row["match"] == "suffix")
_PREFIX_TEXTS = tuple(row["text"] for row in _PREFIXES)
_SUFFIX_TEXTS = tuple(row["text"] for row in _SUFFIXES)
_LONGEST = max(map(len, (*_LINES, *_PREFIX_TEXTS)))
OPENING, ENDING = 4, 3
"""How many characters of a paragraph's beginning and end are looked at first: few words of running text pass."""
_OPENINGS = tuple({text[:OPENING] for text in (*_LINES, *_PREFIX_TEXTS)})
_ENDINGS = tuple({text[-ENDING:] for text in _SUFFIX_TEXTS})
SUFFIX_MAX = 240
"""Longer paragraphs are running text, however they end: credits stand below pictures, in short lines."""
NAME_MAX = 40
"""Longest name of a speaker below a quote set apart, in code points."""
QUOTE_MIN_WORDS = 6
"""Shorter lines above a name are headings."""
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:[a-z]{2,3} )?[A-Z][\w.'’-]*){1,3}")
_HEADLINE = re.compile(r"['‘“„\"«][^'‘’“”„\"«»]{3,60}['’”\"»]: [^.!?:]{10,140}\?")
"""How headlines ask what a catchword is worth: the word in quotes, a colon, a question."""
_OUTER = " *|.:•_-–—?"
_DIGITS = re.compile(r"\d+")
_TERMINAL = frozenset(".!?:;,…。！？．：；，")
_CLOSERS = "\"'”’»)]*"
_DATELINE = re.compile(r"^\W{0,2}[^\W\d_][^()\n]{0,60}?\s[—–-]{1,2}\s|^\([^()\n]{1,40}\)\s?[—–-]{1,2}\s?")


def find_regions(raw: str, blocks: list[Block]) -> list[Region]:
    """Give each paragraph of a page its kind, in order; one region a paragraph, none dropped.

    Titles, bylines, bios and datelines are told apart by `pipelines.normalise.articles`, which knows where articles
    begin; here they are still body or heading.
    """
    closed: tuple[str, str] | None = None
    repeated, pulled = _repeated(blocks), _pull_quotes(blocks)
    regions = []
    for place, block in enumerate(blocks):
        row = row_of(block)
        if closed is None and row is not None and _closes(row, block, len(raw)):
            closed = (row["kind"], f"from <{row['text']}> to the end of the page")
        if closed is not None:
            kind, rule = closed
        elif row is not None:
            kind, rule = row["kind"], f"<{row['match']}> {row['text']}"
        else:
            kind, rule = _by_its_words(blocks, place, pulled, repeated)
        regions.append(Region(kind, block.start, block.end, rule))
    return _with_torn_columns(raw, blocks, regions)


def _by_its_words(
    blocks: list[Block], place: int, pulled: Container[int], repeated: Mapping[int, str]
) -> tuple[str, str]:
    """The kind of a paragraph that no line of the lexicon names, and the rule that says so."""
    said = site_voice(blocks[place].text)
    if said is not None:
        return said
    if place in pulled:
        return "pull_quote", "<words set apart above a speaker's name>"
    if place in repeated:
        return repeated[place], "the same words stand elsewhere on the page"
    if _is_headline_of_another(blocks, place):
        return "related", "<question of a headline between paragraphs>"
    if _is_heading(blocks, place):
        return "heading", "<short line without a full stop>"
    return "body", "<paragraph>"


def _with_torn_columns(raw: str, blocks: list[Block], regions: list[Region]) -> list[Region]:
    """The regions with torn columns marked: beginnings of lines as garbled, their rests as reconstructed."""
    for column in find_torn_columns(raw, blocks):
        for place in range(column.first, column.middle):
            block = blocks[place]
            regions[place] = Region("garbled", block.start, block.end, "<beginnings of a torn column's lines>")
        rule = "<rests of a torn column, joined>" if column.insertions else "<rests of a torn column>"
        for place in range(column.middle, column.last):
            block = blocks[place]
            inside = tuple(entry for entry in column.insertions if block.start <= entry[0] < block.end)
            regions[place] = Region("reconstructed", block.start, block.end, rule, inside)
    return regions


def row_of(block: Block) -> dict[str, str] | None:
    """Return the table's row for a paragraph, or None where it is running text."""
    text = block.text
    if _may_be_named(text):
        row = _named_at_its_head(text)
        if row is not None:
            return row
    if len(text) >= SUFFIX_MAX or not _may_end_so(text):
        return None
    tail = _DIGITS.sub("#", text[-60:].casefold()).rstrip(" .)]")
    if not tail.endswith(_SUFFIX_TEXTS):
        return None
    return next(row for row in _SUFFIXES if tail.endswith(row["text"]))


def _may_be_named(text: str) -> bool:
    """Whether the lexicon may name a paragraph by its beginning: most words open no line and no prefix of it.

    False is certain. What begins with other than letters and single spaces is not judged.
    """
    opening = text[:OPENING]
    if not opening.isascii() or not opening.replace(" ", "").isalpha() or "  " in opening:
        return True
    return opening.lower().startswith(_OPENINGS)


def _may_end_so(text: str) -> bool:
    """Whether a paragraph may end with a suffix of the lexicon; false is certain, as for its beginning."""
    ending = text[-60:].rstrip(" .)]")[-ENDING:]
    return not (ending.isascii() and ending.isalpha()) or ending.lower().endswith(_ENDINGS)


def _named_at_its_head(text: str) -> dict[str, str] | None:
    """The table's row for a paragraph that is one of its lines or begins with one of its prefixes."""
    head = " ".join(text[:200].casefold().split()).strip(_OUTER)
    folded = _DIGITS.sub("#", head) if any(map(str.isdigit, head[:_LONGEST])) else head
    if len(folded) <= _LONGEST:
        row = _LINES.get(folded)
        if row is not None and len(text) <= len(folded) + 12:
            return row
    if folded.startswith(_PREFIX_TEXTS):
        for row in _PREFIXES:
            if folded.startswith(row["text"]) and (row["reach"] != "marker" or text[: len(row["text"])].isupper()):
                return row
    return None


def _closes(row: dict[str, str], block: Block, length: int) -> bool:
    return row["reach"] == "end" or (row["reach"] == "foot" and block.start > FOOT_SHARE * length)


def _repeated(blocks: list[Block]) -> dict[int, str]:
    """Paragraphs whose words stand elsewhere on the page: place -> `caption` or `duplicate`.

    Short ones without a full stop are captions, all of them. Of two full paragraphs the later one is the duplicate,
    save where the earlier is a page's standfirst and the later carries the dateline: then the earlier is.
    """
    tails = [block.text.rsplit(None, 1)[-1].casefold() for block in blocks]
    shared = Counter(tails)
    if len(shared) == len(blocks):
        return {}
    tails = [_tail_of(block.text) if shared[tail] > 1 else "" for block, tail in zip(blocks, tails, strict=True)]
    shared = Counter(tails)
    folded = [
        _without_dateline(block.text) if tail and shared[tail] > 1 else ""
        for block, tail in zip(blocks, tails, strict=True)
    ]
    counts = Counter(text for text in folded if len(text) >= REPEAT_MIN)
    seen: dict[str, int] = {}
    verdicts: dict[int, str] = {}
    for place, text in enumerate(folded):
        if counts.get(text, 0) < 2:
            continue
        if not ends_sentence(blocks[place].text):
            verdicts[place] = "caption"
        elif text not in seen:
            seen[text] = place
        elif len(blocks[place].text) > len(blocks[seen[text]].text):
            verdicts[seen[text]] = "duplicate"
            seen[text] = place
        else:
            verdicts[place] = "duplicate"
    return verdicts


def _tail_of(text: str) -> str:
    """A paragraph's last words for comparison."""
    return " ".join(text[-LOOKED_AT:].split())[-REPEAT_MIN // 2 :].casefold()


def _pull_quotes(blocks: list[Block]) -> set[int]:
    """Paragraphs that repeat what somebody said, set apart in the body: words without a full stop, then a bare name.

    The name is of somebody whom a paragraph above tells of; at the head of an article such lines are title and byline.
    """
    found: set[int] = set()
    for place in range(1, len(blocks)):
        name = blocks[place].text
        words = blocks[place - 1].text
        if len(name) > NAME_MAX or not _NAME.fullmatch(name) or ends_sentence(words):
            continue
        if len(words.split()) >= QUOTE_MIN_WORDS and any(
            name in block.text for block in blocks[: place - 1] if len(block.text) > SUFFIX_MAX // 2
        ):
            found |= {place - 1, place}
    return found


def _is_headline_of_another(blocks: list[Block], place: int) -> bool:
    """A headline that stands alone among paragraphs: it links to another story, whose link was lost with the markup."""
    if _HEADLINE.fullmatch(blocks[place].text) is None or place + 1 == len(blocks):
        return False
    return any(len(above.text.split()) > HEADING_MAX_WORDS and ends_sentence(above.text) for above in blocks[:place])


def _without_dateline(text: str) -> str:
    """A paragraph's words for comparison: no dateline, no outer space, single spaces."""
    return " ".join(_DATELINE.sub("", text, count=1).split()).casefold()


def ends_sentence(text: str) -> bool:
    """Whether a paragraph closes as running text does, with a stop or a comma, closing quotes and brackets aside."""
    return text.rstrip(_CLOSERS + " \u00a0")[-1:] in _TERMINAL


def _is_heading(blocks: list[Block], place: int) -> bool:
    """A short line without a full stop, no bullet, with running text below it."""
    block = blocks[place]
    if block.is_bullet or ends_sentence(block.text) or len(block.text.split()) > HEADING_MAX_WORDS:
        return False
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    return following is not None and (following.is_bullet or len(following.text) > len(block.text))
