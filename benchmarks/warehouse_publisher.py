"""Publish a lake to a server and say how many rows were written; a process of its own, to be killed or run twice."""

import sys
from pathlib import Path

from warehouse.lake import Lake
from warehouse.postgres import publish_postgres

if __name__ == "__main__":
    print("begin", flush=True)
    done = publish_postgres(Lake(Path(sys.argv[1])), sys.argv[2])
    print(sum(change.written for change in done.tables.values()), flush=True)
