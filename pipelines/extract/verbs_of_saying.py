"""Tells whether a word that may be a noun or a verb of saying or meaning is the verb: `the firms surveyed expect`.

The letters are those of `verbs_or_nouns.py`, which asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.verbs import verb_of

SAYING = frozenset({"speech", "forecast"})
FINITE = re.compile(r"[^,;.()\"CHB]*?(?<!I)[AMV]")
"""A clause up to its finite verb."""
REACH = 12
"""Words of a clause that are looked back on."""
_POLLED = re.compile(r"(?:^|[.;,HB])[TJ]{0,3}NWP[TGJNE]{1,5}$")
"""`analysts polled by the agency`"""
_SAID = tuple("TGQHJN,")
_TOLD_OBJECT = re.compile(r"[VWA](?:T?[JNE]{1,3}O)?[TGP]?Q[NJE]{0,4}[YP]{0,2}(?:,P[^,;.VAMH]{1,8},)?C$")


def intends(word: str, tags: list[str]) -> bool:
    """`sold 3 million lamps and plans to sell 4 million`: behind the object of a deed, what its doer means to do."""
    means = word.endswith("s") and not verb_of(word).senses.isdisjoint(("plan", "forecast"))
    return means and _TOLD_OBJECT.search("".join(tags[-REACH:])) is not None


def polled_say(word: str, raw: str, index: int, tags: list[str]) -> bool:
    """`analysts polled by the agency forecast a profit`: a plain verb of saying, no finite one behind it."""
    if word.endswith("s") or SAYING.isdisjoint(verb_of(word).senses) or raw[index + 1 : index + 2] not in _SAID:
        return False
    return _POLLED.search("".join(tags[-REACH:])) is not None and FINITE.match(raw, index + 1) is None


def and_says(word: str, after: str, tags: list[str]) -> bool:
    """`kept its rate and forecast that`: a second deed of the same doer, with what it says."""
    return after == "H" and not SAYING.isdisjoint(verb_of(word).senses) and not {"V", "W"}.isdisjoint(tags)


def tells_who_spoke(lower: Sequence[str], index: int) -> bool:
    """`…,” recalls Liu Min`: behind a closing quote, an -s form of a verb of saying has its subject behind it."""
    said = lower[index - 1] in ('"', "”") and lower[index].endswith("s")
    return said and "speech" in verb_of(lower[index]).senses


def says_who(word: str, raw: str, index: int) -> bool:
    """`costs will double, reckons the bank`: an -s form of a verb of saying, and behind it but who says so."""
    if not word.endswith("s") or SAYING.isdisjoint(verb_of(word).senses):
        return False
    who = _WHO.match(raw, index + 1)
    return who is not None and (raw[index] == "v" or "E" in who[0])


_WHO = re.compile(r"[TG]?[JENneO]{1,8}(?:,[TG]?[JENneOSP]{1,10})?(?:\.?$|;)")
"""`the bank.`, `CSIS, a think-tank in Washington.`"""
