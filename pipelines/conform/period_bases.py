"""Tells times that are only what something is compared with: "from 2018", "than in 2018", "half its 2019 level"."""

from __future__ import annotations

import re

from pipelines.conform import period_cues as cues
from pipelines.conform.period_shapes import LONG_SHAPES
from schemas.spans import DateExpression


def is_base(expression: DateExpression, before: str, after: str, is_ahead: bool = False) -> bool:
    """Tell whether a time is what a change is measured from: "from 2018", "than in 2018", "from a year earlier".

    What is still to come is rather a beginning, where no word of a change leads to it: "duties of 38 % from July 4th".
    """
    near = before[-90:]
    if cues.STARTED_FROM.match(before) and after[:1] == ",":
        return True
    if base_lead(expression, near) or _is_of_a_level(expression, near, after):
        return True
    # "up 5 % over the previous year" has a base, "averaged 85 % over the year" a time.
    is_whole = dict(expression.fields).get("shift") == 0 or expression.text.lower().startswith("the year")
    if expression.shape in LONG_SHAPES and cues.ON_LEAD.search(near) and not is_whole:
        return True
    if "from" not in near or not cues.FROM_LEAD.search(near):
        return False
    if is_ahead:
        return expression.shape in LONG_SHAPES - {"month"} and cues.CHANGE_WORD.search(before[-80:]) is not None
    return expression.shape == "ago" if cues.TO_DATE.match(after) else cues.CHANGE.search(before[-80:]) is not None


def base_lead(expression: DateExpression, near: str) -> re.Match[str] | None:
    """The words that lead to a base: "compared with", "up from 3"; of "to 5 from 3 a year earlier" the "from 3"."""
    lead = cues.BASE_LEAD.search(near)
    if lead is not None or "from" not in near:
        return lead
    lead = cues.FROM_NUMBER.search(near)
    reached = lead is not None and cues.TO_NUMBER.search(near[: lead.start()]) is not None
    return lead if reached or expression.shape == "ago" else None


def _is_of_a_level(expression: DateExpression, near: str, after: str) -> bool:
    """Tell whether a time says of when a level is that another is held against: "above last year's level"."""
    if expression.shape == "ago" and cues.OF_LEVEL.search(near):
        return True
    is_level = cues.LEVEL_BEHIND.match(after) is not None
    once = cues.WAS_ONCE.search(near)
    if once is not None and (once["same"] or once["then"] or is_level):
        return True
    if is_level and cues.ABOVE_ITS.search(near):
        return True
    return cues.LEVEL_OF.match(after) is not None and cues.ABOVE.search(near) is not None
