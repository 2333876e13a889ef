"""The invariant behind the trail: `raw[start:end]` says the stored text, for every sentence, mention and claim.

Of plain text the stretch is the quote, character for character; of a page's source it is what the stretch shows
(`schemas.markup.quoted_text`).
"""

from __future__ import annotations

from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from assets.standing import Standing
from schemas.markup import PLAIN, quoted_text
from warehouse.lake import Snapshot

QUOTED: dict[str, tuple[str, str, str, str]] = {
    "core_sentences": ("sentence_id", "start", "end", "text"),
    "core_mentions": ("mention_id", "start", "end", "text"),
    "core_claims": ("claim_id", "start", "end", "quote"),
}
"""Table -> its id, span and text columns."""


def misplaced_quotes(
    snapshot: Snapshot, name: str, month: str, standing: Standing | None = None
) -> tuple[int, list[str]]:
    """How many quotes of a month were compared with the raw text, and those that do not stand there, a line each.

    Rows and texts of articles that stand are the same as when they were compared: they are passed over.
    """
    identifier, start, end, text = QUOTED[name]
    looked_at = partial(_looked_at, snapshot, month, standing)
    documents = looked_at("core_documents", ("article_id", "raw_article_id"))
    parents = dict(zip(*(column.to_pylist() for column in documents.columns), strict=True))
    texts = snapshot.read(
        "raw_articles",
        month,
        columns=["raw_article_id", "raw_text", "media_type"],
        where=pc.field("raw_article_id").isin(documents["raw_article_id"].combine_chunks()),
    )
    raw = {row["raw_article_id"]: (row["raw_text"], row["media_type"]) for row in texts.to_pylist()}
    rows = [column.to_pylist() for column in looked_at(name, (identifier, "article_id", start, end, text)).columns]
    misplaced = []
    for row_id, article, first, last, stored in zip(*rows, strict=True):
        whole, media_type = raw.get(parents.get(article, ""), ("", PLAIN))
        if quoted_text(whole[first:last], media_type) != stored:
            misplaced.append(f"{row_id}: [{first}, {last}) holds {whole[first:last]!r}, stored {stored!r}")
    return len(rows[0]), misplaced


def _looked_at(
    snapshot: Snapshot, month: str, standing: Standing | None, name: str, columns: tuple[str, ...]
) -> pa.Table:
    data = snapshot.read(name, month, columns=list(columns))
    return data if standing is None else data.filter(pc.invert(standing.is_standing(name, data)))
