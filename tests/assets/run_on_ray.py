"""Generated articles read on two Ray workers, one of them killed: `python run_on_ray.py FOLDER`; prints what came out.

A script of its own, because Ray starts servers that live as long as the process.
"""

import hashlib
import json
import os
import signal
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa

from assets.clusters import RayRunner
from assets.runners import INLINE
from benchmarks.articles.generator import make_articles
from pipelines.batches import read_batch, refuse_raws
from schemas.identity import bytes_hash, raw_article_id
from schemas.rows import bare_schema
from schemas.tables import TABLES
from warehouse.parquet import write_parquet
from warehouse.validation import validated

ARTICLES, IN_A_BATCH = 48, 8
WORK = partial(read_batch, code_version="v1")


def raws() -> pa.Table:
    """Generated articles as rows of `raw_articles`."""
    schema = bare_schema("raw_articles")
    rows = []
    for article in make_articles(ARTICLES):
        sha = bytes_hash(article.text.encode())
        day = date(2024, 1, 1)
        known = {
            "raw_article_id": raw_article_id(sha), "sha256": sha, "file": "a.jsonl", "place": "a.jsonl",
            "record_number": article.number, "raw_text": article.text, "media_type": "text/plain", "byte_count": 1,
            "encoding": "utf-8", "received_at": None, "partition_month": "2024-01", "published_start": day,
            "published_end": day, "reference_start": day, "reference_end": day, "title": article.title,
        }  # fmt: skip
        rows.append([known.get(name) for name in schema.names])
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema)


def workers() -> list[int]:
    """Processes below this one that Ray runs units in."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = status.read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        parents[int(status.parent.name)] = (name, int(rest.split()[1]))
    return [pid for pid, (name, _) in parents.items() if name.startswith("ray::do_unit") and _is_ours(pid, parents)]


def _is_ours(pid: int, parents: dict) -> bool:
    while pid in parents:
        if pid == os.getpid():
            return True
        pid = parents[pid][1]
    return False


def hashes(results, folder: Path) -> dict[str, str]:
    """The bytes of each table as the lake would keep them, hashed."""
    made: dict[str, list[pa.Table]] = {}
    for tables in results:
        for name, rows in tables.items():
            made.setdefault(name, []).append(rows)
    found = {}
    for name in (name for name in made if name in TABLES and name not in ("core_documents", "core_rejects")):
        path = folder / f"{name}.parquet"
        write_parquet(TABLES[name], validated(TABLES[name], pa.concat_tables(made[name])), path)
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def with_a_kill(results):
    """The results, one worker killed while they come."""
    killed = 0
    for number, tables in enumerate(results):
        if number >= 1 and not killed and (running := workers()):
            os.kill(running[0], signal.SIGKILL)
            killed += 1
        yield tables
    sys.stderr.write(json.dumps({"killed": killed}))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    table = raws()
    cut = [table.slice(start, IN_A_BATCH) for start in range(0, ARTICLES, IN_A_BATCH)]
    alone = hashes(INLINE.run(WORK, refuse_raws, cut), place)
    disturbed = hashes(with_a_kill(RayRunner(2).run(WORK, refuse_raws, cut)), place)
    json.dump({"alone": alone, "disturbed": disturbed}, sys.stdout)
