"""Paragraphs in which the site speaks to its reader and not the article: cookie notices, share bars, sign-up boxes.

Words stand in `site_voice.lexicon.csv`: `share` for what a share bar consists of besides figures; `invitation` for how
a box begins that asks for something; `asked` for what it asks for; `consent` for what stands in a cookie notice besides
cookies. A paragraph that quotes somebody is the article's.
"""

from __future__ import annotations

import re

from pipelines.lexicons import read_lexicon

BOX_MAX = 400
"""Longest notice or box, in code points; a longer paragraph that speaks of cookies is about them."""

BAR_WORDS = 12
"""A share bar has a handful of buttons, each with a count at most."""

_ROWS = read_lexicon(__file__)


def _words(kind: str) -> tuple[str, ...]:
    return tuple(row["text"] for row in _ROWS if row["match"] == kind)


_SHARE = frozenset(_words("share"))
_INVITATION = re.compile(rf"(?:{'|'.join(map(re.escape, _words('invitation')))})\b")
_ASKED = _words("asked")
_CONSENT = _words("consent")

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?|\d[\d.,]*[km]?")
_OWN_VOICE = re.compile(r"\b(?:we|our|us|this (?:web)?site|you|your)\b")
_QUOTED = re.compile(r"[“”„»«\"]|\b(?:said|says|told|according)\b")


def site_voice(text: str) -> tuple[str, str] | None:
    """Return the region's kind and the rule's name where a paragraph is the site's own voice, else null."""
    if len(text) > BOX_MAX:
        return None
    lowered = text.casefold()
    words = _WORD.findall(lowered)
    if _is_share_bar(words):
        return "furniture", "<share bar>"
    if _QUOTED.search(lowered) or not _OWN_VOICE.search(lowered):
        return None
    if "cookie" in lowered and any(word in lowered for word in _CONSENT):
        return "furniture", "<cookie notice>"
    if _INVITATION.match(lowered) and any(word in lowered for word in _ASKED):
        return "furniture", "<sign-up box>"
    return None


def _is_share_bar(words: list[str]) -> bool:
    """Whether a line holds names of share buttons and their counts, and nothing else."""
    names = [word for word in words if not word[0].isdigit()]
    has_more = len(names) >= 2 or len(words) > len(names)
    return len(names) > 0 and len(words) <= BAR_WORDS and has_more and all(name in _SHARE for name in names)
