"""The server warehouse: what changed in the lake since the last publication, shown to readers in one transaction.

Rows arrive by COPY in staging tables; only those that differ are written, those that are gone are deleted, and tables
are never truncated: a truncation would lock readers out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import sqlalchemy as sa
from psycopg.copy import QueuedLibpqWriter

from schemas.errors import StoreError
from schemas.rows import NOT_HASHED
from warehouse.contracts import Relation, relation_of, sql_name
from warehouse.dimensions import dimension_digest, dimension_relations, dimension_rows
from warehouse.duckdb_file import stored_tables
from warehouse.lake import Lake, Snapshot
from warehouse.manifest import ALL, PartKey
from warehouse.parquet import read_parquet
from warehouse.postgres_connection import connected, driver_of, told_plainly
from warehouse.postgres_first_load import first_load
from warehouse.postgres_setup import require_current
from warehouse.postgres_tables import METADATA, SCHEMA
from warehouse.published import PUBLISHED_MANIFEST, PUBLISHED_PARTS, site_address

LOCK = "numtrail publication"
"""Name of the advisory lock that one publication at a time holds until its transaction ends."""
_BATCH_ROWS = 100_000
_MONTH = "partition_month"


@dataclass(slots=True)
class TableChange:
    """What a publication did to a table: rows staged, and of these written anew or again; rows deleted."""

    staged: int = 0
    written: int = 0
    deleted: int = 0


@dataclass(slots=True)
class PublicationSummary:
    """What was published: the manifest now shown, the months that had changed, and what became of each table."""

    manifest_number: int
    months: list[str] = field(default_factory=list)
    tables: dict[str, TableChange] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether any row differs from before."""
        return any(change.written or change.deleted for change in self.tables.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that a table should hold: its key, the hash of its content, and how to get its rows."""

    key: PartKey
    sha256: str
    rows: Callable[[], pa.Table]


def publish_postgres(
    lake: Lake, url: str, *, receipts_url: str | None = None, everything: bool = False, wait_seconds: float = 60.0
) -> PublicationSummary:
    """Bring the server warehouse at `url` to the lake's present state: all its tables in one transaction.

    Partitions whose files are those of the last publication are not touched; `everything` compares them row by row
    all the same. Raises StoreError, the warehouse left as it was, where the server cannot be reached, was not set up
    by `numtrail warehouse init` of this version, another publication holds on for longer than `wait_seconds`, or rows
    break a key, a check or a reference.
    """
    with told_plainly(url), connected(url) as connection:
        connection.execute(sa.text(f"SET LOCAL lock_timeout = {int(wait_seconds * 1000)}"))
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(LOCK))))
        require_current(connection)
        # Read under the lock: who comes second publishes what the first one's lake has become since.
        snapshot = lake.snapshot()
        wanted = _wanted(snapshot)
        held = {} if everything else _held(connection)
        summary = PublicationSummary(snapshot.manifest.number)
        changes = {name: found for name in wanted if (found := _changes(wanted[name], held.get(name, {})))}
        with first_load(connection):
            _replace(connection, changes, wanted, summary)
        _tell(connection, snapshot, changes, wanted, site_address(receipts_url))
        months = {key[1] for found in changes.values() for key in found}
        summary.months = sorted(months - {ALL})
    return summary


def _wanted(snapshot: Snapshot) -> dict[str, dict[PartKey, _Part]]:
    """Table -> the parts it should hold, in an order in which each table comes after those it points to."""
    wanted: dict[str, dict[PartKey, _Part]] = {}
    for relation in dimension_relations():
        key = (relation.name, ALL, ALL)
        rows = partial(dimension_rows, relation)
        wanted[relation.name] = {key: _Part(key, dimension_digest(relation), rows)}
    for table in stored_tables():
        wanted[table.name] = {
            entry.key: _Part(entry.key, entry.sha256, partial(read_parquet, table, [snapshot.root / entry.path]))
            for entry in snapshot.entries(table.name)
        }
    return wanted


def _held(connection: sa.Connection) -> dict[str, dict[PartKey, str]]:
    """Table -> the parts it holds, each with the hash of its content."""
    held: dict[str, dict[PartKey, str]] = {}
    for row in connection.execute(sa.select(METADATA.tables[f"{SCHEMA}.{PUBLISHED_PARTS.name}"])):
        held.setdefault(row.table_name, {})[row.table_name, row.partition, row.part] = row.sha256
    return held


def _changes(wanted: Mapping[PartKey, _Part], held: Mapping[PartKey, str]) -> list[PartKey]:
    """The parts whose partition differs from what is held: a partition is replaced whole."""
    hashes = {key: part.sha256 for key, part in wanted.items()}
    partitions = {key[1] for key in hashes.keys() | held.keys() if hashes.get(key) != held.get(key)}
    return sorted(key for key in hashes.keys() | held.keys() if key[1] in partitions)


def _replace(
    connection: sa.Connection,
    changes: Mapping[str, list[PartKey]],
    wanted: Mapping[str, Mapping[PartKey, _Part]],
    summary: PublicationSummary,
) -> None:
    """Make the changed partitions of all tables what the lake says; references are checked at the commit."""
    merged = []
    for relation in _relations():
        if relation.name not in changes:
            continue
        change = summary.tables[relation.name] = TableChange()
        parts = [wanted[relation.name][key] for key in changes[relation.name] if key in wanted[relation.name]]
        if _is_empty(connection, relation):
            change.written = change.staged = _copy(connection, f"{SCHEMA}.{sql_name(relation.name)}", relation, parts)
        else:
            change.staged = _stage(connection, relation, parts)
            merged.append((relation, sorted({key[1] for key in changes[relation.name]})))
    for relation, partitions in merged:
        summary.tables[relation.name].deleted = _delete_gone(connection, relation, partitions)
    for relation, partitions in merged:
        summary.tables[relation.name].written = _write_changed(connection, relation, partitions)


def _relations() -> list[Relation]:
    return [*dimension_relations(), *map(relation_of, stored_tables())]


def _is_empty(connection: sa.Connection, relation: Relation) -> bool:
    return not connection.execute(
        sa.text(f"SELECT EXISTS (SELECT FROM {SCHEMA}.{sql_name(relation.name)})")  # noqa: S608 - quoted
    ).scalar_one()


def _stage(connection: sa.Connection, relation: Relation, parts: list[_Part]) -> int:
    staging = _staging(relation)
    connection.execute(
        sa.text(f"CREATE TEMPORARY TABLE {staging} (LIKE {SCHEMA}.{sql_name(relation.name)}) ON COMMIT DROP")
    )
    count = _copy(connection, staging, relation, parts)
    key = ", ".join(map(sql_name, relation.key))
    connection.execute(sa.text(f"ALTER TABLE {staging} ADD PRIMARY KEY ({key})"))
    # Without statistics the planner takes a new table for a small one and joins it row by row.
    connection.execute(sa.text(f"ANALYZE {staging}"))
    return count


def _copy(connection: sa.Connection, target: str, relation: Relation, parts: list[_Part]) -> int:
    """Send the rows of the parts to a table by COPY; returns how many."""
    columns = ", ".join(sql_name(column.name) for column in relation.columns)
    cursor = driver_of(connection).cursor()
    count = 0
    # A thread sends while the next rows are read and encoded.
    sender = QueuedLibpqWriter(cursor)
    with cursor.copy(f"COPY {target} ({columns}) FROM STDIN (FORMAT csv)", writer=sender) as copy:
        for part in parts:
            rows = _storable(part.rows())
            for batch in rows.to_batches(max_chunksize=_BATCH_ROWS):
                sink = io.BytesIO()
                # A batch at a time: pyarrow writes NUL bytes for a table whose first chunk has no rows.
                csv.write_csv(batch, sink, csv.WriteOptions(include_header=False))
                copy.write(sink.getvalue())
            count += rows.num_rows
    return count


def _storable(rows: pa.Table) -> pa.Table:
    """The rows with U+2400 in place of NUL, which PostgreSQL keeps in no text: one code point for one, spans stand."""
    for place, field_ in enumerate(rows.schema):
        if pa.types.is_string(field_.type) and pc.any(pc.match_substring(rows.column(place), "\0")).as_py():
            rows = rows.set_column(place, field_, pc.replace_substring(rows.column(place), "\0", "\u2400"))
    return rows


def _delete_gone(connection: sa.Connection, relation: Relation, partitions: list[str]) -> int:
    """Delete rows of the partitions that were not staged."""
    where = f"NOT EXISTS (SELECT FROM {_staging(relation)} AS staged WHERE {_same_key(relation)})"
    if partitions != [ALL]:
        where += f" AND held.{_MONTH} = ANY(:partitions)"
    query = f"DELETE FROM {SCHEMA}.{sql_name(relation.name)} AS held WHERE {where}"  # noqa: S608 - quoted
    return connection.execute(sa.text(query), {"partitions": partitions} if partitions != [ALL] else {}).rowcount


def _write_changed(connection: sa.Connection, relation: Relation, partitions: list[str]) -> int:
    """Insert new rows and update those that differ; rows as before are not touched, not even locked."""
    table, staging = f"{SCHEMA}.{sql_name(relation.name)}", _staging(relation)
    names = [column.name for column in relation.columns]
    if partitions != [ALL]:
        _require_own_keys(connection, relation, partitions)
    compared = [name for name in _compared(relation) if name not in relation.key]
    rest = [name for name in names if name not in relation.key]
    differs = " OR ".join(f"held.{sql_name(name)} IS DISTINCT FROM staged.{sql_name(name)}" for name in compared)
    first = sql_name(relation.key[0])
    query = (
        f"INSERT INTO {table} ({', '.join(map(sql_name, names))}) "  # noqa: S608 - quoted
        f"SELECT {', '.join(f'staged.{sql_name(name)}' for name in names)} FROM {staging} AS staged "
        f"LEFT JOIN {table} AS held ON {_same_key(relation)} WHERE held.{first} IS NULL"
        + (f" OR {differs}" if differs else "")
        + f" ON CONFLICT ({', '.join(map(sql_name, relation.key))}) DO "
        + (
            "UPDATE SET " + ", ".join(f"{sql_name(name)} = EXCLUDED.{sql_name(name)}" for name in rest)
            if rest
            else "NOTHING"
        )
    )
    return connection.execute(sa.text(query)).rowcount


def _require_own_keys(connection: sa.Connection, relation: Relation, partitions: list[str]) -> None:
    """Raise StoreError where a staged key already names a row of a month that is not being replaced."""
    query = (
        f"SELECT staged.{sql_name(relation.key[0])}, held.{_MONTH} FROM {_staging(relation)} AS staged "  # noqa: S608 - names quoted
        f"JOIN {SCHEMA}.{sql_name(relation.name)} AS held ON {_same_key(relation)} "
        f"WHERE held.{_MONTH} <> ALL(:partitions) LIMIT 1"
    )
    found = connection.execute(sa.text(query), {"partitions": partitions}).first()
    if found is not None:
        raise StoreError(
            f"{relation.name}: the key {found[0]} names a row of {found[1]} too: an article was moved to another month "
            "and its old month was not made again; run `numtrail run`. Nothing was published"
        )


def _compared(relation: Relation) -> list[str]:
    """The columns that tell whether a row differs: its fingerprint and what that leaves out, else all of them."""
    names = [column.name for column in relation.columns]
    return [name for name in names if name == "row_hash" or name in NOT_HASHED] if "row_hash" in names else names


def _same_key(relation: Relation) -> str:
    return " AND ".join(f"held.{sql_name(name)} = staged.{sql_name(name)}" for name in relation.key)


def _staging(relation: Relation) -> str:
    return sql_name(f"staging_{relation.name}")


def _tell(
    connection: sa.Connection,
    snapshot: Snapshot,
    changes: Mapping[str, list[PartKey]],
    wanted: Mapping[str, Mapping[PartKey, _Part]],
    receipts_url: str | None,
) -> None:
    """Note which state of the lake stands here now, and which parts."""
    parts = METADATA.tables[f"{SCHEMA}.{PUBLISHED_PARTS.name}"]
    for name, keys in changes.items():
        partitions = sorted({key[1] for key in keys})
        connection.execute(sa.delete(parts).where(parts.c.table_name == name, parts.c.partition.in_(partitions)))
        found = [wanted[name][key] for key in keys if key in wanted[name]]
        if found:
            named = ("table_name", "partition", "part")
            connection.execute(
                sa.insert(parts), [{**dict(zip(named, part.key, strict=True)), "sha256": part.sha256} for part in found]
            )
    manifest = METADATA.tables[f"{SCHEMA}.{PUBLISHED_MANIFEST.name}"]
    committed = snapshot.manifest.committed_at
    state = {
        "manifest_number": snapshot.manifest.number,
        "committed_at": datetime.fromisoformat(committed) if committed else None,
        "run_id": snapshot.manifest.run_id,
        "receipts_url": receipts_url,
    }
    known = connection.execute(sa.select(manifest)).mappings().all()
    if [dict(row) for row in known] != [state]:
        connection.execute(sa.delete(manifest))
        connection.execute(sa.insert(manifest), [state])
