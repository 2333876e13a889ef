"""The receipts: a static site with every number in its sentence, written anew where it changed."""

import time
from collections.abc import Iterator

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
    output_required=False,
    description="A page for each article with every number marked in place, and for each check why we say so.",
)
def receipts(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult[None]]:
    """Write the pages whose articles changed; remove those of articles that are gone.

    Where NUMTRAIL_RECEIPTS is `none` nothing is written, and an observation says so.
    """
    if not home.are_receipts_written:
        told = "NUMTRAIL_RECEIPTS is none: no page was written; those that are there may be older than the warehouse."
        context.log_event(dg.AssetObservation(context.asset_key, description=told, metadata={"is_written": False}))
        return
    folder, started = home.folder / "receipts", time.monotonic()
    done = write_receipts(home.lake, folder, base_url=home.receipts_url or "")
    yield dg.MaterializeResult(
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
