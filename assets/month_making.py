"""The tables of one month, made step by step and kept whole: all steps succeed, or the month stays as it was.

Dagster-free, so tests and other runners call it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import pyarrow as pa

from assets.admission import admitted_inputs
from assets.commits import Row, store_parts
from assets.conforming import codes_needed, reference_rates
from assets.freshness import MONTHLY_STEPS, Step, fingerprint, is_fresh
from assets.raw_parts import raw_article_parts
from assets.resources import Home
from assets.standing import Standing, standing_articles, standing_raws, still_standing
from assets.steps import conform_parts, extract_parts, normalise_parts
from assets.versions import stage_version
from pipelines.conform.rates import ReferenceRates
from pipelines.conform.stated_rates import USUAL
from schemas.errors import StoreError
from warehouse.lake import Snapshot
from warehouse.landed import LandedFile
from warehouse.landing import scan

Parts = Iterable[tuple[dict[str, pa.Table], list[Row]]]
"""What a step makes of a month, part by part: the rows of each table, and what was refused."""

WAIT_SECONDS = 1800.0
"""How long a run waits for another one that makes the same month: longer than any month was seen to take."""


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What became of one step of a month: seconds it took, whether it had to run, which tables have other rows now."""

    seconds: float
    was_fresh: bool
    changed: frozenset[str]


@dataclass
class MonthMaker:
    """Makes months, one after the other, sharing what is read once for all: the landing folder's list and the rates.

    Args:
        home: Where Numtrail lives.
        run_id: The run that makes them.
        steps: The steps to take, in flow order.
        force: Make also what is up to date.
    """

    home: Home
    run_id: str
    steps: Sequence[Step] = MONTHLY_STEPS
    force: bool = False
    _rates: ReferenceRates | None = field(default=None, init=False)
    _codes: frozenset[str] = field(default=frozenset(), init=False)
    standing: dict[str, Standing | None] = field(default_factory=dict, init=False)
    """Step -> the articles of the month being made that stand: the step took over their rows; null where none do."""

    def make(self, month: str, confirm: Callable[[], None] = lambda: None) -> dict[str, StepOutcome]:
        """Take the steps of a month that are out of date; returns what became of each, by its name.

        Where a step fails, or `confirm` raises (it is called last, while the month is still held), every table of the
        month is put back as it was, so that no reader finds half a month; then the error goes on.

        Raises:
            StoreError: Another run holds the month, or a file is damaged.
            ContractViolation: What a step made breaks the contract of its table.
        """
        lake = self.home.lake
        with lake.reserved(month, WAIT_SECONDS):
            before = lake.snapshot()
            self.standing = {}
            try:
                outcomes = {step.name: self._take(step, month, before) for step in self.steps}
                confirm()
            except Exception as error:
                self._put_back(month, before, error)
                raise
        return outcomes

    def _put_back(self, month: str, before: Snapshot, error: Exception) -> None:
        """Undo what was stored of a month; where that fails too (a full disk), the error says so.

        The month then counts as stale, and the next run makes it good.
        """
        try:
            self.home.lake.revert(month, before, run_id=self.run_id, now=datetime.now(UTC))
        except (OSError, StoreError) as second:
            error.add_note(f"What was stored of {month} could not be put back either: {second}")

    def _take(self, step: Step, month: str, before: Snapshot) -> StepOutcome:
        started = time.monotonic()
        snapshot = self.home.lake.snapshot()
        settings = ",".join(self.home.currencies)
        is_sound = not self.home.lake.verify((*step.makes, "core_rejects"), month)
        if not self.force and is_sound and is_fresh(snapshot, [step], month, settings):
            return StepOutcome(0.0, was_fresh=True, changed=frozenset())
        admitted, refused = admitted_inputs(snapshot, step, month)
        if is_sound and not self.force and not refused:
            self.standing[step.name] = self._standing(step, before, snapshot, month)
        summary = store_parts(
            self.home,
            _MAKERS[step.name](self, admitted, month),
            names=step.makes,
            run_id=self.run_id,
            code_version=fingerprint(snapshot, step, month, settings),
            month=month,
            step=step.stage,
            refused=refused,
            standing=self.standing.get(step.name),
        )
        changed = frozenset(name for name, _, _ in (*summary.written, *summary.removed))
        return StepOutcome(time.monotonic() - started, was_fresh=False, changed=changed)

    def _standing(self, step: Step, before: Snapshot, now: Snapshot, month: str) -> Standing | None:
        """The articles whose rows a step may take over: made by the present rules, from what is as it was."""
        if step.name == "raw_articles":
            return standing_raws(before, now, month)
        if not is_fresh(before, [step], month, ",".join(self.home.currencies)):
            return None
        if step.name == "normalise":
            return standing_articles(before, now, month)
        earlier = self.standing.get("normalise" if step.name == "extract" else "extract")
        return None if earlier is None else still_standing(earlier, step.stage)

    @cached_property
    def files(self) -> dict[str, LandedFile]:
        """The landing folder's files by their place."""
        return {file.place: file for file in scan(self.home.landing)}

    def rates_for(self, snapshot: Snapshot, month: str) -> ReferenceRates:
        """The exchange rates a month needs; read again only where it needs a currency that none before it had."""
        needed = frozenset({*USUAL, *codes_needed(snapshot, [month], self.home.currencies)})
        if self._rates is None or not needed <= self._codes:
            self._codes |= needed
            self._rates = reference_rates(snapshot, self._codes)
        return self._rates


def _raw_articles(maker: MonthMaker, snapshot: Snapshot, month: str) -> Parts:
    parts = raw_article_parts(snapshot, maker.files, month, maker.standing.get("raw_articles"))
    return (({"raw_articles": made}, rejects) for made, rejects in parts)


def _normalise(maker: MonthMaker, snapshot: Snapshot, month: str) -> Parts:
    return normalise_parts(snapshot, month, maker.home.runner, maker.standing.get("normalise"))


def _extract(maker: MonthMaker, snapshot: Snapshot, month: str) -> Parts:
    version = stage_version("extract")
    return extract_parts(snapshot, month, version, maker.home.runner, maker.standing.get("extract"))


def _convert(maker: MonthMaker, snapshot: Snapshot, month: str) -> Parts:
    rates = maker.rates_for(snapshot, month)
    return conform_parts(snapshot, month, rates, maker.home.currencies, maker.standing.get("convert"))


_MAKERS: dict[str, Callable[[MonthMaker, Snapshot, str], Parts]] = {
    "raw_articles": _raw_articles,
    "normalise": _normalise,
    "extract": _extract,
    "convert": _convert,
}
"""How each step of a month is taken: from a snapshot of the lake to rows."""
