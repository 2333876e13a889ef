"""`python -m benchmarks migration MESSAGE`: write the migration from the last revision to what the contracts say now.

Alembic finds tables, columns, references and indexes; checks, which it does not compare, are found by comparing what
the server itself says of both. Read what was written before committing it: a renamed column looks like one lost and
one new, and a new column that may not be null needs a value for the rows that are there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.script import Script

from benchmarks.postgres_server import postgres_server
from benchmarks.processes import free_port
from schemas.errors import StoreError
from warehouse.postgres_connection import connected
from warehouse.postgres_setup import config_of, head_revision, migrate
from warehouse.postgres_tables import METADATA

_CHECKS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'core'::regnamespace AND contype = 'c' ORDER BY 1, 2
"""


def main(arguments: list[str]) -> int:
    """Write the migration and say where it is; 1 where there is nothing to migrate."""
    if len(arguments) != 1:
        sys.exit('give the message of the migration: python -m benchmarks migration "Tell claims from quotes"')
    number = f"{int(head_revision() or 0) + 1:04d}"
    with postgres_server(port=free_port()) as server:
        url, wanted = server.new_database("now"), server.new_database("wanted")
        with connected(wanted) as connection:
            connection.execute(sa.text("CREATE SCHEMA core"))
            METADATA.create_all(connection)
        with connected(url) as connection:
            connection.execute(sa.text("CREATE SCHEMA core"))
            migrate(connection)
        with connected(url) as connection:
            written = command.revision(config_of(connection), arguments[0], autogenerate=True, rev_id=number)
        if not isinstance(written, Script):
            raise StoreError("alembic wrote no single revision: see warehouse/migrations")
        path = Path(written.path)
        with connected(url) as connection:
            migrate(connection)
        lost, new = checks_between(url, wanted)
    _add_checks(path, lost, new)
    text = re.sub(r"    # ### .*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "check", "--fix", "--quiet", str(path)], check=False)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)
    if "op." not in text.split("def upgrade", 1)[1]:
        path.unlink()
        print("The contracts say what the migrations say: nothing to do.", file=sys.stderr)
        return 1
    print(path)
    return 0


def checks_between(url: str, wanted: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Checks of the first database that the second has not, and the reverse: table, name, definition."""
    found = []
    for address in (url, wanted):
        with connected(address) as connection:
            found.append({tuple(row) for row in connection.execute(sa.text(_CHECKS))})
    return sorted(found[0] - found[1]), sorted(found[1] - found[0])


def _add_checks(path: Path, lost: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> None:
    def statements(dropped: list[tuple[str, ...]], added: list[tuple[str, ...]]) -> str:
        lines = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name, _ in dropped]
        lines += [f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for table, name, definition in added]
        return "".join(f"    op.execute({line!r})\n" for line in lines)

    text = path.read_text(encoding="utf-8")
    up, down = text.split("\n\ndef downgrade", 1)
    # A column takes its checks with it: on the way back they go first.
    opening, body = down.split('"""\n', 1)
    down = opening + '"""\n' + statements(new, lost) + body
    path.write_text(up.rstrip("\n") + "\n" + statements(lost, new) + "\n\ndef downgrade" + down)
