"""The Superset bundle holds together: every column described, every name there, sums of additive columns alone."""

import io
import re
import zipfile

import duckdb
import pytest
import yaml

from schemas.errors import SettingsError
from warehouse.duckdb_file import create_tables_and_views
from warehouse.superset.bundle import bundle_bytes, chart_files, datasets
from warehouse.superset.serve import database_uri

URI = "duckdb:////somewhere/warehouse.duckdb?access_mode=read_only"


@pytest.fixture(scope="module")
def bundle():
    with zipfile.ZipFile(io.BytesIO(bundle_bytes(URI))) as archive:
        return {name: yaml.safe_load(archive.read(name)) for name in archive.namelist()}


def test_same_bundle_has_the_same_bytes():
    assert bundle_bytes(URI) == bundle_bytes(URI)


def test_every_view_is_a_dataset_with_every_column_described():
    found = datasets()

    with duckdb.connect() as database:
        create_tables_and_views(database)
        views = {
            name
            for (name,) in database.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'bi'").fetchall()
        }
    assert set(found) == views
    for name, dataset in found.items():
        assert dataset["description"], name
        assert all(len(column["description"]) > 4 for column in dataset["columns"]), name


def test_metrics_sum_only_what_may_be_summed():
    metrics = [metric for dataset in datasets().values() for metric in dataset["metrics"]]

    assert len(metrics) > 10
    summed = [name for metric in metrics for name in re.findall(r"SUM\((\w+)\)", metric["expression"])]
    assert summed
    assert all(name.endswith("_additive") for name in summed)


def test_charts_name_columns_and_metrics_that_are_there(bundle):
    known = datasets()

    for path in chart_files():
        chart = yaml.safe_load(path.read_text(encoding="utf-8"))
        dataset, params = known[chart["view"]], chart["params"]
        columns = {column["column_name"] for column in dataset["columns"]}
        used = {*params.get("all_columns", ()), *params.get("groupby", ()), *filter(None, [params.get("x_axis")])}
        used |= {condition["subject"] for condition in params.get("adhoc_filters", ())}
        assert used <= columns, path.name
        assert set(params.get("metrics", ())) <= {metric["metric_name"] for metric in dataset["metrics"]}, path.name


def test_metrics_can_be_asked_of_the_views():
    with duckdb.connect() as database:
        create_tables_and_views(database)
        for name, dataset in datasets().items():
            for metric in dataset["metrics"]:
                assert database.execute(f"SELECT {metric['expression']} FROM bi.{name}").fetchone() is not None


def test_dashboard_shows_every_chart_once_by_id(bundle):
    (dashboard,) = [document for name, document in bundle.items() if "/dashboards/" in name]
    charts = {document["uuid"]: document["slice_name"] for name, document in bundle.items() if "/charts/" in name}
    shown = [
        (entry["meta"]["uuid"], entry["meta"]["sliceName"])
        for entry in dashboard["position"].values()
        if isinstance(entry, dict) and entry["type"] == "CHART"
    ]

    assert sorted(shown) == sorted(charts.items())
    assert len(charts) >= 5
    ids = [document["uuid"] for document in bundle.values() if "uuid" in document]
    assert len(ids) == len(set(ids))


def test_server_is_read_as_the_reader_and_its_password_stays_out_of_the_bundle(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMTRAIL_WAREHOUSE_URL", "postgresql://numtrail_writer:w:ord@db.example:5433/news")
    monkeypatch.setenv("NUMTRAIL_READER_PASSWORD", "se:cr\\et")
    uri = database_uri(tmp_path, tmp_path / "absent.duckdb")

    assert uri.startswith("postgresql+psycopg2://numtrail_reader@db.example:5433/news?passfile=")
    assert "cr" not in uri.split("passfile")[0]
    kept = tmp_path / "pgpass"
    assert kept.read_text() == "db.example:5433:news:numtrail_reader:se\\:cr\\\\et\n"
    assert kept.stat().st_mode & 0o077 == 0


def test_file_is_read_where_no_server_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("NUMTRAIL_WAREHOUSE_URL", raising=False)
    monkeypatch.delenv("NUMTRAIL_READER_PASSWORD", raising=False)
    with pytest.raises(SettingsError, match="make run"):
        database_uri(tmp_path, tmp_path / "warehouse.duckdb")
    (tmp_path / "warehouse.duckdb").touch()

    assert database_uri(tmp_path, tmp_path / "warehouse.duckdb").endswith("warehouse.duckdb?access_mode=read_only")
