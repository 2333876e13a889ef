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
    if _is_share_bar(lowered):
        return "furniture", "<share bar>"
    if "cookie" in lowered and any(word in lowered for word in _CONSENT):
        rule = "<cookie notice>"
    elif _INVITATION.match(lowered) and any(word in lowered for word in _ASKED):
        rule = "<sign-up box>"
    else:
        return None
    is_own = _OWN_VOICE.search(lowered) is not None and _QUOTED.search(lowered) is None
    return ("furniture", rule) if is_own else None


def _is_share_bar(text: str) -> bool:
    """Whether a line holds names of share buttons and their counts, two words at least, and nothing else."""
    names = words = 0
    for match in _WORD.finditer(text):
        words += 1
        if not match[0][0].isdigit():
            names += 1
            if match[0] not in _SHARE:
                return False
        if words > BAR_WORDS:
            return False
    return names > 1 or 0 < names < words
