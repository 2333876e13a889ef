"""Finds, in a tagged sentence, the phrase that is the subject of a verb (`clause_verbs.py` finds the verb).

Walks over the string of tags, left from the verb; nothing is parsed that no number needs. Positions are word indices
of `tagging.Tagged`.
"""

from __future__ import annotations

from pipelines.extract.clause_verbs import DASHES, before_credit, clause_start, governing_verb
from pipelines.extract.frame_phrases import holds_verb
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import (
    EXTENDING,
    Range,
    extended_left,
    extended_right,
    head_of,
    left_of,
    name_apart,
    without_leading,
)
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of

_WORDS = read_word_sets(__file__)
_BY = _WORDS["by"]
_SUMMING = _WORDS["summing"]
_LISTING = _WORDS["listing"]
_LASTING = _WORDS["lasting"]
_RELATIVE = _WORDS["relative"]
_DELIVERED = _WORDS["delivered"]

_CHAIN, _MAX_STEPS = "VWXAMKRI", 400


def subject_of(tagged: Tagged, verb: int, depth: int = 0) -> Range | None:
    """The noun phrase or pronoun that is the subject of the verb at `verb`, or none.

    Goes left over auxiliaries, `is able to` and `will be ready to`; over an aside between commas or in brackets; from a
    relative pronoun to its noun; from `and <verb>` and `, <verb>ing` to the verb they share a subject with.
    """
    place = left_of(tagged, verb, _CHAIN)
    for _ in range(_MAX_STEPS if depth <= _DEEPEST else 0):
        tag = tagged.tags[place] if place >= 0 else ""
        split = tag != "" and tag in "AM" and set(tagged.tags[place + 1 : verb]) <= set("YRKAM")
        infinite = tag != "" and tag in "VW" and tagged.tags[place + 1] in "PY" and "I" in tagged.tags[place:verb]
        ready = tag == "J" and tagged.tags[place + 1] == "I" and place > 0 and tagged.tags[place - 1] in "AMYR"
        if tag == "P" and place == verb - 1 and tagged.tags[verb] == "X" and tagged.lower[place] in _BY:
            return main_subject(tagged, place, depth) or _subject_behind(tagged, verb)
        if split or (tag and tag in 'YRPOS"I') or tagged.lower[place - 1 : place + 1] == _FROM_THERE:
            place -= 1
        elif ready or infinite:
            place = left_of(tagged, place, _CHAIN)
        elif tag == ")":
            place = _opening(tagged.tags, place) - 1
        elif tag == "Q" and tagged.tags[slice(*(tagged.phrase_at(place) or (place, place + 1)))].strip("TGR") == "Q":
            place = left_of(tagged, (tagged.phrase_at(place) or (place, 0))[0])
            if place >= 0 and tagged.tags[place] in "VWA":
                return subject_of(tagged, place, depth + 1)
        else:
            return _subject_at(tagged, place, verb, depth)
    return None


_DEEPEST = 4
_FROM_THERE = ("from", "there")  # imports from there dropped


def _subject_at(tagged: Tagged, place: int, verb: int, depth: int) -> Range | None:
    """The subject, from the first word left of the verb that tells: a noun, a pronoun, a conjunction or a comma."""
    if place < 0:
        return _subject_behind(tagged, verb) if tagged.tags[verb] == "X" else None
    tag = tagged.tags[place]
    if tag in "NEQJ":
        return _from_phrase(tagged, place, depth)
    if tag in "UHT":
        return _from_pronoun(tagged, place, depth)
    if tag == "C":
        return _shared(tagged, place, depth)
    return _across_comma(tagged, place, verb, depth) if tag in ",;" else None


def _subject_behind(tagged: Tagged, verb: int) -> Range | None:
    """`Covering an area of …, the park is`: the participle at the head shares the subject behind its comma."""
    comma = tagged.tags.find(",", verb)
    phrase = tagged.phrase_starting(comma + 1) if comma >= 0 else None
    return extended_right(tagged, phrase, 1) if phrase and phrase[0] == comma + 1 else None


