"""Corrects what kind of percentage a number is where only the sentence tells: a level, or a change of one.

`kinds.lexicon.csv`: nouns whose own level is a percentage ("a margin 3%"), so that no change is read behind them; how
fast something grows ("pace"), and the words before "rate" that make it such a pace ("annual rate").
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.about import PERCENT
from pipelines.extract.clause_verbs import is_passive
from pipelines.extract.frame_phrases import compares
from pipelines.extract.frames import Frame, stands_at
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.off_levels import way_off, way_off_amount
from pipelines.extract.phrases import Range
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from schemas.spans import Quantity


def with_kind(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[Quantity, str | None]:
    """The number as a percentage of change or as a level, and the rule; unchanged where the sentence does not tell.

    "revenue to increase 13%", "growth stood at 5%" are changes; "the rate rose to 5%" is a level.
    """
    if quantity.kind not in ("percent", "percent_change"):
        return quantity, None
    off = way_off(tagged, frame.word)
    if off is not None:
        rule = "kind: percent change from another level"
        return replace(quantity, kind="percent_change", direction=off, rule=f"{quantity.rule} + {rule}"), rule
    if quantity.unit != "percent":
        return _moved_by_points(tagged, frame, quantity)
    if quantity.kind == "percent" and _is_signed(tagged, frame.word):
        rule = "kind: percent change by its sign"
        up = "up" if tagged.lower[frame.word][0] == "+" else quantity.direction
        return replace(quantity, kind="percent_change", direction=up, rule=f"{quantity.rule} + {rule}"), rule
    way = way_off_amount(tagged, frame.word)
    if way is not None:
        rule = "kind: percent change against an amount"
        return replace(quantity, kind="percent_change", direction=way, rule=f"{quantity.rule} + {rule}"), rule
    kind = _kind(tagged, frame)
    if kind is None or kind == quantity.kind:
        return quantity, None
    rule = f"kind: {kind.replace('_', ' ')} by the sentence"
    return replace(quantity, kind=kind, rule=f"{quantity.rule} + {rule}"), rule


def _moved_by_points(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[Quantity, str | None]:
    """`cut its one-year rate by 10 basis points`: points by which something moved are a change."""
    senses = verb_of(tagged.lower[frame.verb]).senses if frame.verb is not None else frozenset()
    if quantity.kind == "percent_change" or frame.preposition != "by" or not senses & {"change", "cause"}:
        return quantity, None
    rule = "kind: points by which it moved"
    return replace(quantity, kind="percent_change", rule=f"{quantity.rule} + {rule}"), rule


def with_percent_before(
    before: Quantity | None, tagged: Tagged, frame: Frame, quantity: Quantity
) -> tuple[Quantity, str | None]:
    """`account for 97 percent; Skoda alone for 45.1`, `the share climbed to 31`: a percentage without its sign.

    Args:
        before: The number before in the sentence.
        tagged: The sentence.
        frame: How the number sits in it.
        quantity: The number; only a bare one, as large as a percentage is, is taken for one.
    """
    bare = quantity.kind == "count" and quantity.unit is None and frame.counted is None and frame.of is None
    small = (
        quantity.value_low is not None and quantity.value_low == quantity.value_high and quantity.value_low <= _WHOLE
    )
    if before is None or before.kind != "percent" or before.unit != "percent" or not (bare and small):
        return quantity, None
    if not _goes_on_in_percent(tagged, frame):
        return quantity, None
    rule = "kind: percent, as the number before"
    return replace(quantity, kind="percent", unit="percent", rule=f"{quantity.rule} + {rule}"), rule


_WHOLE = 100


def _goes_on_in_percent(tagged: Tagged, frame: Frame) -> bool:
    """Whether a number stands as the one before did, by the same preposition, or is what a share moved to."""
    word = frame.word
    number = tagged.tags.rfind("Q", 0, word)
    between = tagged.tags[number + 1 : word]
    if set("VWAM").isdisjoint(between):
        is_twin = tagged.tags[word - 1] in "PI" and tagged.lower[word - 1] == tagged.lower[max(0, number - 1)]
        return is_twin or between.endswith(",I")
    return frame.preposition == "to" and frame.subject is not None and tagged.lower[frame.subject[1] - 1] in TOLD


def with_rise(
    before: Quantity | None, quantity: Quantity, following: Quantity | None, tagged: Tagged, word: int
) -> tuple[Quantity, str | None]:
    """`rise 12% to 82 million in 2035, 24% to 102 million in 2036`: a percentage up to an amount is a change.

    Args:
        before: The number before, whose direction it goes on in.
        quantity: The percentage to judge.
        following: The number up to which it moved (`number_reached`).
        tagged: The words of the sentence.
        word: The place of the percentage among them.
    """
    if following is None or tagged.tags[word + 1 : word + 2] not in ("I", "P"):
        return quantity, None
    if quantity.kind == "index" and following.kind == "percent":
        return with_points(following, quantity)  # up 3.2 points to 71.5 percent
    if quantity.kind != "percent" or before is None or before.direction is None or following.kind in PERCENT:
        return quantity, None
    rule = "kind: percent change to an amount"
    return replace(quantity, kind="percent_change", direction=before.direction, rule=f"{quantity.rule} + {rule}"), rule


def number_reached(tagged: Tagged, word: int) -> int | None:
    """The number that a move goes up or down to: `82 million` of `12% to 82 million`, `7% by volume to 9 million`."""
    by_size = tagged.lower[word + 1 : word + 2] == ("by",) and set(tagged.lower[word + 2 : word + 3]) <= _SIZES
    place = word + 3 if by_size else word + 1
    return place + 1 if tagged.tags[place : place + 2] == "IQ" else None


def with_points(before: Quantity, quantity: Quantity) -> tuple[Quantity, str | None]:
    """`3 percent of revenue, 0.5 point more than in 2022`: points of the percentage before."""
    if before.kind not in ("percent", "percent_change") or quantity.unit != "point":
        return quantity, None
    rule = "kind: points of the percentage before"
    told = f"{quantity.rule} + {rule}"
    return replace(quantity, kind="percent_change", unit="percentage_point", rule=told), rule


_WORDS = read_word_sets(__file__)
TOLD = _WORDS["told"]
"""Nouns that are themselves told in percent."""
_BOUNDING = tuple(f"{words} " for words in _WORDS["bounding"])
_OF_CHANGE = _WORDS["of change"]
_SIZES = _WORDS["size"]
_SINCE_WHEN = _WORDS["since when"]


def _kind(tagged: Tagged, frame: Frame) -> str | None:
    if frame.of is not None or tagged.lower[frame.word].startswith(_BOUNDING):
        return "percent"
    senses = verb_of(tagged.lower[frame.verb]).senses if frame.verb is not None else frozenset()
    if frame.role == "object" and senses & {"change", "cause"}:
        if _is_change(tagged, frame.counted):
            return "percent_change"
        if frame.preposition in _MOVED_BY and frame.counted is None and _moves_itself(tagged, frame, senses):
            return "percent_change"
        if frame.preposition in ("to", "from") and not _is_change(tagged, frame.subject):
            return "percent"
    is_tied = frame.role == "of" and _is_tied_change(tagged, frame)
    if is_tied or _is_change(tagged, frame.counted) or compares(tagged, frame.word):
        return "percent_change"
    if frame.role == "object" and frame.counted is None and "level" in senses and _is_change(tagged, frame.subject):
        return "percent_change"
    return None


def _moves_itself(tagged: Tagged, frame: Frame, senses: frozenset[str]) -> bool:
    """Whether a percentage is by how much something moved: `quotas were raised 3%`; `raised 3% from a fund` is not."""
    return "move" not in senses or is_passive(tagged, frame.verb)


_MOVED_BY = (None, "by", "after")
"""What leads to the size of a move; `after` to that of the one before it, `grew 5% after 3% in 2022`."""


def _is_pace(tagged: Tagged, frame: Frame) -> bool:
    """`grow at a compound annual rate of 46%`: how fast something grows is a change; an interest rate is a level."""
    if frame.tied is None or frame.verb is None or not stands_at(tagged, frame):
        return False
    before, head = tagged.lower[frame.tied[1] - 2], tagged.lower[frame.tied[1] - 1]
    is_bare = tagged.tags[frame.tied[1] - 2] in "TG" or before in _WORDS["paced"]
    is_pace = head in _WORDS["pace"] or (head == "rate" and is_bare)
    return is_pace and "change" in verb_of(tagged.lower[frame.verb]).senses


def _is_tied_change(tagged: Tagged, frame: Frame) -> bool:
    """`growth of 5%`; of `to 5%` only where the noun is growth itself: `bringing growth to 5%`."""
    if frame.preposition not in ("from", "to"):
        return _is_change(tagged, frame.tied) or _is_pace(tagged, frame)
    classes = noun_classes(tagged.lower[frame.tied[1] - 1]) if frame.tied else frozenset()
    return classes >= {"amount", "change"}


def _is_signed(tagged: Tagged, word: int) -> bool:
    """`2.5 trillion yuan, +60%`; a minus, which may be a level, in brackets or since when: `(-12%)`, `-35% MoM`."""
    if tagged.lower[word][0] in _MINUS:
        return tagged.tags[word - 1 : word] == "(" or tagged.lower_at(word + 1) in _SINCE_WHEN
    return tagged.lower[word][0] == "+"


_MINUS = frozenset("-−–")


def _is_change(tagged: Tagged, phrase: Range | None) -> bool:
    """Whether a phrase is headed by a noun of change: growth, annual growth rate, increase in exports."""
    if phrase is None:
        return False
    end = next((place for place in range(phrase[0] + 1, phrase[1]) if tagged.tags[place] in "OPI"), phrase[1])
    words = tagged.lower[max(phrase[0], end - 2) : end]
    if "change" in noun_classes(words[-1]):
        return True
    return len(words) > 1 and "change" in noun_classes(words[0]) and words[1] in _OF_CHANGE
