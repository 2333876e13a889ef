"""Which rows a step may read, and which may enter the lake: both ends of every step hold rows against their contracts.

A row that breaks its contract is refused with the names of the rules it breaks, the rest goes on. A contract that the
whole table breaks (a missing column, a wrong type) is no matter of rows: that raises. What pointed to a refused row is
refused with it, so that no reference is left hanging.

A file of the lake never changes and is named by its content: what was once found sound is not looked at again by this
process, so that a step does not pay for the rows that the one before it handed in a moment ago.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from assets.freshness import Step
from assets.standing import Standing
from pipelines.rejections import reject_row
from schemas.columns import ID_PATTERN
from schemas.errors import ContractViolation
from schemas.tables import TABLES, Table
from warehouse.contracts import key_columns, table_columns
from warehouse.lake import ALL, Snapshot
from warehouse.manifest import Entry
from warehouse.validation import examine, repeated_keys, require_sound, with_contract_schema

Row = tuple[object, ...]
REFUSABLE = 0.5
"""Above this share of refused rows the step is broken and not its input: the commit fails and nothing is written."""

KNOWN_FILES = 100_000
"""Files whose soundness is remembered: twenty years of months, each table, many times over; some 10 MB."""
SHOWN_RULES = 5
_EXCERPT = 80
_ARTICLE_ID = re.compile(ID_PATTERN.format(prefix="a"))
_KNOWN: dict[tuple[str, str], None] = {}


@dataclass(frozen=True)
class AdmittedSnapshot(Snapshot):
    """A snapshot that reads as if rows that break their contract were not there: table -> the rows that stay."""

    kept: Mapping[str, pc.Expression]

    def read(
        self,
        table: str,
        partition: str | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
        part: str | None = None,
    ) -> pa.Table:
        """See `Snapshot.read`."""
        kept = self.kept.get(table)
        if kept is not None:
            where = kept if where is None else where & kept
        return super().read(table, partition, columns, where, part)


@dataclass(slots=True)
class _Gate:
    """What one look at the tables of a step refuses, parents before children.

    Args:
        month: The partition; null for tables not kept by month: they have no place for rejects, every failure raises.
        step: Under whose name rows are refused; by default that of the stage that makes the table.
    """

    month: str | None
    step: str | None = None
    refused: dict[str, set[object]] = field(default_factory=dict)
    rejects: dict[object, Row] = field(default_factory=dict)

    def broken_rows(self, table: Table, data: pa.Table, taken_over: int = 0) -> list[int]:
        """The numbers of the rows to be left out; each has its reject row then.

        Args:
            table: The table.
            data: Rows of it.
            taken_over: How many more rows it has that kept their contract when they were made.

        Raises:
            ContractViolation: The table breaks its contract as a whole, or more than half of its rows do.
        """
        found = examine(table, data)
        if found.is_whole or self.month is None:
            require_sound(table, found.failures)
        broken = {row: "; ".join(rules[:SHOWN_RULES]) for row, rules in found.broken.items()}
        for place, rule in _orphans(table, data, self.refused).items():
            broken.setdefault(place, rule)
        if len(broken) > REFUSABLE * (data.num_rows + taken_over):
            require_sound(table, found.failures)
            raise ContractViolation(
                f"{table.name}: {len(broken)} of {data.num_rows} rows point to refused rows; `core_rejects` says why "
                "those were, and the rule that made them is to be mended"
            )
        if broken:
            key = key_columns(table)
            if len(key) == 1:
                gone = data.column(key[0]).take(pa.array(sorted(broken))).to_pylist()
                self.refused.setdefault(f"{table.name}.{key[0]}", set()).update(gone)
            # What is refused for one reason at one place is told once, however many rows it was. What points to a
            # refused row from a table that has no months is told with that row alone.
            if self.month is not None:
                self.rejects.update((row[0], row) for row in self._rejects(table, data, broken))
        return sorted(broken)

    def _rejects(self, table: Table, data: pa.Table, broken: Mapping[int, str]) -> list[Row]:
        rows = data.take(pa.array(sorted(broken))).to_pylist()
        key = key_columns(table)[0]
        made_by = table.stage if table.stage != "everywhere" else "ingest"
        return [
            reject_row(
                self.step or made_by,
                f"{table.name}_contract",
                f"{table.name}, {str(row[key])[:_EXCERPT]}: {rule}. The row was left out; report it with the article.",
                str(row.get("place") or row.get("file") or f"{table.name}/{row[key]}"),
                str(self.month),
                record_number=row.get("record_number"),
                article_id=_article_of(row),
                start=row.get("start"),
                end=row.get("end"),
                excerpt=row.get("quote") or row.get("text"),
            )
            for (_, rule), row in zip(sorted(broken.items()), rows, strict=True)
            if row.get("partition_month", self.month) == self.month
        ]


def admitted(
    tables: Mapping[str, pa.Table], month: str | None, standing: Standing | None = None
) -> tuple[dict[str, pa.Table], list[Row]]:
    """The rows that keep their contracts, and one reject row for each that does not, naming the rules.

    Args:
        tables: Table name -> rows, parents before children, as one step made them.
        month: The partition; null for tables not kept by month: they have no place for rejects, every failure raises.
        standing: The articles whose rows were taken over; these were held against the contract when they were made,
            and of them the key alone is looked at again.

    Raises:
        ContractViolation: A table breaks its contract as a whole, or more than half of its rows do.
    """
    kept: dict[str, pa.Table] = {}
    gate = _Gate(month)
    for name, rows in tables.items():
        table = TABLES[name]
        data, taken_over = _parted(name, rows, standing)
        broken = gate.broken_rows(table, data, taken_over.num_rows)
        if broken:
            data = _without(data, broken)
            require_sound(table, examine(table, data).failures)  # rules over several rows, such as the key
        if taken_over.num_rows:
            data = pa.concat_tables([data, taken_over])
            require_sound(table, repeated_keys(table, data))
        kept[name] = with_contract_schema(table, data)
    return kept, list(gate.rejects.values())


def admitted_inputs(snapshot: Snapshot, step: Step, month: str) -> tuple[Snapshot, list[Row]]:
    """The lake as a step may read it: without the rows of its inputs that break their contract, each a reject row.

    Args:
        snapshot: The lake.
        step: The step that is about to read it.
        month: The month that it makes; of tables kept by month these rows alone are looked at.

    Raises:
        ContractViolation: A table breaks its contract as a whole, or more than half of the rows of a file do, or a
            table does that is not kept by month and whose rows belong to none.
        StoreError: A file is missing or damaged.
    """
    gate = _Gate(month, step.stage)
    kept: dict[str, pc.Expression] = {}
    for table in (table for name, table in TABLES.items() if name in step.reads):
        has_month = "partition_month" in table.contract.to_schema().columns
        gate.month = month if has_month else None
        for entry in snapshot.entries(table.name, month if table.is_monthly else ALL):
            if is_known_sound(entry) and not gate.refused:
                continue
            data = snapshot.read(table.name, entry.partition, part=entry.part)
            broken = gate.broken_rows(table, data)
            if broken:
                rows = _all_but(table, data.take(pa.array(broken)))
                kept[table.name] = and_(kept[table.name], rows) if table.name in kept else rows
            else:
                remember_sound(table.name, entry.sha256)
    admitted_lake = AdmittedSnapshot(snapshot.root, snapshot.manifest, kept) if kept else snapshot
    return admitted_lake, list(gate.rejects.values())


def is_known_sound(entry: Entry) -> bool:
    """Whether the rows of a file were found to keep their contract, by this process."""
    return (entry.table, entry.sha256) in _KNOWN


def sound_files(snapshot: Snapshot, month: str) -> list[tuple[str, str]]:
    """Table and content of each file of a month that was found sound, for other processes to remember."""
    entries = snapshot.entries(partition=month)
    return [(entry.table, entry.sha256) for entry in entries if is_known_sound(entry)]


def remember_sound(table: str, sha256: str) -> None:
    """Keep in mind that the rows with this content keep their contract."""
    if len(_KNOWN) >= KNOWN_FILES:
        _KNOWN.clear()
    _KNOWN[table, sha256] = None


def _parted(name: str, rows: pa.Table, standing: Standing | None) -> tuple[pa.Table, pa.Table]:
    """Rows that were made and rows that were taken over."""
    if standing is None:
        return rows, rows.slice(0, 0)
    stands = standing.is_standing(name, rows)
    return rows.filter(pc.invert(stands)), rows.filter(stands)


def _without(data: pa.Table, broken: Sequence[int]) -> pa.Table:
    mask = numpy.ones(data.num_rows, dtype=bool)
    mask[list(broken)] = False
    return data.filter(pa.array(mask))


def _all_but(table: Table, rows: pa.Table) -> pc.Expression:
    """The rows of a table that have other keys than these."""
    key = key_columns(table)
    if len(key) == 1:
        return ~pc.field(key[0]).isin(rows.column(key[0]).combine_chunks())
    same = [reduce(and_, (pc.field(name) == row[name] for name in key)) for row in rows.select(list(key)).to_pylist()]
    return ~reduce(or_, same)


def _orphans(table: Table, data: pa.Table, refused: Mapping[str, set[object]]) -> dict[int, str]:
    orphans: dict[int, str] = {}
    for column in table_columns(table) if refused else ():
        gone = refused.get(column.references or "")
        if gone:
            found = pc.is_in(data.column(column.name), value_set=pa.array(sorted(map(str, gone))))
            for place in numpy.flatnonzero(found.to_numpy()):
                orphans.setdefault(int(place), f"{column.name}: the row it points to was refused")
    return orphans


def _article_of(row: Mapping[str, object]) -> str | None:
    """The article of a row, where the row names one: its id may be what is broken."""
    found = row.get("article_id")
    return found if isinstance(found, str) and _ARTICLE_ID.match(found) else None