def _from_phrase(tagged: Tagged, place: int, depth: int) -> Range | None:
    """The phrase left of the verb; `plans to invest` passes on to the subject of what has the plans."""
    phrase = name_apart(tagged, tagged.phrase_at(place))
    if phrase is None:
        return None
    if tagged.lower[slice(*phrase)] == ("a", "total") and phrase[0] and depth <= _DEEPEST:
        return subject_of(tagged, phrase[0] - 1, depth + 1)
    is_delivered = tagged.lower[phrase[1] - 1] in _DELIVERED
    leading = left_of(tagged, phrase[0], "Y") if is_delivered else phrase[0] - 1
    leads = tagged.lower[leading] == "for" if is_delivered else tagged.lower[leading] in _LASTING
    lasts = leading > 0 and leads and tagged.tags[leading - 1] in "NE"
    if lasts and depth <= _DEEPEST:
        return _from_phrase(tagged, leading - 1, depth + 1)
    counts = tagged.tags[phrase[0] : phrase[1]].lstrip("T")[:1] == "Q" and tagged.tags[place + 1 : place + 2] == "W"
    if depth < 4 and counts and not set(tagged.tags[clause_start(tagged, place) : phrase[0]]).isdisjoint("VAMW"):
        above = main_subject(tagged, phrase[0], depth + 1)
        if above is not None:
            return above
    relative = _relative_before(tagged, phrase[0])
    described = tagged.phrase_ending(relative) if relative is not None else None
    if described is not None:
        return extended_left(tagged, described)
    whole = _over_participle(tagged, extended_left(tagged, phrase))
    before = left_of(tagged, whole[0], "RP" if phrase == whole else "R")
    controls = before >= 0 and tagged.tags[before] in "VWXA" and tagged.tags[phrase[1] : phrase[1] + 1] in ("I", "O")
    led = tagged.word_before(phrase) == "with" and tagged.tags[phrase[1] : phrase[1] + 1] == "I"
    if (controls or led) and "intent" in noun_classes(tagged.lower[phrase[1] - 1]):
        above = main_subject(tagged, phrase[0] - 1, depth) if led else subject_of(tagged, before, depth + 1)
        return above or whole
    return whole


def _relative_before(tagged: Tagged, word: int) -> int | None:
    """`loans to firms that have a credit line of … was`: the relative pronoun whose verb is told already; or none."""
    place = word - 1
    while place > 0 and tagged.tags[place] not in ",;.HBC(":
        place -= 1
    if tagged.tags[place : place + 1] != "H" or tagged.lower[place] not in _RELATIVE:
        return None
    return place if tagged.tags[place + 1] in "VA" and place + 1 < word else None


def _over_participle(tagged: Tagged, phrase: Range) -> Range:
    """`the charge stored in the capacitor`: the subject begins before the participle that describes it."""
    first = phrase[0]
    if first > 2 and tagged.tags[first - 2 : first] in ("WP", "XP") and tagged.tags[first - 3] in "NE":
        described = tagged.phrase_at(first - 3)
        if described is not None:
            return extended_left(tagged, described)[0], phrase[1]
    return phrase


def _from_pronoun(tagged: Tagged, place: int, depth: int) -> Range | None:
    """A relative pronoun gives way to the noun before it; any other pronoun is the subject itself."""
    if tagged.lower[place] == "each" and tagged.tags[place - 1 : place] in (",", ";"):
        return _each_of(tagged, place - 1)
    if tagged.lower[place] not in _RELATIVE or tagged.tags[place] == "U" and tagged.lower[place] == "that":
        return place, place + 1
    before = left_of(tagged, place, ',"RPY')
    if before < 0 and tagged.lower[place] == "that":
        return place, place + 1  # That is more than …
    while before >= 0 and tagged.tags[before] == ")":
        before = left_of(tagged, _opening(tagged.tags, before), ',"')
    if before >= 0 and tagged.tags[before] in "NEQJ":
        phrase = tagged.phrase_at(before)
        if phrase and depth <= _DEEPEST and tagged.tags[phrase[0] : phrase[1]].strip("TG") == "Q":
            return main_subject(tagged, phrase[0], depth + 1)
        if phrase is None or (tagged.tags[before] == "E" and tagged.lower[phrase[0] - 1] == "with"):
            return phrase
        whole = extended_left(tagged, phrase, EXTENDING - {"to"})
        is_one = tagged.lower[place] == "which" and tagged.tags[before] == "N"  # a stake in the miner, which produced
        is_one = is_one and "agent" in noun_classes(tagged.lower[before])
        return phrase if is_one and "agent" not in noun_classes(tagged.lower[head_of(tagged, whole)]) else whole
    return (place, place + 1) if tagged.tags[place] == "U" else None


