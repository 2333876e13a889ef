"""The receipts: a static site with every number in its sentence, written anew where it changed."""

import os
import time

import dagster as dg

from assets.resources import Home
from assets.tables import OWNER
from schemas.tables import TABLES
from warehouse.receipts.site import write_receipts


@dg.asset(
    deps=list(TABLES),
    group_name="publish",
    kinds={"html"},
    owners=[OWNER],
    code_version="1",
    tags={"layer": "bi"},
    description="A page for each article with every number marked in place, and for each check why we say so.",
)
def receipts(home: Home) -> dg.MaterializeResult[None]:
    """Write the pages whose articles changed; remove those of articles that are gone."""
    folder, started = home.folder / "receipts", time.monotonic()
    done = write_receipts(home.lake, folder, base_url=os.environ.get("NUMTRAIL_RECEIPTS_URL", ""))
    return dg.MaterializeResult(
        metadata={
            "articles": done.articles,
            "files_written": done.written,
            "files_unchanged": done.unchanged,
            "files_removed": done.removed,
            "seconds": round(time.monotonic() - started, 3),
            "receipts": home.receipts_link(),
        }
    )


ASSETS = (receipts,)
