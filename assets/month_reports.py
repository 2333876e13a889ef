"""A month made and checked, told as a run tells it: its tables' metadata, verdicts, and why it failed, if it did."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field

import dagster as dg

from assets.freshness import MONTHLY_STEPS
from assets.materialisations import Tally
from assets.month_making import MonthMaker, StepOutcome
from assets.verdicts import Verdict, judge
from schemas.errors import ContractViolation, NumtrailError

STEP_OF = {name: step for step in MONTHLY_STEPS for name in step.makes}
"""Table -> the step that makes it."""


@dataclass(slots=True)
class MonthReport:
    """What a run tells of one month: metadata of its tables, verdicts of its checks, and why it failed, if it did."""

    tables: dict[str, dict[str, dg.MetadataValue]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    in_words: str = ""
    failure: str | None = None
    trace: str = ""
    """Where the failure came from, for the log."""
    aside: str = ""
    """What else the log is to tell."""


def report_month(maker: MonthMaker, month: str, tables: Sequence[str], *, is_lineage_told: bool) -> MonthReport:
    """Make a month and check its tables; whatever goes wrong is told in the report and stops no other month.

    Args:
        maker: Makes it.
        month: The month.
        tables: The tables to be checked and told of.
        is_lineage_told: Whether the sources of columns are told with this month: they are the same for all of a run.
    """
    report = MonthReport()

    def confirm() -> None:
        snapshot = maker.snapshot
        for name in tables:
            tally = Tally(name, maker.home.receipts_url)
            stands = maker.standing.get(STEP_OF[name].name) if name in STEP_OF else None
            report.verdicts.extend(judge(snapshot, name, month, tally.add, stands))
            facts = tally.metadata(snapshot.entries(name, month), is_lineage_told=is_lineage_told)
            report.tables[name] = {**facts, **maker.home.receipts_told(month)}
        _require_passed(report.verdicts)

    try:
        outcomes = maker.make(month, confirm)
    except Exception as error:
        report.failure, report.trace = _reason(error), traceback.format_exc()
        return report
    for name, metadata in report.tables.items():
        if name in STEP_OF and STEP_OF[name].name in outcomes:
            metadata.update(_told(outcomes[STEP_OF[name].name], name))
    report.in_words = _in_words(outcomes)
    return report


def _require_passed(verdicts: Sequence[Verdict]) -> None:
    broken = [verdict for verdict in verdicts if not verdict.passed]
    if broken:
        first = broken[0]
        raise ContractViolation(
            f"{first.table} fails {first.check} in {len(first.failures)} of {first.rows} rows: "
            f"{first.failures[0]}. Report it with the article"
        )


def _reason(error: Exception) -> str:
    """An error in a sentence: our own say enough, others are named by their type."""
    return str(error) if isinstance(error, NumtrailError) else f"{type(error).__name__}: {error}"


def _told(outcome: StepOutcome, table: str) -> dict[str, dg.MetadataValue]:
    return {
        "seconds": dg.MetadataValue.float(round(outcome.seconds, 3)),
        "is_changed": dg.MetadataValue.bool(table in outcome.changed),
        "was_up_to_date": dg.MetadataValue.bool(outcome.was_fresh),
    }


def _in_words(outcomes: dict[str, StepOutcome]) -> str:
    done = [f"{name} {outcome.seconds:.2f} s" for name, outcome in outcomes.items() if not outcome.was_fresh]
    return ", ".join(done) or "up to date, checked and left as it is"
