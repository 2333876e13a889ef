"""What the noun before a number and its preposition says: what is measured, how far it went, or only that one comes."""

from __future__ import annotations

from pipelines.extract.frame_phrases import holds_verb
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, extended_right, without_leading
from pipelines.extract.tagging import Tagged
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_SPANS = _WORDS["span"]
_ENDS = _WORDS["end"]


def behind_joint(tagged: Tagged, phrase: Range | None) -> Range | None:
    """`a 21 percent stake and paid-in capital of 6 billion`: what stands behind `and`, where a number stands before."""
    if phrase and phrase[1] > phrase[0] + 1 and tagged.tags[phrase[0]] == "Q" and holds_verb(tagged, phrase[0]):
        return phrase[0] + 1, phrase[1]  # to triple output to 600,000 tonnes
    joint = tagged.tags.rfind("C", *phrase) if phrase else -1
    if phrase is None or joint <= 0:
        return phrase
    # `2 billion in cash and debt of 5 billion`: the number may stand before the whole phrase too.
    is_second = "Q" in tagged.tags[phrase[0] : joint] or tagged.tags[phrase[0] - 2 : phrase[0]] in ("QP", "QO")
    return (joint + 1, phrase[1]) if is_second else phrase


def multiplied(tagged: Tagged, word: int) -> Range | None:
    """`to double output`, `will triple that number`: what stands right behind a number that is a verb."""
    if tagged.lower[word + 1 : word + 2] == ("that",) and "figure" in noun_classes(tagged.lower_at(word + 2)):
        return word + 1, word + 3
    phrase = tagged.phrase_starting(word + 1)
    if phrase is None or phrase[0] > word + 1:
        return None
    phrase = word + 1, phrase[1]
    if "Q" in tagged.tags[slice(*phrase)]:
        return None
    return without_leading(tagged, extended_right(tagged, phrase, 1), "TG")


def second_object(tagged: Tagged, phrase: Range, place: int) -> int | None:
    """`fined four banks a combined 26 million`: the verb that has things right behind it and then a sum; or none."""
    things = tagged.phrase_at(place) if 0 < place == phrase[0] - 1 and tagged.tags[place] in "NE" else None
    is_sum = tagged.tags[slice(*phrase)] in ("TQ", "TJQ", "TTQ")
    is_sum = is_sum or (tagged.tags[slice(*phrase)] == "TNQ" and "extreme" in noun_classes(tagged.lower[place + 2]))
    if things is None or not is_sum or things[0] == 0:
        return None
    return things[0] - 1 if tagged.tags[things[0] - 1] in "VW" else None


def is_extreme(tagged: Tagged, tied: Range) -> bool:
    """`raised output to a record level of 5 million`: what it rose to is no measure of its own."""
    head = tagged.lower[tied[1] - 1]
    return tagged.word_before(tied) == "to" and (head == "level" or "extreme" in noun_classes(head))


def names_nothing(tagged: Tagged, tied: Range, verb: int | None) -> bool:
    """`raised a total of 4.76 million`, `from 12 to 40`: a number stands before, or what only says that one comes."""
    if tagged.lower[tied[1] : tied[1] + 1] == ("worth",) and tagged.tags[tied[1] - 1] in "NE":
        return False
    total = tagged.lower[tied[0] : tied[1]] in (("a", "total"), ("an", "average"))
    return total and verb is not None or "Q" in tagged.tags[slice(*tied)] and not _is_of_years(tagged, tied)


def _is_of_years(tagged: Tagged, phrase: Range) -> bool:
    """`an average two-year growth`: a number that only describes what is measured."""
    number = tagged.tags.find("Q", *phrase)
    return "-" in tagged.lower[number] and number + 1 < phrase[1] and tagged.lower[phrase[1] - 1] in METRIC_HEADS


def other_end(tagged: Tagged, tied: Range) -> int | None:
    """`from 35th to 12th`, `from 17% for small firms to 37% for large ones`: the number behind `from`."""
    place = tied[0] if tied[1] == tied[0] + 1 else -1
    if place < 1 or tagged.lower[place - 1] != "from":
        place = tied[0] - 2
        if place < 1 or tagged.tags[place] != "Q" or tagged.tags[place + 1] not in "PI":
            return None
    return place if tagged.lower[place - 1] == "from" else None


def before_span(tagged: Tagged, of: int) -> int | None:
    """`spending in the range of 4 to 5 billion`, `at the upper end of our range of`: the first of the prepositions."""
    phrase = tagged.phrase_ending(of) if tagged.tags[of] == "O" else None
    if phrase is None or phrase[0] < 1 or tagged.lower[of - 1] not in _SPANS:
        return None
    if tagged.tags[phrase[0] - 1] == "O":
        phrase = tagged.phrase_ending(phrase[0] - 1)
        if phrase is None or phrase[0] < 1 or tagged.lower[phrase[1] - 1] not in _ENDS:
            return None
    return phrase[0] - 1 if tagged.tags[phrase[0] - 1] in "PI" else None
