"""A series of facts as a line chart: points of an SVG, each with the claim that its value was read from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from warehouse.lake import Snapshot
from warehouse.receipts.cards import digits, value_words

Row = Mapping[str, Any]

WIDTH, BASE, MARGIN = 640, 184, 24
"""The chart's width, the height at which its axis lies, and what is kept free around it."""
FEWEST_POINTS = 2
"""A line needs two; a single value is told better by its sentence."""
MOST_CHARTS = 300
"""Charts on the page, those with most points first: more would make it slow to open."""
_COLUMNS = (
    "observation_id", "series_id", "subject", "metric", "status", "unit", "per", "direction", "modifier", "value",
    "value_low", "value_high", "period_start", "period_end", "chosen_claim_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """A fact in a chart: its place, its period and value in words, also short, and its receipt."""

    x: float
    y: float
    period: str
    value: str
    day: str
    short: str
    claim_id: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A series of one quantity: title, unit, its points by time."""

    title: str
    unit: str
    points: tuple[Point, ...]

    @property
    def line(self) -> str:
        """The points of the line, as an SVG polyline has them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


def series_charts(snapshot: Snapshot) -> list[Chart]:
    """The charts of all series with at least two values in different periods, those with most points first."""
    where = pc.field("value").is_valid() & pc.field("period_end").is_valid() & pc.field("series_id").is_valid()
    by_series: dict[str, dict[tuple[date | None, date], Row]] = defaultdict(dict)
    for row in snapshot.read("core_observations", None, list(_COLUMNS), where).to_pylist():
        by_series[row["series_id"]].setdefault((row["period_start"], row["period_end"]), row)
    rows = [list(found.values()) for found in by_series.values() if len(found) >= FEWEST_POINTS]
    rows.sort(key=lambda found: (-len(found), found[0]["series_id"]))
    chosen = {row["chosen_claim_id"] for found in rows[:MOST_CHARTS] for row in found}
    columns, where = ["claim_id", "article_id"], pc.field("claim_id").isin(sorted(chosen))
    claims = snapshot.read("core_claims", None, columns, where).to_pylist() if chosen else []
    articles = {row["claim_id"]: row["article_id"] for row in claims}
    return [_chart(found, articles) for found in rows[:MOST_CHARTS]]


def _chart(rows: list[Row], articles: Mapping[str, str]) -> Chart:
    rows = sorted(rows, key=lambda row: row["period_end"])
    days = [row["period_end"].toordinal() for row in rows]
    values = [row["value"] for row in rows]
    points = tuple(
        Point(
            _placed(day, min(days), max(days), WIDTH),
            BASE - _placed(value, min(min(values), Decimal(0)), max(values), BASE) + MARGIN,
            f"{row['period_start'] or '…'} to before {row['period_end']}",
            value_words(row),
            f"{row['period_end'] - timedelta(days=1)}",
            digits(row["value"]),
            row["chosen_claim_id"],
            articles.get(row["chosen_claim_id"], ""),
        )
        for row, day, value in zip(rows, days, values, strict=True)
    )
    first = rows[0]
    title = " · ".join(first[name] for name in ("subject", "metric", "status") if first[name])
    return Chart(title, (first["unit"] or "") + (f" per {first['per']}" if first["per"] else ""), points)


def _placed(value: Any, low: Any, high: Any, length: int) -> float:
    """Where a value stands between two ends of an axis, within its margins."""
    share = float((value - low) / (high - low)) if high > low else 0.5
    return MARGIN + share * (length - 2 * MARGIN)
