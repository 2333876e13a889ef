"""Rows held against the contract of their table by pandera: all failures at once, by check and by row.

Sound rows, which nearly all are, are told natively (`warehouse.soundness`); what is not is judged here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import ContractViolation
from schemas.tables import Table
from warehouse.contracts import arrow_schema, key_columns
from warehouse.soundness import is_sound

_SAMPLE = 10
_EXCERPT = 80


@dataclass(frozen=True, slots=True)
class ContractFailure:
    """One check of a contract that some rows do not pass.

    `column` is null for a check over several columns; `row_count` counts distinct rows (1 where the whole table fails,
    as for a missing column); `rows` and `values` show the first ten.
    """

    check: str
    column: str | None
    row_count: int
    rows: tuple[int, ...]
    values: tuple[str, ...]

    def __str__(self) -> str:
        """The failure in a line, e.g. `kind: isin(...): 2 rows, first 0 ('zz')`."""
        first = f", first row {self.rows[0]}" if self.rows else ""
        value = f" ({self.values[0]})" if self.values else ""
        return f"{self.column or 'table'}: {self.check}: {self.row_count} row(s){first}{value}"


@dataclass(frozen=True, slots=True)
class Examination:
    """What one look at rows came to: every check that fails, and for each failing row the checks it fails, in words.

    `broken` is row number -> `column: check` for each check that the row fails. Where the table fails as a whole (a
    missing column, a wrong type, a key that names two rows) `is_whole` is set, and no choice of rows mends it.
    """

    failures: tuple[ContractFailure, ...] = ()
    broken: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    is_whole: bool = False


SOUND = Examination()
"""Nothing fails."""


def examine(table: Table, data: pa.Table) -> Examination:
    """Hold rows against every check of their contract, once: natively, and by pandera where they are not told sound.

    Beyond pandera's checks the primary key is tested. Failures are counted by distinct row, because pandera lists a
    failed check over several columns once for each column.
    """
    expected = arrow_schema(table)
    if not data.num_rows and (data.schema.names, data.schema.types) == (expected.names, expected.types):
        return SOUND
    return _of_key(table, data) if is_sound(table, data) else judged_by_pandera(table, data)


def judged_by_pandera(table: Table, data: pa.Table) -> Examination:
    """What `examine` tells of rows, by pandera alone."""
    schema = table.contract.to_schema()
    try:
        schema.validate(data.to_pandas(types_mapper=pd.ArrowDtype), lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        failures = tuple(_grouped(cases, frozenset(schema.columns)))
        if cases["index"].isna().any():
            return Examination(failures, is_whole=True)
        return Examination(failures, _by_row(cases))
    return _of_key(table, data)


def _of_key(table: Table, data: pa.Table) -> Examination:
    repeated = tuple(repeated_keys(table, data))
    return Examination(repeated, is_whole=True) if repeated else SOUND


def contract_failures(table: Table, data: pa.Table) -> list[ContractFailure]:
    """Every check of the contract that `data` does not pass, with counts and examples; empty where all is well."""
    return list(examine(table, data).failures)


def validated(table: Table, data: pa.Table) -> pa.Table:
    """`data` with exactly the contract's schema and metadata, or ContractViolation with the first failures."""
    require_sound(table, examine(table, data).failures)
    return with_contract_schema(table, data)


def require_sound(table: Table, failures: Sequence[ContractFailure]) -> None:
    """Raise ContractViolation with the first of the failures, unless there are none."""
    if failures:
        shown = "\n  ".join(map(str, failures[:_SAMPLE]))
        more = f"\n  … and {len(failures) - _SAMPLE} more checks" if len(failures) > _SAMPLE else ""
        raise ContractViolation(f"{table.name}: {len(failures)} check(s) of its contract failed:\n  {shown}{more}")


def with_contract_schema(table: Table, data: pa.Table) -> pa.Table:
    """Rows that keep their contract, with its schema and the metadata that files carry."""
    return pa.Table.from_arrays(data.columns, schema=arrow_schema(table))


def _by_row(cases: pd.DataFrame) -> dict[int, tuple[str, ...]]:
    """Pandera's failure cases by row: the checks it fails, each once, in the order of the contract."""
    found: dict[int, dict[str, None]] = {}
    for row, context, column, check in zip(
        cases["index"], cases["schema_context"], cases["column"], cases["check"], strict=True
    ):
        named = str(check) if context == "DataFrameSchema" else f"{column}: {check}"
        found.setdefault(int(row), {})[named] = None
    return {row: tuple(checks) for row, checks in found.items()}


def _grouped(cases: pd.DataFrame, columns: frozenset[str]) -> list[ContractFailure]:
    """Pandera's failure cases, one record for each column and check."""
    of_table = cases["schema_context"] == "DataFrameSchema"
    named = cases.assign(
        check=cases["check"].astype(str), column=cases["column"].where(~of_table, None).astype("object")
    )
    whole = named["failure_case"].where(of_table & named["check"].str.startswith("column_"), None)
    named["column"] = named["column"].where(whole.isna(), whole)
    failures = []
    for (column, check), group in named.groupby(["column", "check"], dropna=False, sort=False):
        distinct = group.drop_duplicates("index") if group["index"].notna().any() else group.head(1)
        rows = tuple(int(row) for row in distinct["index"].head(_SAMPLE) if pd.notna(row))
        shown = () if column not in columns else distinct["failure_case"].head(_SAMPLE)
        failures.append(
            ContractFailure(
                check=str(check),
                column=column if isinstance(column, str) else None,
                row_count=len(distinct),
                rows=rows,
                values=tuple(repr(value)[:_EXCERPT] for value in shown),
            )
        )
    return failures


def repeated_keys(table: Table, data: pa.Table) -> list[ContractFailure]:
    """The failure of a key that names two rows; empty where none does."""
    key = list(key_columns(table))
    counted = data.select(key).group_by(key, use_threads=False).aggregate([([], "count_all")])
    repeated = counted.filter(pc.greater(counted["count_all"], 1))
    if not repeated.num_rows:
        return []
    examples = repeated.select(key).slice(0, _SAMPLE).to_pylist()
    return [
        ContractFailure(
            check="key names one row",
            column=", ".join(key),
            row_count=repeated.num_rows,
            rows=(),
            values=tuple(repr(tuple(example.values()))[:_EXCERPT] for example in examples),
        )
    ]
