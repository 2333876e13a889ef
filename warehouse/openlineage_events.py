"""What a run did, in the words of OpenLineage: a job a step, the tables it read and wrote, and column lineage.

Events go to a file of the home folder, a line each, and besides to wherever OpenLineage's own settings point
(OPENLINEAGE_URL, OPENLINEAGE_CONFIG, OPENLINEAGE__TRANSPORT__…). No event holds a word of any article.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.tables import TABLES
from warehouse.contracts import table_columns, table_description
from warehouse.durable import make_folder
from warehouse.lineage import OUTSIDE, column_sources
from warehouse.manifest import Entry

if TYPE_CHECKING:
    from openlineage.client.event_v2 import InputDataset, OutputDataset, RunEvent

PRODUCER = "urn:numtrail"
NAMESPACE = "numtrail"
"""Namespace of the jobs where OPENLINEAGE_NAMESPACE gives no other."""
FILES = "file"
"""Namespace of data sets that are local files, as the naming rules of OpenLineage have it."""
_INDIRECT = frozenset({"join", "filter", "conditional"})
_SETTINGS = ("OPENLINEAGE_URL", "OPENLINEAGE_CONFIG", "OPENLINEAGE__TRANSPORT__TYPE", "OPENLINEAGE__TRANSPORT__URL")


@dataclass(frozen=True, slots=True)
class StepRun:
    """A step of a run: its name, the tables it reads, the files of the lake it wrote, and files it published."""

    name: str
    reads: tuple[str, ...]
    entries: tuple[Entry, ...]
    published: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class RunTold:
    """A run that ended: its id (a UUID), the name of its job, when it began and ended, and why it failed, if it did.

    state: COMPLETE, FAIL or ABORT. steps: those that wrote anything.
    """

    run_id: str
    job: str
    started: datetime
    ended: datetime
    state: str
    reason: str | None
    steps: tuple[StepRun, ...]


def run_events(run: RunTold, home: Path) -> Iterator[RunEvent]:
    """The events of a run in order: its start, start and end of each step, its end; steps name it as their parent."""
    from openlineage.client.event_v2 import RunState
    from openlineage.client.generated.error_message_run import ErrorMessageRunFacet
    from openlineage.client.generated.parent_run import Job, ParentRunFacet, Run

    name = f"numtrail.{run.job}"
    yield _event(RunState.START, run.started, run.run_id, name)
    parent = {"parent": ParentRunFacet(run=Run(run.run_id), job=Job(_namespace(), name), producer=PRODUCER)}
    for step in run.steps:
        step_id = str(uuid.uuid5(uuid.UUID(run.run_id), step.name))
        ended = max([entry.committed_at for entry in step.entries], default=run.ended.isoformat())
        inputs = [_input(table, home) for table in step.reads]
        outputs = [*_outputs(step, home), *(_file(path) for path in step.published)]
        step_name = f"{name}.{step.name}"
        yield _event(RunState.START, run.started, step_id, step_name, parent, inputs, outputs)
        yield _event(RunState.COMPLETE, datetime.fromisoformat(ended), step_id, step_name, parent, inputs, outputs)
    failed = {"errorMessage": ErrorMessageRunFacet(run.reason, "PYTHON", producer=PRODUCER)} if run.reason else {}
    yield _event(RunState[run.state], run.ended, run.run_id, name, failed)


def emit_events(events: Sequence[RunEvent], path: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Append the events to a file, a line each, and send them to where the settings of OpenLineage point.

    Raises whatever its transport raises where they cannot be sent; the file has them then all the same.
    """
    from openlineage.client import OpenLineageClient
    from openlineage.client.transport.file import FileConfig, FileTransport

    make_folder(path.parent)
    to_file = OpenLineageClient(transport=FileTransport(FileConfig(log_file_path=str(path), append=True)))
    for event in events:
        to_file.emit(event)
    if any(environ.get(name) for name in _SETTINGS):
        elsewhere = OpenLineageClient()
        for event in events:
            elsewhere.emit(event)


def _event(
    state: Any,
    when: datetime,
    run_id: str,
    job: str,
    facets: Mapping[str, Any] | None = None,
    inputs: Sequence[InputDataset] = (),
    outputs: Sequence[OutputDataset] = (),
) -> RunEvent:
    from openlineage.client.event_v2 import Job, Run, RunEvent
    from openlineage.client.generated.job_type_job import JobTypeJobFacet

    kind = JobTypeJobFacet(processingType="BATCH", integration="NUMTRAIL", jobType="RUN", producer=PRODUCER)
    return RunEvent(
        eventType=state,
        eventTime=when.isoformat(),
        run=Run(run_id, facets=dict(facets or {})),
        job=Job(_namespace(), job, facets={"jobType": kind}),
        inputs=list(inputs),
        outputs=list(outputs),
        producer=PRODUCER,
    )


def _namespace() -> str:
    return os.environ.get("OPENLINEAGE_NAMESPACE") or NAMESPACE


def _name(table: str, home: Path) -> str:
    """Where a table, or what lies outside the lake, is kept: the name of its data set."""
    return (home / table if table in OUTSIDE else home / "lake" / table).as_posix()


def _input(table: str, home: Path) -> InputDataset:
    from openlineage.client.event_v2 import InputDataset

    return InputDataset(FILES, _name(table, home), facets={} if table in OUTSIDE else {"schema": _schema(table)})


def _file(path: Path) -> OutputDataset:
    from openlineage.client.event_v2 import OutputDataset

    return OutputDataset(FILES, path.as_posix())


def _outputs(step: StepRun, home: Path) -> Iterator[OutputDataset]:
    from openlineage.client.event_v2 import OutputDataset
    from openlineage.client.generated.output_statistics_output_dataset import OutputStatisticsOutputDatasetFacet

    for table in sorted({entry.table for entry in step.entries}):
        files = [entry for entry in step.entries if entry.table == table]
        statistics = OutputStatisticsOutputDatasetFacet(
            rowCount=sum(entry.rows for entry in files),
            size=sum(entry.bytes for entry in files),
            fileCount=len(files),
            producer=PRODUCER,
        )
        yield OutputDataset(
            FILES,
            _name(table, home),
            facets={"schema": _schema(table), "columnLineage": _lineage(table, home), "documentation": _said(table)},
            outputFacets={"outputStatistics": statistics},
        )


def _schema(table: str) -> Any:
    from openlineage.client.generated.schema_dataset import SchemaDatasetFacet, SchemaDatasetFacetFields

    columns = table_columns(TABLES[table])
    fields = [SchemaDatasetFacetFields(column.name, column.sql_type, column.description) for column in columns]
    return SchemaDatasetFacet(fields=fields, producer=PRODUCER)


def _said(table: str) -> Any:
    from openlineage.client.generated.documentation_dataset import DocumentationDatasetFacet

    return DocumentationDatasetFacet(description=table_description(TABLES[table]), producer=PRODUCER)


def _lineage(table: str, home: Path) -> Any:
    from openlineage.client.generated.column_lineage_dataset import (
        ColumnLineageDatasetFacet,
        Fields,
        InputField,
        Transformation,
    )

    def inputs(sources: Sequence[Any]) -> list[InputField]:
        return [
            InputField(
                FILES,
                _name(source.table, home),
                source.column,
                [Transformation("INDIRECT" if source.how in _INDIRECT else "DIRECT", source.how.upper())],
            )
            for source in sources
        ]

    fields = {column: Fields(inputs(sources)) for column, sources in column_sources(table).items() if sources}
    return ColumnLineageDatasetFacet(fields=fields, producer=PRODUCER)
