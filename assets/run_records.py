"""Dagster's records of runs in SQLite, written as one process writes them: an open connection, an event a transaction.

Dagster opens each file anew for every event, with all that goes with it: a connection, its settings, statements
compiled again, the log folded into the file and flushed when it is closed. A year of months tells some six hundred
events, and telling them took longer than making the months. The files and their tables are Dagster's own, and the UI
reads them as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from threading import RLock
from typing import Any

import sqlalchemy as sa
from dagster._core.events.log import EventLogEntry
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData

BATCH = "100"
"""Events of one kind that are written in one transaction: `DAGSTER_EVENT_BATCH_SIZE` where it is not set."""


class RunEvents(SqliteEventLogStorage):
    """The event log with a connection kept for each of its files, and batches of events in one transaction."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._engines: dict[str, sa.Engine] = {}
        self._open: dict[str, sa.Connection] | None = None
        self._known_tables: set[str] = set()
        super().__init__(base_dir, inst_data)
        self._db_lock: Any = RLock()  # a batch holds it while its events are stored one by one

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; one that was there stays."""
        if table_name not in self._known_tables and super().has_table(table_name):
            self._known_tables.add(table_name)
        return table_name in self._known_tables

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events in one transaction of each file: all or none of them."""
        with self._db_lock, ExitStack() as transactions:
            self._open = {}
            try:
                for event in events:
                    self.store_event(event)
                for connection in self._open.values():
                    connection.commit()
            finally:
                for connection in self._open.values():
                    transactions.callback(connection.close)
                self._open = None

    def dispose(self) -> None:
        """Close the connections."""
        with self._db_lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()
        super().dispose()

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sa.Connection]:
        with self._db_lock:
            if self._open is not None:
                if shard not in self._open:
                    self._open[shard] = self._engine(shard).connect()
                    self._open[shard].begin()
                yield self._open[shard]
                return
            with self._engine(shard).connect() as connection, connection.begin():
                yield connection

    def _engine(self, shard: str) -> sa.Engine:
        """The engine of a file, with its one connection; the file is laid out where it is new."""
        engine = self._engines.get(shard)
        if engine is None:
            timeout = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
            engine = sa.create_engine(self.conn_string_for_shard(shard), pool_size=1, connect_args=timeout)
            sa.event.listen(engine, "connect", _write_ahead)
            self._initdb(engine)
            self._engines[shard] = engine
        return engine


class RunRecords(DagsterSqliteStorage):
    """Dagster's storage in SQLite with the event log above; runs and schedules are kept as they are by Dagster."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = RunEvents(self._event_log_storage._base_dir)  # the folder it chose

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> RunRecords:
        """Made of what `dagster.yaml` says."""
        return cls.from_local(inst_data=inst_data, **config_value)


def kept_open(folder: str, overrides: Mapping[str, Any]) -> InstanceRef:
    """Where a Dagster folder keeps its records: in the same SQLite files by way of `RunRecords`, where it has such.

    Records that lie on a server, or that `dagster.yaml` puts elsewhere, are left as they are.
    """
    ref = InstanceRef.from_dir(folder, overrides=dict(overrides))
    stored = ref.storage_data
    if stored is None or stored.class_name != DagsterSqliteStorage.__name__:
        return ref
    custom = {"module": __name__, "class": RunRecords.__name__, "config": {"base_dir": stored.config_dict["base_dir"]}}
    return InstanceRef.from_dir(folder, overrides={**overrides, "storage": {"custom": custom}})


def _write_ahead(connection: Any, _record: object) -> None:
    """Flush to the disk when the log is folded in, and not at every event.

    A power cut may then take the last events with it and damages nothing. What counts lies in the lake, which flushes
    each commit of its own; a killed process loses nothing.
    """
    connection.execute("PRAGMA synchronous=NORMAL")
