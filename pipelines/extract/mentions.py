"""All that a sentence says of time and number: dates first, then the numbers they leave."""

from __future__ import annotations

from pipelines.extract.dates import find_dates, words_of
from pipelines.extract.quantities import NOTHING, find_quantities, may_hold_number
from pipelines.extract.separators import SeparatorEvidence
from schemas.spans import DateExpression, QuantityReading


def find_mentions(
    text: str, *, separators: SeparatorEvidence | None = None
) -> tuple[tuple[DateExpression, ...], QuantityReading]:
    """Return the date expressions of a sentence and the reading of its numbers.

    Args:
        text: A sentence.
        separators: How its article writes thousands and decimals.

    Returns:
        The dates, and the quantities and refusals outside them; offsets relative to `text`.
    """
    words = words_of(text)
    dates = find_dates(text, words)
    if not may_hold_number(text, words):
        return dates, NOTHING
    return dates, find_quantities(text, dates, separators=separators)
