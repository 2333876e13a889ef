"""Claims as W3C Web Annotations (JSON-LD): each points to its words by quote and by position."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from schemas.markup import quoted_text
from warehouse.manifest import Entry
from warehouse.places import page_of

if TYPE_CHECKING:
    from warehouse.receipts.articles import ArticleRows

Row = Mapping[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
GENERATOR = "urn:numtrail:software"
PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"
"""By which the recommendation names the fragments of PDF files."""
SELECTOR_CONTEXT = 32
"""Length of a quote selector's prefix and suffix, in code points, as in the examples of the recommendation."""


def annotations_json(found: ArticleRows, entry: Entry | None, base_url: str = "") -> str:
    """The claims of an article as an AnnotationPage, JSON text; `entry` tells when and by which code they were made."""
    article = found.article
    page = {
        "@context": CONTEXT,
        "id": f"{iri(article['article_id'], base_url)}#annotations",
        "type": "AnnotationPage",
        "items": [_annotation(claim, found, entry, base_url) for claim in found.rows["core_claims"]],
    }
    return an_item_a_line(page, "items")


def an_item_a_line(page: Mapping[str, Any], listed: str) -> str:
    """An object as JSON text with one item of its list a line: as readable as indented, in a tenth of the time."""
    head = {name: value for name, value in page.items() if name != listed}
    items = ",\n".join([json.dumps(item, ensure_ascii=False) for item in page[listed]])
    return f"{json.dumps(head, ensure_ascii=False)[:-1]}, {json.dumps(listed)}: [\n{items}\n]}}"


def iri(row_id: str, base_url: str = "") -> str:
    """The name of a row on the web: below the published receipts, else a name of our own scheme."""
    return f"{base_url.rstrip('/')}/{row_id}.html" if base_url else f"urn:numtrail:{row_id}"


def claim_iri(claim: Row, base_url: str = "") -> str:
    """The name of a claim on the web: its place on its article's page."""
    if base_url:
        return f"{iri(claim['article_id'], base_url)}#{claim['claim_id']}"
    return f"urn:numtrail:{claim['claim_id']}"


def source_iri(article: Row, raw: Row) -> str:
    """What a claim was read from: the page's address, else the bytes by their hash."""
    return article["url"] or f"urn:sha256:{raw['sha256']}"


def _annotation(claim: Row, found: ArticleRows, entry: Entry | None, base_url: str) -> dict[str, Any]:
    raw = found.raw
    annotation: dict[str, Any] = {
        "id": claim_iri(claim, base_url),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"id": GENERATOR, "type": "Software", "name": f"numtrail rules {claim['code_version']}"},
        "body": _body(claim),
        "target": {
            "type": "SpecificResource",
            "source": source_iri(found.article, raw),
            "state": {"type": "State", "value": f"sha256:{raw['sha256']}"},
            "selector": [*_selectors(raw["raw_text"], raw["media_type"], claim), *_page_selector(raw, claim)],
        },
    }
    if entry is not None:
        annotation["generated"] = entry.committed_at
    return annotation


def _body(claim: Row) -> dict[str, Any]:
    ends = ["…" if end is None else f"{end.normalize():f}" for end in (claim["value_low"], claim["value_high"])]
    value = ends[0] if ends[0] == ends[1] else f"[{ends[0]}, {ends[1]}]"
    body = {
        "type": "TextualBody",
        "format": "text/plain",
        "language": "en",
        "value": f"{claim['modifier']} {value} {claim['unit'] or ''}".rstrip(),
    }
    return body | ({"creator": {"type": "Agent", "name": claim["speaker"]}} if claim["speaker"] else {})


def _selectors(raw: str, media_type: str, claim: Row) -> list[dict[str, Any]]:
    start, end = claim["start"], claim["end"]
    return [
        {
            "type": "TextQuoteSelector",
            "exact": claim["quote"],
            "prefix": quoted_text(raw[max(0, start - SELECTOR_CONTEXT) : start], media_type),
            "suffix": quoted_text(raw[end : end + SELECTOR_CONTEXT], media_type),
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def _page_selector(raw: Row, claim: Row) -> list[dict[str, Any]]:
    """The page of a PDF, as a link to it names one."""
    found = page_of(raw, claim["start"])
    return [{"type": "FragmentSelector", "conformsTo": PDF_FRAGMENT, "value": f"page={found[0]}"}] if found else []
