"""A snapshot of the graph: a renamed asset, a lost check or dependency appears as a difference, never unnoticed.

After a change made on purpose: `NUMTRAIL_WRITE_SNAPSHOT=1 make test`, and read the difference before committing it.
"""

import os
from pathlib import Path

from assets.definitions import defs
from schemas.tables import TABLES

SNAPSHOT = Path(__file__).with_name("graph.txt")


def described_graph() -> str:
    graph = defs.resolve_asset_graph()
    lines = []
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        lines += [
            key.to_user_string(),
            f"  group {node.group_name}",
            f"  kinds {' '.join(sorted(node.kinds))}",
            f"  owners {' '.join(sorted(node.owners))}",
            f"  partitions {'by month' if node.partitions_def else 'none'}",
            f"  from {' '.join(sorted(parent.to_user_string() for parent in node.parent_keys)) or 'outside'}",
            *(f"  check {check.name}" for check in sorted(node.check_keys, key=lambda check: check.name)),
        ]
    for job in sorted(defs.jobs, key=lambda job: job.name):
        lines.append(f"job {job.name}: {job.description}")
    return "\n".join(lines) + "\n"


def test_the_graph_is_as_recorded():
    found = described_graph()
    if os.environ.get("NUMTRAIL_WRITE_SNAPSHOT"):
        SNAPSHOT.write_text(found, encoding="utf-8")
    assert found == SNAPSHOT.read_text(encoding="utf-8")


def test_every_table_is_an_asset_with_a_blocking_contract_check():
    graph = defs.resolve_asset_graph()
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert set(TABLES) <= keys
    checked = {key.asset_key.to_user_string() for key in graph.asset_check_keys if key.name == "keeps_its_contract"}
    assert checked == set(TABLES)


def test_every_asset_says_what_it_is_and_whose():
    graph = defs.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.kinds, key
        assert node.code_version, key
