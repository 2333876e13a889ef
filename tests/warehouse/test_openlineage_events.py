"""Lineage events say what a run read and wrote, in the published classes of OpenLineage, in a file and over HTTP."""

import enum
import importlib
import json
import pkgutil
import re
import threading
import types
import typing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import attr
import pytest
from openlineage.client import event_v2, generated

from assets.freshness import STEPS
from schemas.tables import TABLES
from warehouse.lineage import column_sources
from warehouse.openlineage_events import RunTold, StepRun, emit_events, run_events

RUN = "0b5c8f0e-1d2c-4d5e-8f00-0123456789ab"
STARTED = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
CLASSES = {
    name: value
    for module in pkgutil.iter_modules(generated.__path__)
    for name, value in vars(importlib.import_module(f"{generated.__name__}.{module.name}")).items()
    if attr.has(value)
}
"""The classes that OpenLineage generates from its published schemas, by the name of their definition there."""


def misfits(value, expected, where=""):
    """What of a JSON value is not as a published class declares it; facets are known by the schema they name."""
    if isinstance(value, dict) and "_schemaURL" in value:
        expected = CLASSES[re.fullmatch(r"https://openlineage\.io/spec/.+#/\$defs/(\w+)", value["_schemaURL"])[1]]
    origin, inner = typing.get_origin(expected), typing.get_args(expected)
    if origin in (typing.Union, types.UnionType):
        inner = [one for one in inner if (one is type(None)) == (value is None)]
        return min((misfits(value, one, where) for one in inner), key=len, default=[f"{where}: null"])
    if origin is list:
        return [said for place, item in enumerate(value) for said in misfits(item, inner[0], f"{where}[{place}]")]
    if origin is dict:
        return [said for name, item in value.items() for said in misfits(item, inner[1], f"{where}.{name}")]
    if attr.has(expected):
        return fields_that_misfit(value, expected, where)
    if isinstance(expected, type) and issubclass(expected, enum.Enum):
        expected = str
    is_fit = expected is typing.Any or isinstance(value, expected)
    return [] if is_fit else [f"{where}: {value!r} is no {expected.__name__}"]


def fields_that_misfit(value, expected, where):
    """What of a JSON object is not as the fields of its class say."""
    known = {**vars(typing), **CLASSES, **vars(importlib.import_module(expected.__module__))}
    hints = typing.get_type_hints(expected, known)
    fields = {field.name: field for field in attr.fields(expected)}
    found = [f"{where}: {name} is no field of {expected.__name__}" for name in value.keys() - fields.keys()]
    for name, field in fields.items():
        if name in value:
            found += misfits(value[name], hints[name], f"{where}.{name}")
        elif field.default is attr.NOTHING:
            found.append(f"{where}: {name} of {expected.__name__} is missing")
    return found


@pytest.fixture
def run(filled) -> RunTold:
    """A run that made every table of the lake."""
    steps = []
    for step in STEPS.values():
        entries = tuple(entry for name in step.makes for entry in filled.lake.entries(name))
        steps.append(StepRun(step.name, step.reads, entries))
    return RunTold(RUN, "rebuild_months", STARTED, STARTED + timedelta(seconds=9), "COMPLETE", None, tuple(steps))


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_events_are_what_the_published_classes_declare(run, tmp_path):
    path = tmp_path / "openlineage" / f"{RUN}.ndjson"
    emit_events(list(run_events(run, tmp_path)), path, {})
    told = lines(path)
    assert len(told) == 2 + 2 * len(STEPS)
    for event in told:
        assert misfits(event, event_v2.RunEvent) == []
    spoilt = json.loads(json.dumps(told[3]).replace('"inputFields"', '"inputs"'))
    assert any("inputFields of Fields is missing" in line for line in misfits(spoilt, event_v2.RunEvent))


def test_every_output_says_what_its_columns_are_made_from(run, tmp_path):
    events = [json.loads(json.dumps(attr.asdict(event), default=str)) for event in run_events(run, tmp_path)]
    outputs = {output["name"]: output for event in events for output in event["outputs"]}
    assert {name.rpartition("/")[2] for name in outputs} == {name for step in STEPS.values() for name in step.makes}
    for name, output in outputs.items():
        table = name.rpartition("/")[2]
        sources = {column: found for column, found in column_sources(table).items() if found}
        fields = output["facets"]["columnLineage"]["fields"]
        assert fields.keys() == sources.keys()
        for column, found in sources.items():
            said = [(field["name"].rpartition("/")[2], field["field"]) for field in fields[column]["inputFields"]]
            assert said == [(source.table, source.column) for source in found]
        columns = [field["name"] for field in output["facets"]["schema"]["fields"]]
        assert set(fields) <= set(columns)
        assert len(columns) == len(TABLES[table].contract.to_schema().columns)


def test_each_run_starts_and_ends_and_steps_name_their_parent(run, tmp_path):
    told = [json.loads(json.dumps(attr.asdict(event), default=str)) for event in run_events(run, tmp_path)]
    by_run = {}
    for event in told:
        by_run.setdefault(event["run"]["runId"], []).append(event["eventType"].rpartition(".")[2])
    assert set(map(tuple, by_run.values())) == {("START", "COMPLETE")}
    parents = {event["run"]["facets"]["parent"]["run"]["runId"] for event in told if "parent" in event["run"]["facets"]}
    assert parents == {RUN}


def test_a_failed_run_says_which_step_without_words_of_an_article(run, tmp_path):
    failed = RunTold(RUN, "rebuild_months", STARTED, STARTED, "FAIL", "failed: months", ())
    first, last = run_events(failed, tmp_path)
    assert (first.eventType.value, last.eventType.value) == ("START", "FAIL")
    assert last.run.facets["errorMessage"].message == "failed: months"


def test_the_same_events_go_to_a_server_where_one_is_set(run, tmp_path, monkeypatch):
    received = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        monkeypatch.setenv("OPENLINEAGE_URL", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        emit_events(list(run_events(run, tmp_path)), tmp_path / "events.ndjson")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert received == lines(tmp_path / "events.ndjson")
