"""Months as units of work: where several are due, processes of the pool make one each, from landed file to commit.

A month that is made here hands its batches to the pool and prepares, converts, checks and commits them itself, alone;
with a month a process nothing is done alone. A month whose process ends, or takes too long, is left to the maker here,
which goes by batches and finds the article that ends its reader.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from assets.admission import remember_sound, sound_files
from assets.batch_queue import BASE_SECONDS, SECONDS_PER_MEGABYTE
from assets.freshness import STEPS, is_fresh
from assets.month_making import MonthMaker
from assets.month_reports import MonthReport, report_month
from assets.resources import Home
from assets.runners import Runner, pool_of
from schemas.codes import read_codes
from schemas.codes.limits import LIMITS
from warehouse.lake import Snapshot

FEWEST_BYTES = 4_000_000
"""Landed bytes of the months that are due from which on they are units: some ten seconds of work. What makes months
takes two seconds longer to load than what reads batches."""

MODULES = ("assets.month_units", "assets.copies", "assets.fact_work")
"""What processes load to make months, the files kept of them, and facts: some four seconds, once for all of them."""

_UNIT = pa.schema([("month", pa.string()), ("bytes", pa.int64()), ("is_lineage_told", pa.bool_())])


@dataclass(frozen=True, slots=True)
class UnitSetting:
    """What a process needs to make months as the one that asks would: where, for which run, how, under which settings.

    `environment` are the settings of Numtrail, which a process that is older than some of them takes over; limits are
    those of when it began.
    """

    root: Path
    run_id: str
    steps: tuple[str, ...]
    force: bool
    environment: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class UnitResult:
    """What became of a month in a process of its own; the report is null where none came through it: `why` tells."""

    report: MonthReport | None
    why: str = ""
    sound: list[tuple[str, str]] = field(default_factory=list)
    """Table and content of each file of the month that was found to keep its contract."""


def reports_of(maker: MonthMaker, months: Sequence[str], tables: Sequence[str]) -> Iterator[tuple[str, MonthReport]]:
    """Make and check months, in processes of the pool where that pays, and tell of each; not always in their order.

    The sources of columns are told with the last one.
    """
    left = dict.fromkeys(months, "")
    pool = pool_of(maker.home.runner)
    if pool is not None and (units := _units(maker, months)):
        pool.load_ahead(MODULES)
        setting = UnitSetting(
            maker.home.folder, maker.run_id, tuple(step.name for step in maker.steps), maker.force, _environment()
        )
        work = partial(make_unit, setting=setting, tables=tuple(tables))
        made: Iterator[UnitResult] = pool.run(work, refuse_unit, iter(units), seconds_of)
        for unit, result in zip(units, made, strict=True):
            (month,) = unit["month"].to_pylist()
            for table, sha256 in result.sound:
                remember_sound(table, sha256)
            if result.report is not None:
                del left[month]
                yield month, result.report
            else:
                left[month] = result.why
        # What they have loaded and kept (rates, the ledger) is more than it costs to start others for what comes next.
        pool.close()
    for month, why in left.items():
        report = report_month(maker, month, tables, is_lineage_told=month == months[-1])
        report.aside = why
        yield month, report


def load_ahead(runner: Runner, landed_bytes: int) -> None:
    """Begin to load what processes need to make the months of so many bytes that landed, before their turn comes."""
    pool = pool_of(runner)
    if pool is not None and landed_bytes >= FEWEST_BYTES:
        pool.load_ahead(MODULES)


def make_unit(unit: pa.Table, *, setting: UnitSetting, tables: Sequence[str]) -> UnitResult:
    """Make the month that a unit names: what a process of the pool does."""
    _set_environment(setting.environment)
    (told,) = unit.to_pylist()
    maker = _maker(setting)
    report = report_month(maker, told["month"], tables, is_lineage_told=told["is_lineage_told"])
    if report.failure:  # it may have been for want of memory, or of time; whoever makes it by batches fails as it does
        return UnitResult(None, f"It failed in a process of its own, so it went by batches: {report.failure}")
    return UnitResult(report, sound=sound_files(maker.snapshot, told["month"]))


def refuse_unit(unit: pa.Table, reason: str, message: str) -> UnitResult:
    """A month that no process came through is made by batches instead: that finds the article that is to blame."""
    return UnitResult(
        None, f"No process came through the month as a whole ({reason}), so it went by batches: {message}"
    )


def seconds_of(unit: pa.Table) -> float:
    """How long a process may take for a month: as long as for all its bytes as batches."""
    return BASE_SECONDS + SECONDS_PER_MEGABYTE * int(unit["bytes"][0].as_py()) / 1e6


@lru_cache(maxsize=1)
def _maker(setting: UnitSetting) -> MonthMaker:
    """Kept from month to month of a run, for the rates that it has read."""
    home = Home(root=str(setting.root), engine="inline")
    return MonthMaker(home, setting.run_id, [STEPS[name] for name in setting.steps], force=setting.force)


def _units(maker: MonthMaker, months: Sequence[str]) -> list[pa.Table]:
    """The months that are due, a unit each; none where they are too few, or too small for processes of their own."""
    snapshot = maker.home.lake.snapshot()
    settings = ",".join(maker.home.currencies)
    due = [month for month in months if maker.force or not is_fresh(snapshot, maker.steps, month, settings)]
    if len(due) < 2:
        return []
    landed = _landed_bytes(snapshot, due)
    if sum(landed.values()) < FEWEST_BYTES:
        return []
    return [
        pa.table(
            {"month": [month], "bytes": [landed.get(month, 0)], "is_lineage_told": [month == months[-1]]}, schema=_UNIT
        )
        for month in due
    ]


def _landed_bytes(snapshot: Snapshot, months: Sequence[str]) -> dict[str, int]:
    wanted = pc.field("partition_month").isin(list(months))
    rows = snapshot.read("raw_ledger", columns=["partition_month", "byte_count"], where=wanted)
    told = rows.group_by("partition_month").aggregate([("byte_count", "sum")]).to_pydict()
    return dict(zip(told["partition_month"], told["byte_count_sum"], strict=True))


def _environment() -> tuple[tuple[str, str], ...]:
    known = {*read_codes("settings"), *(limit.setting for limit in LIMITS.values() if limit.setting)}
    return tuple(sorted((name, os.environ[name]) for name in known if name in os.environ))


def _set_environment(settings: tuple[tuple[str, str], ...]) -> None:
    for name in {name for name, _ in _environment()} - {name for name, _ in settings}:
        del os.environ[name]
    os.environ.update(settings)