def _each_of(tagged: Tagged, comma: int) -> Range | None:
    """`four banks, each holding 6%`: the things before the comma, without their number."""
    colon = tagged.lower.index(":") if ":" in tagged.lower[:comma] else 0
    things = tagged.phrase_ending(colon) if colon else None
    if things is None or tagged.tags[things[0] : things[1]].lstrip("T")[:1] != "Q":
        last = tagged.phrase_ending(comma)
        things = extended_left(tagged, last, frozenset()) if last is not None else None
    return without_leading(tagged, things) if things is not None else None


def _shared(tagged: Tagged, place: int, depth: int) -> Range | None:
    """`built … and <verb>`: the subject of the verb before the conjunction."""
    earlier = place - 1
    while earlier >= 0 and tagged.tags[earlier] not in "VWA":
        if tagged.tags[earlier] in ".HB":
            return None
        if tagged.tags[earlier] == "Q" and holds_verb(tagged, earlier):
            return _subject_at(tagged, left_of(tagged, earlier), earlier, depth + 1)
        earlier -= 1
    return subject_of(tagged, earlier, depth + 1) if earlier >= 0 else None


def _across_comma(tagged: Tagged, place: int, verb: int, depth: int) -> Range | None:
    """Over an aside (`Nio, a maker of cars, sold`) or, from a participle, to the subject of the main clause."""
    tags = tagged.tags
    if tags[verb] == "X" and place == left_of(tagged, verb, "R"):
        things = before_comma(tagged, place)
        listing = governing_verb(tagged, place)
        is_listed = listing is not None and verb_of(tagged.lower[listing]).lemma in _LISTING
        if things is not None and (is_listed or verb_of(tagged.lower[verb]).lemma in _SUMMING):
            return things
        subject = main_subject(tagged, before_credit(tagged, place), depth) or things
        return _doers(tagged, place, subject) or subject if subject else None
    dashed = tagged.lower[place] in DASHES
    opening = place - 1
    while opening >= 0 and (tagged.lower[opening] not in DASHES if dashed else tags[opening] not in ",;"):
        opening -= 1
    if opening > 0 and tags[opening - 1] in "NE)":
        inner = tags[opening + 1 : place].replace("IV", "")
        led = opening + 1 + (tags[opening + 1] in "PO")  # a firm, in which the state has a stake, borrowed
        relative = tagged.lower[led] in _RELATIVE or tagged.lower[led] == "whose"
        if relative or not set(inner) & set("VAM"):
            before = opening - 1 if tags[opening - 1] != ")" else _opening(tags, opening - 1) - 1
            phrase = tagged.phrase_at(before) if before >= 0 else None
            name = _name_behind(tagged, phrase, opening, place)
            return name or (extended_left(tagged, phrase) if phrase else None)
    shares = tags[verb] == "W" or tags[verb - 1 : verb] == "I" or _is_listed(tagged, place, verb)
    return (main_subject(tagged, place, depth) or _described(tagged, place, verb)) if shares else None


def _is_listed(tagged: Tagged, comma: int, verb: int) -> bool:
    """`hosts 300 firms, employs 9,000 people`: a verb right behind the comma, in the form of the one before it."""
    if tagged.tags[verb] != "V" or comma != verb - 1:
        return False
    earlier = next((place for place in range(comma - 1, -1, -1) if tagged.tags[place] in "VAMW."), -1)
    alike = tagged.tags[earlier] == "V" and tagged.lower[earlier].endswith("s") == tagged.lower[verb].endswith("s")
    is_past = verb_of(tagged.lower[verb]).participle == tagged.lower[verb]  # opened in 2012, cost 4 billion and
    return earlier >= 0 and (alike or (is_past and tagged.tags[earlier] in "VW"))


