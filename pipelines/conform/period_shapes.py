"""The shapes of expressions of time (`DateExpression.shape`) by what they may say of a number."""

SILENT = frozenset({"comparison", "set", "duration_plain", "reference_adjective", "since_then", "same_period", "time"})
"""Shapes that never say over which time a number holds."""
RANGES = frozenset({"year_range", "month_range", "day_range"})
"""From one time to another."""
LONG_SHAPES = frozenset({"year", "ago", "relative", "month", "quarter", "fiscal_year", "same_period"})
"""What a change is measured on: "up 5 % on 2018"; a day after "on" is when it happened."""
DAY_SHAPES = frozenset({"day", "weekday", "relative_day", "time_day"})
"""A day, on which somebody may have said something."""
