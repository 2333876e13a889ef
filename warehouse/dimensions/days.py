"""The days of `dim_date`: every day from the founding of the People's Republic to the year 2100.

Periods of claims reach back to the first five-year plans, and targets forward to 2060.
"""

from calendar import day_name, month_name
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2100, 12, 31)
_EPOCH = date(1970, 1, 1).toordinal()


def days() -> pa.Table:
    """One row a day with its place in year, quarter, month, week and five-year plan; names in English."""
    numbers = pa.array(range(FIRST_DAY.toordinal() - _EPOCH, LAST_DAY.toordinal() - _EPOCH + 1), pa.int32())
    day = numbers.cast(pa.date32())
    year, month, weekday = pc.year(day), pc.month(day), pc.day_of_week(day, count_from_zero=False)
    quarter = pc.quarter(day)
    year_text = year.cast(pa.string())
    tomorrow = pc.add(numbers, pa.scalar(1, pa.int32())).cast(pa.date32())
    return pa.table(
        {
            "date_day": day,
            "year": year,
            "quarter": quarter,
            "month": month,
            "year_month": pc.strftime(day, format="%Y-%m"),
            "year_quarter": pc.binary_join_element_wise(year_text, quarter.cast(pa.string()), "-Q"),
            "month_name": pc.take(pa.array(list(month_name)), month),
            "iso_week": pc.iso_week(day),
            "day_of_year": pc.day_of_year(day),
            "iso_day_of_week": weekday,
            "day_name": pc.take(pa.array(list(day_name)), pc.subtract(weekday, 1)),
            "is_weekend": pc.greater_equal(weekday, 6),
            "is_month_end": pc.equal(pc.day(tomorrow), 1),
            "five_year_plan": _five_year_plan(year),
        }
    )


def _five_year_plan(year: pa.Array) -> pa.Array:
    """The number of the plan; the third began in 1966, after three years of adjustment that belong to none."""
    first_two = pc.add(pc.divide(pc.subtract(year, 1953), 5), 1)
    later = pc.add(pc.divide(pc.subtract(year, 1966), 5), 3)
    is_early = pc.and_(pc.greater_equal(year, 1953), pc.less_equal(year, 1962))
    is_later = pc.greater_equal(year, 1966)
    return pc.if_else(is_early, first_two, pc.if_else(is_later, later, pa.scalar(None, pa.int64())))
