"""Articles that a step failed on: the fault is ours and not theirs. What tells one bad text from a bad rule.

A single article that breaks a rule is set aside with its traceback, and its month is made without it. Where most of a
month's articles are, the rule is broken and not the articles: such a month must not pass for read.
"""

from __future__ import annotations

import pyarrow.compute as pc

from pipelines.rejections import FAILURES
from warehouse.lake import Snapshot
from warehouse.limits import limit_of

READ: dict[str, tuple[str, str]] = {
    "core_documents": ("normalise", "raw_articles"),
    "core_claims": ("extract", "core_documents"),
}
"""Table that tells of every article read -> the step that makes it, and the table with what the step had to read."""

MOST_PERCENT = limit_of("failed_percent")
"""How much of a month's articles a step may fail on."""
FEWEST = 2
"""One article alone never fails its month, not even where it is the only one."""


def articles_failed_on(snapshot: Snapshot, name: str, month: str) -> tuple[int, list[str]]:
    """How many articles of a month a step had to read, and a line for each it failed on, where these are too many.

    Each line says where the article lies, what went wrong and in which line of the code.
    """
    step, source = READ[name]
    asked = sum(entry.rows for entry in snapshot.entries(source, month))
    where = (pc.field("step") == step) & pc.field("reason").isin(FAILURES)
    rejects = snapshot.read("core_rejects", month, ["place", "record_number", "message"], where)
    if rejects.num_rows < FEWEST or rejects.num_rows * 100 <= asked * MOST_PERCENT:
        return asked, []
    return asked, [_in_a_line(**row) for row in rejects.to_pylist()]


def _in_a_line(place: str, record_number: int | None, message: str) -> str:
    """The end of a refusal's traceback: the error, and the innermost line of the code that it names."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    frames = [line for line in lines if line.startswith("File ")]
    record = "" if record_number is None else f", record {record_number}"
    return f"{place}{record}: {lines[-1]}" + (f" ({frames[-1]})" if frames else "")
