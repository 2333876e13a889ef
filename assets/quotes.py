"""The invariant behind the trail: `raw[start:end]` says the stored text, for every sentence, mention and claim.

Of plain text the stretch is the quote, character for character; of a page's source it is what the stretch shows
(`schemas.markup.quoted_text`).
"""

from __future__ import annotations

from schemas.markup import PLAIN, quoted_text
from warehouse.lake import Snapshot

QUOTED: dict[str, tuple[str, str, str, str]] = {
    "core_sentences": ("sentence_id", "start", "end", "text"),
    "core_mentions": ("mention_id", "start", "end", "text"),
    "core_claims": ("claim_id", "start", "end", "quote"),
}
"""Table -> its id, span and text columns."""


def misplaced_quotes(snapshot: Snapshot, name: str, month: str) -> tuple[int, list[str]]:
    """How many quotes of a month were compared with the raw text, and those that do not stand there, a line each."""
    identifier, start, end, text = QUOTED[name]
    names = ("raw_article_id", "raw_text", "media_type")
    texts = zip(*_columns(snapshot, "raw_articles", month, *names), strict=True)
    raw = {item: (text, media_type) for item, text, media_type in texts}
    parents = dict(zip(*_columns(snapshot, "core_documents", month, "article_id", "raw_article_id"), strict=True))
    rows = _columns(snapshot, name, month, identifier, "article_id", start, end, text)
    misplaced = []
    for row_id, article, first, last, stored in zip(*rows, strict=True):
        whole, media_type = raw.get(parents.get(article, ""), ("", PLAIN))
        if quoted_text(whole[first:last], media_type) != stored:
            misplaced.append(f"{row_id}: [{first}, {last}) holds {whole[first:last]!r}, stored {stored!r}")
    return len(rows[0]), misplaced


def _columns(snapshot: Snapshot, name: str, month: str, *columns: str) -> list[list[object]]:
    data = snapshot.read(name, month, columns=list(columns))
    return [data.column(column).to_pylist() for column in columns]
