"""What the UI shows of each asset, job and switch before anything was made: nothing without a word of what it is."""

import dagster as dg
import pytest

from assets.definitions import defs
from assets.materialisations import claims_preview
from assets.receipts import receipts
from assets.resources import Home
from schemas.errors import SettingsError
from schemas.rows import bare_schema, table_of
from schemas.tables import TABLES

SPECS = {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


@pytest.mark.parametrize("name", sorted(SPECS))
def test_an_asset_says_what_it_is(name):
    spec = SPECS[name]
    assert len(spec.description) > 30
    assert spec.owners
    assert spec.kinds
    assert spec.group_name != "default"
    assert spec.code_version
    assert isinstance(spec.freshness_policy, dg.FreshnessPolicy)
    (reference,) = spec.metadata["dagster/code_references"].code_references
    assert "/assets/" in reference.file_path
    if name in TABLES:
        columns = spec.metadata["dagster/column_schema"].columns
        assert [column.name for column in columns if not column.description or not column.type] == []


def test_every_job_schedule_sensor_check_and_setting_says_what_it_does():
    repository = defs.get_repository_def()
    told = {job.name: job.description for job in repository.get_all_jobs() if not job.name.startswith("__")}
    told |= {schedule.name: schedule.description for schedule in repository.schedule_defs}
    told |= {sensor.name: sensor.description for sensor in repository.sensor_defs}
    checks = defs.resolve_asset_graph().asset_check_keys
    told |= {str(key): defs.resolve_asset_graph().get_check_spec(key).description for key in checks}
    assert [name for name, description in told.items() if len(description or "") < 30] == []
    for job in ("ingest_and_publish", "rebuild_months", "refresh_rates", "verify_trail"):
        assert job in told
    settings = set()
    for job in repository.get_all_jobs():
        for node in job.nodes_in_topological_order:
            fields = getattr(node.definition.config_schema.config_type, "fields", {})
            assert [name for name, field in fields.items() if not field.description] == [], (job.name, node.name)
            settings |= fields.keys()
    assert {"force", "fetch", "keep_days", "keep_run_days"} <= settings


def test_receipts_are_written_unless_the_settings_leave_them_out(home, monkeypatch):
    index = home.folder / "receipts" / "index.html"
    monkeypatch.setenv("NUMTRAIL_RECEIPTS", "none")
    with dg.DagsterInstance.ephemeral() as instance:
        assert dg.materialize([receipts], resources={"home": home}, instance=instance).success
        assert not index.exists()
        (told,) = instance.fetch_observations(dg.AssetKey("receipts"), limit=2).records
        assert "NUMTRAIL_RECEIPTS is none" in told.event_log_entry.asset_observation.description
        assert home.receipts_told() == {}
        monkeypatch.setenv("NUMTRAIL_RECEIPTS", "all")
        assert dg.materialize([receipts], resources={"home": home}, instance=instance).success
    assert index.is_file()
    assert set(home.receipts_told()) == {"receipts"}
    monkeypatch.setenv("NUMTRAIL_RECEIPTS", "some")
    with pytest.raises(SettingsError, match="give all, or none"):
        home.receipts_told()


def test_receipts_are_linked_where_they_are_published_and_named_where_they_are_not(home, monkeypatch):
    page = home.folder / "receipts" / "index.html#from=2023-04&to=2023-04"
    assert home.receipts_link("2023-04") == dg.MetadataValue.path(str(page))
    monkeypatch.setenv("NUMTRAIL_RECEIPTS_URL", "https://receipts.example.org/")
    linked = Home().receipts_link("2023-04")
    assert linked == dg.MetadataValue.url("https://receipts.example.org/index.html#from=2023-04&to=2023-04")


def test_a_claim_of_the_preview_leads_to_its_receipt_and_brings_no_markup():
    values = {
        "claim_id": "c_1", "article_id": "a_1", "quote": "3.5 billion yuan", "kind": "money", "unit": "CNY",
        "sentence": "Hefei put 3.5 billion yuan | [x](javascript:1) <img src=x>.",
    }  # fmt: skip
    claims = table_of(
        "core_claims", [tuple(values.get(name) for name in bare_schema("core_claims").names if name != "row_hash")]
    )
    row = claims_preview(claims, "https://receipts.example.org").splitlines()[2]
    assert row.endswith("| [c\\_1](https://receipts.example.org/a_1.html#c_1) |")
    assert "<img" not in row
    assert "[x](" not in row
    assert claims_preview(claims).splitlines()[2].endswith("| c\\_1 |")
