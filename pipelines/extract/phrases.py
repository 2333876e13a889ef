"""Noun phrases with what hangs on them: the list that one ends, the prepositional phrases before and behind it.

A phrase is a half-open range of the word indices of `tagging.Tagged`.
"""

from __future__ import annotations

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.tagging import Tagged
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
EXTENDING = _WORDS["extending"]
_LIKENING = _WORDS["likening"]

Range = tuple[int, int]


def left_of(tagged: Tagged, word: int, skipped: str = "R") -> int:
    """The nearest word left of `word` whose tag is not in `skipped`; -1 at the start."""
    place = word - 1
    while place >= 0 and tagged.tags[place] in skipped:
        place -= 1
    return place


def head_of(tagged: Tagged, phrase: Range, ends: str = "OPIW") -> int:
    """The head noun of a phrase: the last word before its first preposition or participle, or another tag of `ends`."""
    first, last = phrase
    tags = tagged.tags
    for place in range(first + 1, last):
        if tags[place] in ends:
            return place - 1
    return last - 1


def name_at_end(tagged: Tagged, phrase: Range) -> Range:
    """`Poland's leading tractor maker Ursus Motor`: the name behind what someone is; else the phrase itself."""
    first, last = phrase
    names = last
    while names > first and tagged.tags[names - 1] == "E":
        names -= 1
    is_told = first < names < last and tagged.tags[names - 1] == "N" and set(tagged.tags[first:names]).isdisjoint("OPI")
    return (names, last) if is_told and "agent" in noun_classes(tagged.lower[names - 1]) else phrase


def name_apart(tagged: Tagged, phrase: Range | None) -> Range | None:
    """`In tools Norway covers half`: the name behind a noun that is nobody's office, where a preposition leads both."""
    opens = phrase is not None and tagged.tags[max(0, phrase[0] - 2) : phrase[0]] in ("P", ",P", ";P", ".P", "CP")
    opens = opens or (phrase is not None and tagged.tags[: phrase[0]] in ("WP", "XP"))  # measured against its output
    if phrase is None or not opens:
        return phrase
    names = phrase[1]
    while names > phrase[0] and tagged.tags[names - 1] == "E":
        names -= 1
    is_noun = phrase[0] < names < phrase[1] and tagged.tags[names - 1] == "N"
    return (names, phrase[1]) if is_noun and "agent" not in noun_classes(tagged.lower[names - 1]) else phrase


def only_measures(tagged: Tagged, head: int) -> bool:
    """Whether a noun is a quantity or a change of one (output, expansion), and nobody who could say or do a thing."""
    classes = noun_classes(tagged.lower[head])
    is_measure = "change" in classes or tagged.lower[head] in METRIC_HEADS
    return tagged.tags[head] == "N" and "agent" not in classes and is_measure


def without_leading(tagged: Tagged, phrase: Range, tags: str = "TGQ") -> Range:
    """A phrase without the determiners and numbers at its head: of `the four banks` the banks."""
    first, last = phrase
    while first < last - 1 and tagged.tags[first] in tags:
        first += 1
    return first, last


def holds_amount(tagged: Tagged, phrase: Range) -> bool:
    """Whether a number stands in a phrase that is no part of a name: `its one-year rate` has none."""
    first, last = phrase
    if "Q" not in tagged.tags[first:last]:
        return False
    return any(tagged.tags[place] == "Q" and "-" not in tagged.lower[place] for place in range(first, last))


def extended_left(tagged: Tagged, phrase: Range, linking: frozenset[str] = EXTENDING) -> Range:
    """A noun phrase together with those it hangs on: `data centers` -> `the number of data centers in Hefei`.

    Also the list it ends: `Google` -> `companies like Amazon, Microsoft and Google`.
    """
    first, last = _listed(tagged, _over_term(tagged, phrase))
    if (
        tagged.tags[first - 1 : first] == tagged.tags[last : last + 1] == '"'
        and tagged.tags[first - 2 : first - 1] == "O"
    ):
        first, last = first - 1, last + 1  # the number of "green villages"
    while first > 1:
        tag = tagged.tags[first - 1]
        if tag == "O" or (tag in "PI" and tagged.lower[first - 1] in linking):
            end = first - 1 - _SHORT_FORM * (tagged.tags[max(0, first - 5) : first - 1] == "N(E)")
            before = tagged.phrase_ending(end)
            if before is None or before[1] != end or tagged.tags[before[1] - 1] == "Q":
                break
            first = _listed(tagged, before)[0] if tagged.tags[before[0] - 1 : before[0]] == "," else before[0]
        else:
            break
    return first, last


def _over_term(tagged: Tagged, phrase: Range) -> Range:
    """`the benchmark 10-year note`: a span of time that only describes stands within the phrase."""
    first = phrase[0]
    before = tagged.phrase_ending(first) if tagged.tags[first] == "Q" and "-" in tagged.lower[first] else None
    return (before[0], phrase[1]) if before is not None and before[1] == first else phrase


_SHORT_FORM = 3
"""Words of a bracket that only tells a short name: `sales of electric vehicles (EVs) in Norway`."""


def _listed(tagged: Tagged, phrase: Range) -> Range:
    """The whole list that ends with this phrase (`Germany, the UK and China`), from its first item on."""
    first, last = phrase
    tags = tagged.tags
    if "agent" in noun_classes(tagged.lower[last - 1]) and tags[last - 1] == "E":
        return phrase
    joins_clauses = tags[first - 2 : first] == ",C"
    if tags[first - 1 : first] == "C":
        first -= 1 + joins_clauses
    elif "C" not in tags[first:last] or tags[first - 1 : first] != ",":
        return phrase
    else:
        first -= 1
    items = 1
    start = phrase[0]
    while first > 0:
        item = tagged.phrase_at(first - 1)
        if item is None or item[1] != first or not _is_item(tagged, item, (start, last)):
            break
        start, items = item[0], items + 1
        if tags[item[0] - 1 : item[0]] != ",":
            break
        first = item[0] - 1
    return (start, last) if items > 1 + joins_clauses else phrase


def _is_item(tagged: Tagged, item: Range, behind: Range) -> bool:
    """Whether a phrase is one of the list that goes on behind it: no number, no phrase that opens the sentence."""
    tags, first = tagged.tags, item[0]
    words, listed = tags[first : item[1]], tags[behind[0] : behind[1]]
    if words[-1] == "Q" or ("Q" in words and listed[0] == "E"):
        return False
    named = "E" in words and "E" in listed
    if not named and (listed[0] in "TG" or words[0] in "TG" or "S" in words):
        return False
    leads = first and tags[first - 1] == "P" and tagged.lower[first - 1] not in _LIKENING
    return not (leads and (first < 2 or tags[first - 2] in ",."))


def extended_right(tagged: Tagged, phrase: Range, steps: int = 2, *, closed: bool = False) -> Range:
    """A noun phrase with the prepositional phrases behind it, at most `steps` of them; stops before a number.

    Only the first may begin with any preposition, and none where the phrase is `closed`; `of` and `for` always go on.
    """
    first, last = phrase
    tags = tagged.tags
    for step in range(steps):
        linking = EXTENDING | {"of", "into"} if step == 0 and first == phrase[0] and not closed else {"of", "for"}
        if last >= len(tags) or tags[last] not in "OP" or tagged.lower[last] not in linking:
            break
        after = tagged.phrase_starting(last + 1)
        if after is None or after[0] != last + 1 or "Q" in tags[after[0] : after[1]]:
            break
        last = after[1]
    return first, last
