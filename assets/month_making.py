"""The tables of one month, made step by step and kept whole: all steps succeed, or the month stays as it was.

Dagster-free, so tests and other runners call it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pyarrow as pa

from assets.admission import admitted_inputs
from assets.commits import Row, stored_parts
from assets.conforming import codes_needed, reference_rates
from assets.freshness import MONTHLY_STEPS, Step, fingerprint, is_fresh
from assets.rate_reach import RatesKey
from assets.raw_parts import raw_article_parts
from assets.resources import Home
from assets.standing import Standing, standing_articles, standing_raws, still_standing
from assets.steps import conform_parts, extract_parts, normalise_parts
from assets.versions import stage_version
from pipelines.conform.rates import ReferenceRates
from pipelines.conform.stated_rates import USUAL
from warehouse.lake import Snapshot, StoredPart
from warehouse.lake_changes import summarised, with_parts
from warehouse.landed import LandedFile
from warehouse.landing import scan
from warehouse.manifest import PartKey

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
    _rates_of: RatesKey | None = field(default=None, init=False)
    _codes: frozenset[str] = field(default=frozenset(), init=False)
    _files: dict[str, LandedFile] = field(default_factory=dict, init=False)
    _files_of: tuple[str, ...] = field(default=(), init=False)
    standing: dict[str, Standing | None] = field(default_factory=dict, init=False)
    """Step -> the articles of the month being made that stand: the step took over their rows; null where none do."""
    snapshot: Snapshot = field(init=False)
    """The lake as it stood when the month was begun, with what its steps have made since."""
    _parts: dict[PartKey, StoredPart | None] = field(default_factory=dict, init=False)
    _versions: dict[PartKey, str] = field(default_factory=dict, init=False)

    def make(self, month: str, confirm: Callable[[], None] = lambda: None) -> dict[str, StepOutcome]:
        """Take the steps of a month that are out of date; returns what became of each, by its name.

        All that they make is committed in one swap, at the end. Where a step fails, or `confirm` raises (it is called
        before the swap and finds the month in `snapshot`), or the process is killed, every table stays as it was.

        Raises:
            StoreError: Another run holds the month, or a file is damaged.
            ContractViolation: What a step made breaks the contract of its table.
        """
        lake = self.home.lake
        with lake.reserved(month, WAIT_SECONDS):
            before = self.snapshot = lake.snapshot()
            self.standing, self._parts, self._versions = {}, {}, {}
            outcomes = {step.name: self._take(step, month, before) for step in self.steps}
            confirm()
            if self._parts:
                now = datetime.now(UTC)
                lake.replace(self._parts, run_id=self.run_id, code_version=self._versions, now=now)
        return outcomes

    def _take(self, step: Step, month: str, before: Snapshot) -> StepOutcome:
        started = time.monotonic()
        found, settings = self.snapshot, ",".join(self.home.currencies)
        is_sound = not found.damaged((*step.makes, "core_rejects"), month)
        if not self.force and is_sound and is_fresh(found, [step], month, settings):
            return StepOutcome(0.0, was_fresh=True, changed=frozenset())
        admitted, refused = admitted_inputs(found, step, month)
        if is_sound and not self.force and not refused:
            self.standing[step.name] = self._standing(step, before, found, month)
        parts = stored_parts(
            self.home.lake,
            found,
            _MAKERS[step.name](self, admitted, month),
            names=step.makes,
            month=month,
            step=step.stage,
            refused=refused,
            standing=self.standing.get(step.name),
        )
        version = fingerprint(found, step, month, settings)
        self.snapshot = with_parts(found, parts, run_id=self.run_id, now=datetime.now(UTC), code_version=version)
        self._parts |= parts
        self._versions |= dict.fromkeys(parts, version)
        summary = summarised(found.manifest, self.snapshot.manifest.entries, parts)
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

    def files_for(self, snapshot: Snapshot) -> dict[str, LandedFile]:
        """The landing folder's files by their place; looked through again where the ledger knows of others since."""
        ledger = tuple(entry.sha256 for entry in snapshot.entries("raw_ledger"))
        if self._files_of != ledger:
            self._files, self._files_of = {file.place: file for file in scan(self.home.landing)}, ledger
        return self._files

    def rates_for(self, snapshot: Snapshot, month: str) -> ReferenceRates:
        """The exchange rates a month needs; read again only for a currency that none before it had, or newer rates."""
        needed = frozenset({*USUAL, *codes_needed(snapshot, [month], self.home.currencies)})
        held = RatesKey(snapshot)
        if self._rates is None or not needed <= self._codes or held != self._rates_of:
            self._codes |= needed
            self._rates, self._rates_of = reference_rates(snapshot, self._codes), held
        return self._rates


def _raw_articles(maker: MonthMaker, snapshot: Snapshot, month: str) -> Parts:
    parts = raw_article_parts(snapshot, maker.files_for(snapshot), month, maker.standing.get("raw_articles"))
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
