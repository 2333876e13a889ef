"""The Superset bundle: database, datasets with every column described, charts and the dashboard, as one zip file.

Charts and dashboard are the YAML files beside this module. Datasets are written from the views' own comments, so that a
description is said once. Ids are made of names: to import the bundle again changes what is there and adds nothing.
"""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import yaml

from warehouse.duckdb_file import create_tables_and_views

DATABASE = "Numtrail"
DASHBOARD = "numtrail"
_HERE = Path(__file__).parent
_SPACE = uuid.UUID("0d1f2a1e-64d5-5a58-8c10-6f1f1a0f9d7e")
_COLUMNS = """
    SELECT table_name, column_name, data_type, comment FROM duckdb_columns()
    WHERE schema_name = 'bi' ORDER BY table_name, column_index
"""
_COMMENTS = "SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'bi'"
_TIMES = ("DATE", "TIMESTAMP WITH TIME ZONE")
_HEIGHT = 50


def bundle_bytes(database_uri: str) -> bytes:
    """The bundle as a zip file for Superset's asset import; `database_uri` must hold no password."""
    files: dict[str, Any] = {
        "metadata.yaml": {"version": "1.0.0", "type": "assets", "timestamp": "2026-01-01T00:00:00+00:00"},
        f"databases/{DATABASE}.yaml": _database(database_uri),
        **{f"datasets/{DATABASE}/{name}.yaml": dataset for name, dataset in datasets().items()},
        **{f"charts/{path.stem}.yaml": _chart(path) for path in chart_files()},
        f"dashboards/{DASHBOARD}.yaml": _dashboard(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, document in files.items():
            # A fixed moment: the same content gives the same bytes.
            entry = zipfile.ZipInfo(f"bundle/{name}", (2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
    return packed.getvalue()


def datasets() -> dict[str, dict[str, Any]]:
    """View -> its dataset: every column with type and description, and the metrics of `metrics.csv`."""
    with duckdb.connect() as database:
        create_tables_and_views(database)
        described = dict(database.execute(_COMMENTS).fetchall())
        columns: dict[str, list[dict[str, Any]]] = {name: [] for name in described}
        for view, name, kind, comment in database.execute(_COLUMNS).fetchall():
            if view in columns:
                columns[view].append(_column(name, kind, comment))
    metrics = _metrics()
    return {
        name: {
            "table_name": name,
            "main_dttm_col": next((column["column_name"] for column in columns[name] if column["is_dttm"]), None),
            "description": described[name],
            "schema": "bi",
            "catalog": None,
            "sql": None,
            "filter_select_enabled": True,
            "normalize_columns": False,
            "always_filter_main_dttm": False,
            "uuid": _id("dataset", name),
            "metrics": metrics.get(name, []),
            "columns": columns[name],
            "version": "1.0.0",
            "database_uuid": _id("database", DATABASE),
        }
        for name in sorted(described)
    }


def chart_files() -> list[Path]:
    """The files of the charts, by name."""
    return sorted((_HERE / "charts").glob("*.yaml"))


def _column(name: str, kind: str, comment: str) -> dict[str, Any]:
    return {
        "column_name": name,
        "type": kind,
        "is_dttm": kind in _TIMES,
        "is_active": True,
        "groupby": True,
        "filterable": True,
        "description": comment,
    }


def _metrics() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with (_HERE / "metrics.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            metric = {
                "metric_name": row["metric"],
                "verbose_name": row["metric"].replace("_", " "),
                "metric_type": None,
                "expression": row["expression"],
                "description": row["description"],
                "d3format": row["format"],
            }
            found.setdefault(row["view"], []).append(metric)
    return found


def _database(uri: str) -> dict[str, Any]:
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": uri,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True},
        "uuid": _id("database", DATABASE),
        "version": "1.0.0",
    }


def _chart(path: Path) -> dict[str, Any]:
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        "slice_name": declared["slice_name"],
        "description": declared["description"],
        "viz_type": declared["viz_type"],
        "params": {"viz_type": declared["viz_type"], **declared["params"]},
        "uuid": _id("chart", path.stem),
        "version": "1.0.0",
        "dataset_uuid": _id("dataset", declared["view"]),
    }


def _dashboard() -> dict[str, Any]:
    declared = yaml.safe_load((_HERE / "dashboard.yaml").read_text(encoding="utf-8"))
    rows = [f"ROW-{number}" for number in range(len(declared["rows"]))]
    position: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {"type": "GRID", "id": "GRID_ID", "children": rows, "parents": ["ROOT_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": declared["title"]}},
    }
    for row, charts in zip(rows, declared["rows"], strict=True):
        parents = ["ROOT_ID", "GRID_ID"]
        names = [f"CHART-{chart}" for chart, _ in charts]
        meta = {"background": "BACKGROUND_TRANSPARENT"}
        position[row] = {"type": "ROW", "id": row, "children": names, "parents": parents, "meta": meta}
        for chart, width in charts:
            position[f"CHART-{chart}"] = _place(chart, width, [*parents, row])
    return {
        "dashboard_title": declared["title"],
        "description": None,
        "css": "",
        "slug": declared["slug"],
        "uuid": _id("dashboard", DASHBOARD),
        "position": position,
        "metadata": {},
        "published": True,
        "version": "1.0.0",
    }


def _place(chart: str, width: int, parents: list[str]) -> dict[str, Any]:
    """Where a chart stands; without its id and name the import would add every chart once more."""
    name = yaml.safe_load((_HERE / "charts" / f"{chart}.yaml").read_text(encoding="utf-8"))["slice_name"]
    meta = {"uuid": _id("chart", chart), "sliceName": name, "width": width, "height": _HEIGHT, "chartId": 0}
    return {"type": "CHART", "id": f"CHART-{chart}", "children": [], "parents": parents, "meta": meta}


def _id(kind: str, name: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{kind}/{name}"))
