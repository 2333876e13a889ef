"""All that a sentence says of time and number: dates first, then the numbers they leave."""

from __future__ import annotations

from pipelines.extract.dates import find_dates
from pipelines.extract.quantities import find_quantities
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
    dates = find_dates(text)
    return dates, find_quantities(text, dates, separators=separators)
