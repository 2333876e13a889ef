"""The version of each stage: a hash of the code and tables that decide what it makes.

A changed rule or a changed line of a lexicon gives its stage a new version, and with it every month that the stage
made with the old one is out of date; nobody has to remember to raise a number.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pipelines
import schemas

_DATING = (
    "extract/dates*",
    "extract/lexicons.py",
    "lexicons.py",
    "dating.py",
    "normalise/page_dates.py",
    "normalise/page_source.py",
    *(
        f"conform/{name}*"
        for name in ("calendars", "date_lines", "day_order", "events", "headers", "inference", "lengths")
    ),
    *(f"conform/{name}*" for name in ("open_dates", "periods", "publication", "sidecar_dates", "writing")),
)
"""When an article was published and written: ingest asks for its month, extraction to place its periods."""

STAGE_SOURCES: dict[str, tuple[str, ...]] = {
    "ingest": ("normalise/decode.py", *_DATING),
    "normalise": ("normalise/*", "lexicons.py", "article_records.py", "rejections.py", "batches.py"),
    "extract": (
        "extract/*",
        *_DATING,
        "conform/chronology*",
        "conform/letters*",
        "conform/period*",
        "conform/price_terms*",
        "placing.py",
        "reading.py",
        "article_records.py",
        "records.py",
        "rejections.py",
        "batches.py",
    ),
    "conform": (
        "lexicons.py",
        "conform/audits*",
        "conform/corrections*",
        "conform/currenc*",
        "conform/disagreements*",
        "conform/facts*",
        "conform/growth*",
        "conform/intervals*",
        "conform/matching*",
        "conform/money_claims*",
        "conform/naming*",
        "conform/observations*",
        "conform/price_terms*",
        "conform/rate*",
        "conform/stated_rates*",
        "conform/targets*",
        "conform/units*",
    ),
}
"""What each stage's rows depend on, as patterns below `pipelines/`; the contracts in `schemas/` go with every stage."""

SOURCE_ENDINGS = frozenset({".py", ".csv", ".yaml"})
"""Files that decide something; corpora are examples and decide nothing."""


@cache
def stage_version(stage: str) -> str:
    """The first twelve digits of the hash over all sources of a stage."""
    rooms = [(Path(pipelines.__path__[0]), STAGE_SOURCES[stage]), (Path(schemas.__path__[0]), ("*.py", "codes/*.csv"))]
    digest = hashlib.sha256()
    for room, patterns in rooms:
        for path in sorted({path for pattern in patterns for path in room.glob(pattern)}):
            if path.suffix in SOURCE_ENDINGS and not path.name.endswith(".corpus.yaml"):
                digest.update(path.relative_to(room.parent).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
