"""What a check says of a table: whether it passed, what was counted, and which rows failed. Dagster-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa

from assets.admission import is_known_sound, remember_sound
from assets.failed_articles import FEWEST, MOST_PERCENT, READ, articles_failed_on
from assets.quotes import QUOTED, misplaced_quotes
from assets.standing import Standing
from schemas.tables import TABLES
from warehouse.lake import ALL, Snapshot
from warehouse.validation import contract_failures

CONTRACT = "keeps_its_contract"
QUOTES = "every_quote_stands"
MOST_READ = "most_articles_are_read"

DESCRIPTIONS: dict[str, str] = {
    CONTRACT: "Columns, types, keys, vocabularies and the rules between columns hold for every row.",
    QUOTES: "Each stored text is, character for character, what stands at its span in the raw article.",
    MOST_READ: f"The rules failed on no more than {MOST_PERCENT} percent of the month's articles, or on fewer than "
    f"{FEWEST}; each that they failed on is a row of core_rejects with its traceback.",
}
"""The blocking checks of tables, and what each holds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check of one table: how many rows it looked at, and a line for each that failed."""

    table: str
    check: str
    rows: int
    failures: tuple[str, ...] = field(default=())

    @property
    def passed(self) -> bool:
        """Whether no row failed."""
        return not self.failures


def checks_of(table: str) -> tuple[str, ...]:
    """The names of the blocking checks that a table has."""
    return (CONTRACT, *((QUOTES,) if table in QUOTED else ()), *((MOST_READ,) if table in READ else ()))


def judge(
    snapshot: Snapshot,
    table: str,
    month: str | None,
    look: Callable[[pa.Table], None] = lambda data: None,
    standing: Standing | None = None,
    run_id: str | None = None,
) -> list[Verdict]:
    """Hold a table, or one month of it, against all its blocking checks, with one part of it in memory at a time.

    A file that was found sound when it was handed in is not held against its contract again: it cannot have changed.
    Nor are quotes of articles that stand. `look` is called with each part, for those who want to count its rows too.
    `run_id` names a run: what it wrote of the table is looked at alone; the rest was, by the runs that wrote it.
    """
    failures: list[str] = []
    rows = 0
    entries = snapshot.entries(table, month or ALL)
    if run_id is not None:
        entries = [entry for entry in entries if entry.run_id == run_id]
    for entry in entries:
        data = snapshot.read(table, month, part=entry.part)
        look(data)
        rows += data.num_rows
        if not is_known_sound(entry):
            found = contract_failures(TABLES[table], data)
            failures += map(str, found)
            if not found:
                remember_sound(table, entry.sha256)
    if not entries and run_id is None:
        look(snapshot.read(table, month))
    verdicts = [Verdict(table, CONTRACT, rows, tuple(failures))]
    if table in QUOTED and month is not None:
        checked, misplaced = misplaced_quotes(snapshot, table, month, standing)
        verdicts.append(Verdict(table, QUOTES, checked, tuple(misplaced)))
    if table in READ and month is not None:
        asked, failed = articles_failed_on(snapshot, table, month)
        verdicts.append(Verdict(table, MOST_READ, asked, tuple(failed)))
    return verdicts
