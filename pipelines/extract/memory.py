"""Keeps what the last claims of an article told, for the numbers that leave it out: `they`, `that number`."""

from __future__ import annotations

from pipelines.extract.wordings import Wording
from schemas.spans import Quantity

_LONG_AGO = -15
_FEW = 1000
"""Fewer things or years than this are passed over between two sums: 20 billion from 19 backers, of which 5 billion."""


class Memory:
    """What the last claims told.

    subject, metric, metric_kind, metric_sentence: of the last claim, its number's kind, where it stood.
    unit, unit_sentence: the last counted noun. amount: the last amount, and the sentence it stands in.
    told: the last number that is no share or change of another, its sentence, and of what it is.
    measures: of each kind of number the sentence, subject and metric of the last.
    several: the last subject of several, and its sentence.
    """

    def __init__(self) -> None:
        self.subject: Wording | None = None
        self.metric: Wording | None = None
        self.metric_kind: str | None = None
        self.metric_sentence = _LONG_AGO
        self.unit: str | None = None
        self.unit_sentence = _LONG_AGO
        self.amount: tuple[Quantity, int] | None = None
        self.several: tuple[Wording, int] | None = None
        self.measures: dict[str, tuple[int, Wording | None, Wording]] = {}
        self.told: tuple[Quantity, int, Wording | None, Wording | None] | None = None

    def remember_measure(
        self, subject: Wording | None, metric: Wording, kind: str, index: int, *, is_guessed: bool
    ) -> None:
        """Keep of what the last number is: `it` and `they` may mean whose, `that number` what."""
        self.subject, self.metric, self.metric_kind, self.metric_sentence = subject, metric, kind, index
        self.measures[kind] = (index, subject, metric)
        head = subject.text.split()[-1] if subject is not None else ""
        are_many = head.islower() and head.endswith("s") and not head.endswith("ss")
        if subject is not None and are_many and not is_guessed and not any(sign.isdecimal() for sign in subject.text):
            self.several = (subject, index)

    def remember_unit(self, unit: str | None, index: int) -> None:
        """Keep what was counted last; null where some of what was counted before were counted again."""
        self.unit, self.unit_sentence = unit or self.unit, index

    def remember_amount(self, quantity: Quantity, index: int, subject: Wording | None, metric: Wording | None) -> None:
        """Keep an amount whose unit a later one may leave out, over a few things or years that are counted between."""
        self.told = (quantity, index, subject, metric)
        few = (quantity.value_high or quantity.value_low or 0) < _FEW
        if not (few and quantity.kind in ("count", "duration", "age")):
            self.amount = (quantity, index)
