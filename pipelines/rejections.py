"""Refusals as rows of `core_rejects`."""

from __future__ import annotations

from schemas.identity import content_id

EXCERPT = 200
"""Longest excerpt kept of what was refused, in code points: enough to recognise it, too little to leak a file."""

FAILURES = ("normalisation_failed", "extraction_failed", "worker_failed", "worker_died", "time_limit")
"""Reasons that tell of a fault of ours: of every other the text is the cause."""


def reject_row(
    step: str,
    reason: str,
    message: str,
    place: str,
    month: str,
    *,
    record_number: int | None = None,
    article_id: str | None = None,
    start: int | None = None,
    end: int | None = None,
    excerpt: str | None = None,
) -> tuple[object, ...]:
    """A row of `core_rejects`: the step, a short code of the reason, what to do, and where it stands."""
    reject_id = content_id("x", step, reason, place, str(record_number), str(article_id), str(start), str(end))
    shown = excerpt[:EXCERPT] if excerpt else None
    return reject_id, step, reason, message, place, record_number, article_id, start, end, shown, month