def _described(tagged: Tagged, comma: int, participle: int) -> Range | None:
    """`The plant, built at a cost of …`: what a participle right behind the comma describes, its own verb to come."""
    opening = tagged.phrase_ending(comma) if left_of(tagged, participle, "R") == comma else None
    if opening is None or not set("VAMWHQ").isdisjoint(tagged.tags[clause_start(tagged, comma) : comma]):
        return None
    return extended_left(tagged, opening) if opening[1] == comma else None


def _doers(tagged: Tagged, comma: int, subject: Range) -> Range | None:
    """`the boom has attracted 500 firms, investing billions`: a boom invests nothing, the firms do."""
    things = tagged.phrase_ending(comma)
    head = head_of(tagged, subject)
    acts = tagged.tags[head] in "EU" or "agent" in noun_classes(tagged.lower[head])
    if things is None or acts or things[1] != comma or tagged.tags[comma - 1] != "N":
        return None
    return without_leading(tagged, things) if "agent" in noun_classes(tagged.lower[comma - 1]) else None


def before_comma(tagged: Tagged, comma: int) -> Range | None:
    """What stands before a comma, over a date: `a second batch of quotas for this year, totaling`."""
    last = left_of(tagged, comma, "YP")
    phrase = tagged.phrase_at(last) if last >= 0 else None
    return extended_left(tagged, phrase) if phrase is not None and "Q" not in tagged.tags[slice(*phrase)] else None


def _name_behind(tagged: Tagged, phrase: Range | None, opening: int, closing: int) -> Range | None:
    """`Another truck maker, Brenner Motors, sold`: the name that an aside gives to what stands before it."""
    named = tagged.phrase_at(opening + 1)
    if phrase is None or named is None or tagged.tags[phrase[1] - 1] != "N":
        return None
    first, last = named
    behind = _behind_bracket(tagged.tags, last)
    return named if first == opening + 1 and behind == closing and set(tagged.tags[first:last]) == {"E"} else None


def _behind_bracket(tags: str, place: int) -> int:
    """The word behind a bracket that opens at `place`, else `place` itself."""
    return tags.find(")", place) + 1 or place if tags[place : place + 1] == "(" else place


def main_subject(tagged: Tagged, before: int, depth: int = 0) -> Range | None:
    """The subject of the last finite verb that stands left of `before`."""
    for place in range(before - 1, -1, -1):
        tag = tagged.tags[place]
        if tag == ".":
            break
        if tag in "VAMW" and not _is_infinitive(tagged, place) and not _only_says(tagged, place):
            found = subject_of(tagged, place, depth + 1)
            if found is not None:
                return found
    return None


def _only_says(tagged: Tagged, verb: int) -> bool:
    """`will shrink, the bank said, after growing`: who says so, set off by two commas, is nobody's subject."""
    who = tagged.phrase_ending(verb)
    is_set_off = who is not None and who[1] == verb and tagged.tags[who[0] - 1 : who[0]] == ","
    return is_set_off and tagged.tags[verb + 1 : verb + 2] == "," and "speech" in verb_of(tagged.lower[verb]).senses


def _is_infinitive(tagged: Tagged, verb: int) -> bool:
    """`to discover and incubate`: neither is the verb of a clause."""
    for place in range(verb - 1, max(-1, verb - 12), -1):
        tag = tagged.tags[place]
        if tag == "I":
            return tagged.tags[place + 1] == "V"
        if tag not in "RC" and not (tag == "V" and "C" in tagged.tags[place:verb]):
            return False
    return False


def _opening(tags: str, closing: int) -> int:
    """The bracket that opens the one at `closing`; the start where none does."""
    return max(0, tags.rfind("(", 0, closing))
