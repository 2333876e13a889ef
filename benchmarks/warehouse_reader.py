"""Read both warehouses again and again until standard input is closed, then say what was seen, as JSON.

A read takes the subjects of claims and those of facts in one statement: two tables, so that a mix of states shows.
"""

import json
import select
import sys
from typing import Any

import duckdb
import psycopg

QUERY = """
    SELECT
        (SELECT max(subject) || '/' || min(subject) FROM bi.v_claims WHERE subject LIKE 'state%'),
        (SELECT max(subject) || '/' || min(subject) FROM bi.v_observations)
"""


def main(url: str, path: str) -> None:
    seen: dict[str, Any] = {
        name: {"reads": 0, "errors": 0, "messages": [], "states": set()} for name in ("postgres", "duckdb")
    }
    with psycopg.connect(url, autocommit=True) as connection:
        while not select.select([sys.stdin], [], [], 0)[0]:
            _read(seen["postgres"], lambda: connection.execute(QUERY).fetchone())
            _read(seen["duckdb"], lambda: _read_file(path))
    for found in seen.values():
        found["states"] = sorted(found["states"])
    print(json.dumps(seen))


def _read_file(path: str) -> Any:
    # Opened anew each time, as BI tools without a pool do.
    with duckdb.connect(path, read_only=True) as file:
        return file.execute(QUERY).fetchone()


def _read(found: dict[str, Any], ask: Any) -> None:
    found["reads"] += 1
    try:
        found["states"].add(tuple(map(str, ask())))
    except (psycopg.Error, duckdb.Error, OSError) as error:
        found["errors"] += 1
        found["messages"].append(str(error)[:200])


if __name__ == "__main__":
    main(*sys.argv[1:])
