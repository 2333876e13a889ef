"""A bucket of claims as a unit of work: facts and audits of it, made in this process or in another.

A bucket is matched as a whole. So it travels as a single row, which holds all that it is made from and which no runner
cuts in two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from assets.auditing import audits_of
from assets.fact_rows import inputs_of
from assets.fact_topics import OWNERS
from assets.pool_worker import as_stream
from assets.runners import Runner
from pipelines.conform.audits import FactIndex
from pipelines.conform.observations import find_facts, observation_rows
from schemas.errors import NumtrailError
from schemas.rows import table_of

Tables = dict[str, pa.Table]
Unit = tuple[int, pa.Table, pa.Table]
"""A bucket's number, its claims, and its guests: claims of other topics that its own are held against."""

_ROW = pa.schema([("rows", pa.large_binary()), ("guests", pa.large_binary())])


def worked_on(
    runner: Runner, work: Callable[[pa.Table], Tables], units: Iterable[Unit]
) -> Iterator[tuple[int, pa.Table, Tables]]:
    """The number of each bucket in order, its claims, and the tables that `work` makes of it where `runner` works.

    Raises:
        NumtrailError: A bucket could not be worked on in a pool; what a rule raises in this process is raised as it is.
    """
    sent: deque[tuple[int, pa.Table]] = deque()

    def batches() -> Iterator[pa.Table]:
        for number, rows, guests in units:
            sent.append((number, rows))
            yield pa.table({"rows": [bytes(as_stream(rows))], "guests": [bytes(as_stream(guests))]}, schema=_ROW)

    for tables in runner.run(work, refuse_bucket, batches()):
        number, rows = sent.popleft()
        yield number, rows, tables


def observe_bucket(unit: pa.Table) -> Tables:
    """The facts of a bucket, and which claim speaks for which."""
    rows, _ = _opened(unit)
    observations, bridges = observation_rows(find_facts(inputs_of(rows).claims))
    return {
        "core_observations": table_of("core_observations", observations),
        "core_observation_claims": table_of("core_observation_claims", bridges),
    }


def audit_bucket(unit: pa.Table) -> Tables:
    """The audits of a bucket's own claims and facts; its guests are only looked up."""
    rows, guests = _opened(unit)
    found = inputs_of(pa.concat_tables([rows, guests]))
    facts = find_facts(found.claims)
    tables = audits_of(FactIndex(facts, found.links), found.wordings)
    if not guests.num_rows:
        return tables
    claims = set(rows["claim_id"].to_pylist())
    own = {
        "claim": pa.array(claims, pa.string()),
        "observation": pa.array([f.observation_id for f in facts if f.chosen.claim_id in claims], pa.string()),
    }
    return {
        name: table.filter(pc.is_in(table[OWNERS[name][0]], own[OWNERS[name][1]])) for name, table in tables.items()
    }


def refuse_bucket(unit: pa.Table, reason: str, message: str) -> Tables:
    """Facts have no place for rejects: a bucket that no worker comes through fails the step, which stays as it was."""
    rows, _ = _opened(unit)
    first = f", the first {rows['claim_id'][0]}," if rows.num_rows else ""
    raise NumtrailError(
        f"{rows.num_rows} claims{first} could not be matched to facts ({reason}): {message} "
        "The facts stand as they were. Run again with NUMTRAIL_ENGINE=inline to see the whole error, and report it"
    )


def _opened(unit: pa.Table) -> tuple[pa.Table, pa.Table]:
    (row,) = unit.to_pylist()
    return pa.ipc.open_stream(row["rows"]).read_all(), pa.ipc.open_stream(row["guests"]).read_all()
