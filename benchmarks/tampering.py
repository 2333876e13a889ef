"""`python -m benchmarks tampering HOME`: change a byte, a digit and a rate in turn, and see that each is named.

HOME is a folder that `numtrail run` filled; a copy of it is changed, never HOME. Places are drawn with a seed: digits
of quoted numbers in the landed files, values of claims in the lake, days of rates that conversions use, and a byte of a
stored file. After each change everything is derived again; the change counts as found where the row or file that was
changed is among what is named.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from assets.resources import Home
from assets.verification import verify_all
from benchmarks.inputs import existing_folder
from schemas.tables import TABLES
from warehouse.parquet import read_parquet

NOW = datetime(2025, 6, 1, tzinfo=UTC)


def main(arguments: list[str]) -> int:
    """Change and look; exit code 1 where the honest copy fails, or a change is not named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks tampering", description=__doc__)
    parser.add_argument("home", type=existing_folder)
    parser.add_argument("--each", type=int, default=3, help="bytes, digits and rates changed, one after another")
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args(arguments)
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="numtrail-tampering-") as folder:
        root = Path(folder) / "home"
        shutil.copytree(options.home, root, ignore=shutil.ignore_patterns("receipts", "dagster", "superset", "audit"))
        home = Home(root=str(root))
        honest = {verdict.name: verdict for verdict in verify_all(home, _quiet)}
        counted = ", ".join(f"{name} {verdict.checked}" for name, verdict in honest.items())
        failed = sum(verdict.failed for verdict in honest.values())
        print(f"unchanged: {failed} fail of: {counted}", flush=True)
        missed = bool(failed)
        changes = [one(home, draw) for _ in range(options.each) for one in (a_landed_digit, a_claim, a_rate)]
        for told, names, changing in [*changes, a_stored_byte(home, draw)]:
            with changing:
                found = [verdict for verdict in verify_all(home, _quiet) if verdict.failed]
            lines = [line for verdict in found for line in verdict.first]
            is_named = any(name in line for line in lines for name in names)
            missed |= not is_named
            where = "; ".join(f"{verdict.name} {verdict.failed}" for verdict in found) or "nothing"
            print(f"{'named' if is_named else 'MISSED'}: {told}: {where}: {(lines or ['-'])[0]}", flush=True)
    return 1 if missed else 0


def a_landed_digit(home: Home, draw: random.Random) -> tuple[str, list[str], Any]:
    """Another first digit in the landed words of a number, in a file that is plain text."""
    for claim in draw.sample(claims := home.lake.read("core_claims").to_pylist(), len(claims)):
        words = claim["quote"].encode()
        names = [path for path in home.landing.rglob("*.txt") if path.read_bytes().count(words) == 1]
        if len(names) == 1 and words[:1].isdigit():
            changed = (b"2" if words[:1] == b"1" else b"1") + words[1:]
            names_in_lines = [claim["claim_id"], claim["article_id"], names[0].name]
            return (
                f"{claim['quote']!r} in {names[0].name} made {changed.decode()!r}",
                names_in_lines,
                _written(names[0], names[0].read_bytes().replace(words, changed)),
            )
    raise SystemExit("no landed text file holds the words of a number once: give another HOME")


@contextmanager
def _written(path: Path, changed: bytes) -> Iterator[None]:
    """Other bytes in a file, for a while."""
    honest = path.read_bytes()
    path.write_bytes(changed)
    yield
    path.write_bytes(honest)


def a_claim(home: Home, draw: random.Random) -> tuple[str, list[str], Any]:
    """The value of a claim in the lake one tenth higher, in a file whose hash fits."""
    rows = [row for row in home.lake.read("core_claims").to_pylist() if row["value_high"]]
    claim = draw.choice(rows)
    value = claim["value_high"] * Decimal("1.1")
    told = f"value_high of {claim['claim_id']} made {value.normalize():f}"
    return told, [claim["claim_id"]], _stored(home, "core_claims", claim, "value_high", value)


def a_rate(home: Home, draw: random.Random) -> tuple[str, list[str], Any]:
    """A rate of a day on which a conversion rests one hundredth higher, in a file whose hash fits."""
    conversion = draw.choice([row for row in home.lake.read("core_claim_conversions").to_pylist() if row["rate_days"]])
    codes = (conversion["base_currency_code"], conversion["to_currency_code"])
    rate = next(
        row
        for row in home.lake.read("ref_fx_rates").to_pylist()
        if row["source"] == conversion["source"]
        and row["currency_code"] in codes
        and conversion["rate_start"] <= row["rate_date"] < conversion["rate_end"]
    )
    name = f"{rate['source']} {rate['currency_code']} {rate['rate_date']}"
    value = rate["rate"] * Decimal("1.01")
    return f"rate {name} made {value.normalize():f}", [name], _stored(home, "ref_fx_rates", rate, "rate", value)


@contextmanager
def _stored(home: Home, name: str, row: dict[str, Any], column: str, value: Decimal) -> Iterator[None]:
    """The row with another value, in its file of the lake, as somebody would put it who knows how the lake is kept."""
    for entry in home.lake.entries(name):
        honest = read_parquet(TABLES[name], [home.lake.root / entry.path])
        rows = honest.to_pylist()
        if row in rows:
            break
    place = rows.index(row)
    values = honest.column(column).to_pylist()
    values[place] = value
    field = honest.schema.field(column)
    changed = honest.set_column(honest.schema.names.index(column), field, pa.array(values, field.type))
    put = partial(home.lake.replace, run_id="tampering", code_version=entry.code_version, now=NOW)
    put({entry.key: changed})
    yield
    put({entry.key: honest})


def a_stored_byte(home: Home, draw: random.Random) -> tuple[str, list[str], Any]:
    """One bit of a Parquet file of claims turned."""
    entry = draw.choice(home.lake.entries("core_claims"))
    path = home.lake.root / entry.path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    return f"a bit of {entry.path}", [entry.path], _written(path, bytes(data))


def _quiet(doing: str, done: int, total: int) -> None:
    """No progress bar."""
