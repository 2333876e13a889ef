"""Raw text as rules read it: words joined over line ends, marks of no width out, wrong characters put right.

Nothing here changes the raw text: each repair is an edit of a view, which keeps the way back (`schemas.views`).
Spellings stand in `repairs.lexicon.csv`: `character` gives two code points in hexadecimal, what stands there and what
it is read as, one for one; `prefix` the first half of a compound that keeps its hyphen when a line ends behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import ftfy
from ftfy.badness import is_bad

from pipelines.lexicons import read_lexicon
from schemas.markup import HTML, view_of_markup
from schemas.views import Edit, TextView, edited, plain_view

_ROWS = read_lexicon(__file__)
_CHARACTERS = {int(row["text"], 16): int(row["reads"], 16) for row in _ROWS if row["match"] == "character"}
_PREFIXES = frozenset(row["text"] for row in _ROWS if row["match"] == "prefix")

NO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\u0002"
"""Soft hyphens, joiners and marks of no width; U+FFFE and U+0002 are how PDF libraries hand on a hyphen at a line's
end."""

_SUSPECT = re.compile(f"[\n\r{NO_WIDTH}{''.join(map(chr, _CHARACTERS))}\u0080-\u009f]")
_UNUSUAL = re.compile("[^\t -~‘’“”–—…]")
_MISREAD = re.compile("[\u00c2-\u00f4][^\x00-\x7f]")
_SUSPECT_ASCII = ("\n", "\r", "\u0002")
"""What is looked for first: nearly every paragraph has nothing that a repair could mend and is read as it stands."""

_LINE_END = re.compile("[\n\r\u2028\u2029]")
_UNSEEN = re.compile(f"[{NO_WIDTH}]+")
_BREAK = re.compile(
    rf"[{NO_WIDTH}]+(?P<soft>[ \t]{{0,8}}(?:\r\n|[\n\r])[ \t]{{0,40}})?"
    r"|(?<=[^\W_])(?P<hyphen>-)(?:\r\n|[\n\r])[ \t]{0,40}(?=[^\W\d_]{2})"
    r"|[ \t]{0,40}(?:\r\n|[\n\r\u2028\u2029])[ \t]{0,80}"
)
_REPLACED = re.compile(f"[{''.join(map(chr, _CHARACTERS))}]")
_FOREIGN = re.compile(r"[^\x00-\x7f]{2,}")
SHORT_RUN = 8
"""Runs up to this length, a quote behind a full stop and the like, recur: what they read as is kept."""
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def read_view(
    raw: str, start: int, end: int, media_type: str, insertions: Sequence[tuple[int, str]] = ()
) -> TextView | None:
    """How a paragraph is read, where that differs from what stands there; null where it is read as it stands.

    Args:
        raw: The whole raw text, in which words cut at a line's end may stand whole elsewhere.
        start: Where the paragraph begins.
        end: Where it ends, exclusive.
        media_type: `text/html` where the raw text is a page's source.
        insertions: Pieces torn from the paragraph and the places where they belong, in order.
    """
    stretch = raw[start:end]
    if media_type == HTML:
        view = view_of_markup(stretch, start)
        return repaired(view, raw)
    if not insertions and not _is_suspect(stretch):
        return None
    view = plain_view(stretch, start)
    view = edited(view, [Edit(place - start, place - start, text) for place, text in insertions])
    return repaired(view, raw)


def _is_suspect(text: str) -> bool:
    """Whether a text holds anything that some repair could mend."""
    if text.isascii():
        return any(mark in text for mark in _SUSPECT_ASCII)
    if _UNUSUAL.search(text) is None:
        return False
    return _SUSPECT.search(text) is not None or _MISREAD.search(text) is not None


def repaired(view: TextView, raw: str) -> TextView:
    """A view with line ends, marks of no width and wrongly decoded characters mended."""
    if not _is_suspect(view.text):
        return view
    view = edited(view, _misread(view.text))
    if _LINE_END.search(view.text):
        edits = [Edit(match.start(), match.end(), _joint(match, raw)) for match in _BREAK.finditer(view.text)]
        view = edited(view, edits)
    else:
        view = edited(view, [Edit(*match.span(), "") for match in _UNSEEN.finditer(view.text)])
    text = _REPLACED.sub(lambda match: chr(_CHARACTERS[ord(match[0])]), view.text)
    return TextView(text, view.runs)


def _joint(match: re.Match[str], raw: str) -> str:
    """What is read in place of a line's end or a mark of no width."""
    if match["hyphen"] is None:
        return " " if match[0].strip(NO_WIDTH) and match["soft"] is None else ""
    before = _LAST_WORD.search(match.string, max(0, match.start() - 40), match.start())
    after = _FIRST_WORD.match(match.string, match.end(), match.end() + 40)
    first, second = before[0] if before else "", after[0] if after else ""
    if len(first) < 2 or f"{first}-{second}" in raw:
        return "-"  # "12-storey" and "e-mail" are compounds
    if first + second in raw:
        return ""
    return "-" if first.casefold() in _PREFIXES or second[0].isupper() else ""


def _misread(text: str) -> list[Edit]:
    """Runs of characters that are UTF-8 read in a Western code page (â€™ for ’), and what they should read."""
    edits = []
    for match in _FOREIGN.finditer(text):
        run = match[0]
        mended = _mended_once(run) if len(run) <= SHORT_RUN else _mended(run)
        if mended != run:
            edits.append(Edit(match.start(), match.end(), mended))
    return edits


def _mended(run: str) -> str:
    """A run of characters as it should read: the same where it reads well, or where nothing better is found."""
    if not is_bad(run):
        return run
    mended = ftfy.fix_encoding(run)
    return run if is_bad(mended) else mended


_mended_once = lru_cache(maxsize=1024)(_mended)
