"""Finds, in a tagged sentence, the verb that governs a word or follows it in its clause, and what that verb says."""

from __future__ import annotations

from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of

VERBAL = "VWX"
BE = frozenset({"is", "are", "was", "were"})
DASHES = frozenset({"—", "–", "--"})


def clause_start(tagged: Tagged, word: int) -> int:
    """The first word of the clause that holds `word`: behind a comma-and, a `while`, a semicolon, a full stop."""
    for place in range(word - 1, -1, -1):
        tag = tagged.tags[place]
        if tag in ".;BH" or (
            tag == "C" and place and tagged.tags[place - 1] in "," and not _tells_again(tagged, place)
        ):
            return place + 1
    return 0


def _tells_again(tagged: Tagged, place: int) -> bool:
    """`fell by 5 billion, or 3%, to 140 billion`: an aside that tells a number in other words."""
    behind = tagged.tags[place + 1 : place + 4].lstrip("PRT")
    return tagged.lower[place] == "or" and behind[:1] == "Q" and "," in tagged.tags[place + 2 : place + 6]


def is_passive(tagged: Tagged, verb: int | None) -> bool:
    """Whether the verb tells what was done to its subject by someone else: `160 firms have been given access`."""
    if verb is None or tagged.tags[verb] != "W":
        return False
    return any(word in BEING for word in tagged.lower[max(0, verb - 2) : verb])


BEING = BE | {"be", "been", "being"}


def behind_aside(tagged: Tagged, verb: int) -> int:
    """The first word behind a verb, over when it was and over an aside without a verb: `rose, for once, to`."""
    place = verb + 1
    while tagged.tags[place : place + 1] in ("Y", "R"):
        place += 1
    closing = tagged.tags.find(",", place + 1) if tagged.tags[place : place + 1] == "," else -1
    return closing + 1 if closing > 0 and set("VAMWQ;").isdisjoint(tagged.tags[place:closing]) else place


def before_credit(tagged: Tagged, comma: int) -> int:
    """The comma before `, as the paper reported,` where one closes such an aside; else the comma itself."""
    opening = tagged.tags.rfind(",", 0, comma)
    return opening if opening >= 0 and tagged.lower[opening + 1] == "as" else comma


def governing_verb(tagged: Tagged, word: int) -> int | None:
    """The nearest verb left of `word` in its clause, a main verb rather than an auxiliary; none where there is none."""
    start = clause_start(tagged, word)
    for place in range(word - 1, start - 1, -1):
        if tagged.tags[place] in VERBAL:
            return place
    for place in range(word - 1, start - 1, -1):
        if tagged.tags[place] == "A":
            return place
    return None


def following_verb(tagged: Tagged, word: int) -> int | None:
    """The first verb group right of `word`, before the clause ends; its main verb. None where there is none."""
    tags = tagged.tags
    place = word
    while place < len(tags):
        tag = tags[place]
        if tag in "VWAM" and tagged.lower[place - 1] == "than":
            return None  # 10 million more than planned
        if tag in "VAM" or (tag == "W" and not _finite_follows(tagged, place)):
            return _main_verb(tagged, place)
        if tag == ";" and tagged.lower[place] in DASHES:
            closing = next((k for k in range(place + 1, len(tags)) if tagged.lower[k] in DASHES), -1)
            place = closing + 1 if closing > 0 else len(tags)
            continue
        if tag in ".;B":
            return None
        if tag == "," or tag == "H":
            place = after_aside(tags, place)
            continue
        place += 1
    return None


def _finite_follows(tagged: Tagged, participle: int) -> bool:
    """Whether a finite verb comes later in the clause: in `the chips used there are`, `used` is no main verb."""
    if tagged.tags[participle + 1 : participle + 2] == "W":
        return True  # the workers surveyed earned
    for place in range(participle + 1, len(tagged.tags)):
        tag = tagged.tags[place]
        if tag in ",;.BCH(" or tagged.lower[place] == "who":
            return False
        if tag in "VAM" or (tag == "W" and tagged.tags[place - 1] == "Y"):
            return True  # the patents filed in 2022 concerned batteries
    return False


def after_aside(tags: str, comma: int) -> int:
    """The word behind an aside that begins here and ends with the next comma; the end where no comma follows."""
    closing = tags.find(",", comma + 1)
    return closing + 1 if closing >= 0 else len(tags)


def _main_verb(tagged: Tagged, place: int) -> int:
    """From the first word of a verb group to its main verb: `have already been given`, `are to be given` -> `given`."""
    last = place
    tags = tagged.tags
    while place < len(tags) and (tags[place] in "AMKRVWX" or (tags[place] == "I" and tagged.lower[last] in BE)):
        if tags[place] in "VWX":
            last = place
            break
        last = place
        place += 1
    return last


def lemma_senses(tagged: Tagged, verb: int) -> frozenset[str]:
    """What the verb at this place says about a number: see `verbs.py`; `be` and `have` are levels.

    What goes up or down, or goes from one number to another, changes; what adds up to a number stands there.
    """
    known = verb_of(tagged.lower[verb])
    if known.lemma == "go" and tagged.lower[verb + 1 : verb + 2] in _WAYS:
        return frozenset({"change"})
    if known.lemma == "add" and tagged.lower[verb + 1 : verb + 2] == ("up",):
        return frozenset({"level"})
    return known.senses or (frozenset({"level"}) if tagged.tags[verb] in "AMI" else frozenset())


_WAYS = (("up",), ("down",), ("from",))
