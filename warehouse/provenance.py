"""Where each number came from in the terms of PROV-O (JSON-LD): entities, the run that made them, who said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from warehouse.annotations import GENERATOR, an_item_a_line, claim_iri, iri, source_iri
from warehouse.manifest import Entry

if TYPE_CHECKING:
    from warehouse.receipts.articles import ArticleRows

Row = Mapping[str, Any]

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}


def provenance_json(found: ArticleRows, entry: Entry | None, base_url: str = "") -> str:
    """The derivation of an article's claims and conversions as a PROV-O graph, JSON text."""
    return an_item_a_line({"@context": CONTEXT, "@graph": list(_graph(found, entry, base_url))}, "@graph")


def _graph(found: ArticleRows, entry: Entry | None, base_url: str) -> Iterator[dict[str, Any]]:
    raw, article = found.raw, found.article
    bytes_id, page = f"urn:sha256:{raw['sha256']}", source_iri(article, raw)
    run = f"urn:uuid:{entry.run_id}" if entry is not None else f"urn:numtrail:rules:{raw['partition_month']}"
    yield {"@id": GENERATOR, "@type": "prov:SoftwareAgent", "rdfs:label": "numtrail"}
    yield _activity(run, entry)
    yield _entity(bytes_id, raw["file"]) | ({"prov:hadPrimarySource": {"@id": page}} if page != bytes_id else {})
    yield _entity(iri(article["article_id"], base_url), article["title"]) | {"prov:wasDerivedFrom": {"@id": bytes_id}}
    for sentence in sorted({claim["sentence_id"] for claim in found.rows["core_claims"]}):
        source = {"@id": iri(article["article_id"], base_url)}
        yield _entity(f"urn:numtrail:{sentence}", None) | {"prov:wasQuotedFrom": source}
    names = {}
    for claim in found.rows["core_claims"]:
        names[claim["claim_id"]] = claim_iri(claim, base_url)
        made = {
            "prov:wasQuotedFrom": {"@id": f"urn:numtrail:{claim['sentence_id']}"},
            "prov:wasGeneratedBy": {"@id": run},
        }
        said_by = {"@type": "prov:Agent", "rdfs:label": claim["speaker"]}
        speaker = {"prov:wasAttributedTo": said_by} if claim["speaker"] else {}
        yield _entity(names[claim["claim_id"]], claim["quote"]) | made | speaker
    for row in found.rows["core_claim_conversions"]:
        if row["reason"] is None:
            rates = [{"@id": f"urn:numtrail:rates:{row['snapshot_id']}"}] if row["snapshot_id"] else []
            yield _entity(f"urn:numtrail:{row['conversion_id']}", f"in {row['to_currency_code']}") | {
                "prov:wasDerivedFrom": [{"@id": names[row["claim_id"]]}, *rates]
            }


def _entity(name: str, label: str | None) -> dict[str, Any]:
    return {"@id": name, "@type": "prov:Entity"} | ({"rdfs:label": label} if label else {})


def _activity(run: str, entry: Entry | None) -> dict[str, Any]:
    activity: dict[str, Any] = {"@id": run, "@type": "prov:Activity", "prov:wasAssociatedWith": {"@id": GENERATOR}}
    if entry is not None:
        ended = {"@value": entry.committed_at, "@type": "xsd:dateTime"}
        activity |= {"prov:endedAtTime": ended, "rdfs:label": f"code and inputs {entry.code_version}"}
    return activity
