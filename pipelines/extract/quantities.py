"""Finds every number of a text, says what it counts and how firmly, or why it is no claim.

One pass over the words finds the anchors (numerals, number words, fractions). Each anchor is first offered to the rules
that refuse (dates, names, idioms), then to the rules that read; neighbours are joined at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.denominators import Denominator, find_leading_denominator
from pipelines.extract.drafts import Draft, build_quantity
from pipelines.extract.labels import find_urls
from pipelines.extract.links import join_drafts
from pipelines.extract.measures import read_measured
from pipelines.extract.number_words import ROLES
from pipelines.extract.ranks import ORDINALS, find_numbered_rank, is_ordinal, read_rank
from pipelines.extract.ratios import MULTIPLE_BASES, MULTIPLES, PARTS, POINT
from pipelines.extract.refusals import find_refusal
from pipelines.extract.separators import NO_EVIDENCE, SeparatorEvidence, find_separators
from pipelines.extract.tokens import Tokens
from schemas.spans import DateExpression, QuantityReading, Refusal

_ABBREVIATIONS = ("short", "glued", "money_short", "follower")
_NEIGHBOURS = ("metre_follower", "before_scale")
"""Roles of words that stand beside a number and begin none: `in` of `1.5m in`, `about`; the sign of `2×1030` does."""
_ANCHORS = frozenset(
    word for word, role in ROLES.items() if role not in _ABBREVIATIONS and not (role in _NEIGHBOURS and word.isalpha())
)
ANCHOR_WORDS = _ANCHORS.union(PARTS, MULTIPLES, MULTIPLE_BASES, ORDINALS, {POINT})
"""The words at one of which, or at a numeral, every reading of a number begins."""
_BEGINNING = re.compile("[\\d" + "".join(sorted(word for word in ANCHOR_WORDS if not word.isalpha())) + "]")
NOTHING = QuantityReading()


def may_hold_number(text: str, words: Sequence[str]) -> bool:
    """Tell at a glance whether a number may begin in a text: never false where `find_quantities` finds something.

    Args:
        text: A sentence.
        words: Its words in small letters (`dates.words_of`).
    """
    is_figure = _BEGINNING.search(text) is not None
    return is_figure or not ANCHOR_WORDS.isdisjoint(words) or "İ" in text  # which is an i to the rules alone


def find_quantities(
    text: str, dates: Sequence[DateExpression] = (), *, separators: SeparatorEvidence | None = None
) -> QuantityReading:
    """Return every numeric claim of a text with its value, bounds and unit, and every number that is no claim.

    Args:
        text: A sentence (any text will do; time grows with its length).
        dates: The date expressions of the same text; no quantity is read inside one that takes its number.
        separators: How the article writes thousands and decimals, from `find_separators`; without it the English
            reading holds where it is the only one, and "4,8" without a unit is refused.

    Returns:
        Quantities and refusals in reading order, with code-point offsets into `text`.
    """
    tokens = Tokens(text)
    anchors = [k for k, word in enumerate(tokens.words) if word in ANCHOR_WORDS or word[:1].isdecimal()]
    if not anchors:
        return NOTHING
    reader = _Reader(tokens, dates, separators)
    for index in anchors:
        if index >= reader.cursor:
            reader.read(index)
    drafts = join_drafts(tokens, reader.drafts)
    return QuantityReading(tuple([build_quantity(tokens, draft) for draft in drafts]), tuple(reader.refusals))


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, tokens: Tokens, dates: Sequence[DateExpression], evidence: SeparatorEvidence | None) -> None:
        self.tokens = tokens
        self.evidence = evidence
        self.cursor = 0
        self.drafts: list[Draft] = []
        self.denominator: Denominator | None = None
        self.refusals: list[Refusal] = []
        taken = [(d.start, d.end, "date", "date expression") for d in dates if d.takes_number]
        taken += [(start, end, "label", "address") for start, end in find_urls(tokens.text)]
        self.taken = sorted(taken)
        self.next_taken = 0

    def read(self, index: int) -> None:
        """Read or refuse the number at token `index`."""
        tokens = self.tokens
        if self.taken and self._is_taken(index):
            return
        denominator = find_leading_denominator(tokens, index)
        if denominator is not None:
            self.denominator = denominator
            self.refuse("label", denominator.first, denominator.last, "<for every>", "what another number is per")
            return
        refusal = find_refusal(tokens, index)
        if refusal is not None:
            kind, first, last, rule, reason = refusal
            self.refuse(kind, first, last, rule, reason)
            return
        draft = self._draft(index)
        if draft is None:
            return
        if self.denominator is not None:
            self._divide(draft, self.denominator)
        self.drafts.append(draft)
        self.cursor = max(draft.end, index + 1)
        tokens.floor = draft.last

    def _divide(self, draft: Draft, denominator: Denominator) -> None:
        """Give the first amount behind "for every 10,000 residents" its denominator."""
        self.denominator = None
        if draft.per is None and draft.kind in ("count", "money"):
            draft.per = denominator.code
            draft.notes.append("for every")

    def _draft(self, index: int) -> Draft | None:
        tokens = self.tokens
        word = tokens.words[index]
        if tokens.words[index - 1] in ("no", "number", "."):
            rank = find_numbered_rank(tokens, index)
            if rank is not None:
                return rank
        if is_ordinal(tokens, index):
            draft = read_rank(tokens, index)
            if draft is None and word not in PARTS:
                if word[0].isdecimal():
                    self.refuse("enumeration", index, index + 2, "<ordinal>", "an ordinal that does not rank")
                return None
            if draft is not None:
                return draft
        return read_measured(tokens, index, self)

    def evidence_for(self, numeral: str) -> SeparatorEvidence:
        """Return what is known of the article's signs; where nothing is, the text itself may settle "1.200"."""
        if self.evidence is not None:
            return self.evidence
        if numeral[-4:-3] != ".":
            return NO_EVIDENCE
        self.evidence = find_separators(self.tokens.text)
        return self.evidence

    def refuse(self, kind: str, first: int, last: int, rule: str, reason: str) -> None:
        """Record a number that is no claim and go on behind it."""
        tokens = self.tokens
        self.refusals.append(Refusal(tokens.starts[first], tokens.ends[last - 1], kind, rule, reason))
        self.cursor = max(self.cursor, last)

    def _is_taken(self, index: int) -> bool:
        """Tell whether a date expression or a web address holds the token, and record it once as refused."""
        tokens = self.tokens
        start = tokens.starts[index]
        while self.next_taken < len(self.taken) and self.taken[self.next_taken][1] <= start:
            self.next_taken += 1
        if self.next_taken == len(self.taken):
            return False
        first, last, kind, rule = self.taken[self.next_taken]
        if not first <= start < last:
            return False
        if not self.refusals or self.refusals[-1].end <= first:
            self.refusals.append(Refusal(first, last, kind, f"<{rule}>", f"part of a {rule}"))
        return True
