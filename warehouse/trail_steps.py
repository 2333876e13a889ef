"""From any row back to the sentences it rests on: a mart row to its facts, a fact to its claims, each to its words.

A row names what it was made from by the ids in its columns, so that a new mart needs no line here: a column that
holds one id or several (separated by spaces) is a step down. Steps end at claims, whose trail goes on to the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from warehouse.lake import Lake, Snapshot
from warehouse.manifest import Entry
from warehouse.trail import Told, Trail, claim_trails, entry_of, facts_told, used_rates
from warehouse.trail_checks import Check, byte_checks
from warehouse.trail_ids import ID_PATTERN, Named, Row, claims_with, facts_with, find_named, one, rows

MAX_CLAIMS = 50
"""Claims of an article or a fact whose trails are shown; more would be a book. How many there are is always told."""

_VALUE = ("unit", "value_low", "value_high")
_STEP_LETTERS = "oc"
"""What a row of any other table may rest on: facts and claims."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row and what it was made from.

    table, row_id, row: which row. role: what it does for the row above it (`chosen`, a column's name). made_by: the
    file of the lake that holds it, with run and code version. rates: rows of `ref_fx_rates` behind a conversion.
    steps: the rows it rests on. trail: of a claim, the way on to its words. left_out: rows beyond those shown.
    checks: what was verified of this row itself.
    """

    table: str
    row_id: str
    row: Row
    role: str | None = None
    made_by: Entry | None = None
    rates: tuple[Row, ...] = ()
    steps: tuple[Step, ...] = ()
    trail: Trail | None = None
    left_out: int = 0
    checks: tuple[Check, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every check of this row and of all that it rests on holds."""
        own = all(check.is_right for check in self.checks) and (self.trail is None or self.trail.is_whole)
        return own and all(step.is_whole for step in self.steps)

    @property
    def trails(self) -> tuple[Trail, ...]:
        """The trails of all claims below, in order."""
        below = tuple(trail for step in self.steps for trail in step.trails)
        return below if self.trail is None else (self.trail, *below)


def trace(lake: Lake, given_id: str, landing: Path) -> Step:
    """The derivation of the row whose id begins with `given_id`, of whatever table, down to the landed bytes.

    Without a letter in front a claim is meant. Raises SettingsError where no row or more than one has such an id,
    StoreError where a row or file of the lake is missing or damaged.
    """
    snapshot = lake.snapshot()
    return _step(snapshot, find_named(snapshot, given_id), landing)


def _step(snapshot: Snapshot, named: Named, landing: Path, role: str | None = None, **known: Any) -> Step:
    """The step of a row; `known` is what was read already for many rows at once."""
    describe = _DESCRIBED.get(named.table, _derived)
    made_by = entry_of(snapshot, named.table, named.month)
    return Step(named.table, named.row_id, _shown(named), role, made_by, **describe(snapshot, named, landing, **known))


def _shown(named: Named) -> Row:
    """The row without the full text, which stands in the lake and on the article's page."""
    return {name: value for name, value in named.row.items() if name != "raw_text"}


def _claim(snapshot: Snapshot, named: Named, landing: Path) -> dict[str, Any]:
    return {"trail": claim_trails(snapshot, [named.row], landing)[named.row_id]}


def _conversion(snapshot: Snapshot, named: Named, landing: Path) -> dict[str, Any]:
    claim = one(snapshot, "core_claims", named.month, claim_id=named.row["claim_id"])
    return {
        "rates": used_rates(snapshot, [named.row])[named.row_id],
        "steps": tuple(_claim_steps(snapshot, [claim], {}, landing)),
    }


def _observation(
    snapshot: Snapshot,
    named: Named,
    landing: Path,
    links: Sequence[Row] | None = None,
    trails: Mapping[str, Trail] | None = None,
) -> dict[str, Any]:
    if links is None:
        links = rows(snapshot, "core_observation_claims", None, observation_id=named.row_id)
    roles = _roles(links)
    shown = _in_order(roles)[:MAX_CLAIMS]
    if trails is None:
        told = {key: (role, named.row) for key, role in roles.items()}
        trails = claim_trails(snapshot, claims_with(snapshot, shown), landing, told)
    steps = tuple(_claim_step(trails[key], roles[key]) for key in shown if key in trails)
    return {
        "steps": steps,
        "left_out": max(0, len(roles) - MAX_CLAIMS),
        "checks": tuple(_fact_checks(named.row, roles, steps)),
    }


def _in_order(roles: Mapping[str, str]) -> list[str]:
    """Claims of a fact, the chosen one first."""
    order = {role: place for place, role in enumerate(("chosen", "supporting", "conflicting"))}
    return sorted(roles, key=lambda key: (order.get(roles[key], len(order)), key))


def _fact_checks(fact: Row, roles: dict[str, str], steps: Sequence[Step]) -> Iterator[Check]:
    """Whether a fact says what its claims say: as many as it counts, and the chosen one's value in the fact's unit."""
    counted = f"{len(roles)} claims, the fact counts {fact['claim_count']}"
    yield Check("the fact counts its claims", len(roles) == fact["claim_count"], counted)
    stored = tuple(fact[name] for name in _VALUE)
    chosen = [step.trail for step in steps if step.row_id == fact["chosen_claim_id"] and step.trail is not None]
    said = [value for trail in chosen for value in _values(trail)]
    detail = f"claim {_words(said[0]) if said else 'absent'}, fact {_words(stored)}"
    yield Check("the fact has the value of its chosen claim", stored in said, detail)


def _values(trail: Trail) -> Iterator[tuple[Any, ...]]:
    """What a claim says, corrected where its source is known to be wrong; then the same in units of comparison."""
    corrected = {row["field"]: row["corrected_value"] for row in trail.corrections if row["state"] == "applied"}
    numbers = {name: Decimal(corrected[name]) for name in ("value_low", "value_high") if name in corrected}
    stated = {**trail.claim, **corrected, **numbers}
    yield tuple(stated[name] for name in _VALUE)
    yield from (tuple(row[name] for name in _VALUE) for row in trail.measures)


def _words(value: tuple[Any, ...]) -> str:
    unit, low, high = value
    return " to ".join("…" if end is None else f"{end.normalize():f}" for end in (low, high)) + f" {unit}"


def _article(snapshot: Snapshot, named: Named, landing: Path) -> dict[str, Any]:
    raw = one(snapshot, "raw_articles", named.month, raw_article_id=named.row["raw_article_id"])
    ledger = rows(snapshot, "raw_ledger", None, raw_article_id=raw["raw_article_id"])
    below = _articles_below(snapshot, [named.row], named.month, landing)
    return {**below[named.row_id], "checks": byte_checks(raw, ledger, landing)}


def _landed(snapshot: Snapshot, named: Named, landing: Path) -> dict[str, Any]:
    ledger = rows(snapshot, "raw_ledger", None, raw_article_id=named.row_id)
    articles = rows(snapshot, "core_documents", named.month, raw_article_id=named.row_id)
    below = _articles_below(snapshot, articles, named.month, landing)
    made_by = entry_of(snapshot, "core_documents", named.month)
    steps = (
        Step("core_documents", row["article_id"], row, None, made_by, **below[row["article_id"]]) for row in articles
    )
    return {"steps": tuple(steps), "checks": byte_checks(named.row, ledger, landing)}


def _articles_below(
    snapshot: Snapshot, articles: Sequence[Row], month: str | None, landing: Path
) -> dict[str, dict[str, Any]]:
    """What each of some articles of a month holds: its first claims, and how many are left out."""
    claims: dict[str, list[Row]] = {row["article_id"]: [] for row in articles}
    found = rows(snapshot, "core_claims", month, article_id=list(claims)) if claims else []
    for claim in sorted(found, key=lambda row: row["start"]):
        claims[claim["article_id"]].append(claim)
    shown = {key: of_article[:MAX_CLAIMS] for key, of_article in claims.items()}
    trails = claim_trails(snapshot, [claim for of_article in shown.values() for claim in of_article], landing)
    return {
        key: {
            "steps": tuple(_claim_step(trails[claim["claim_id"]], None) for claim in of_article),
            "left_out": len(claims[key]) - len(of_article),
        }
        for key, of_article in shown.items()
    }


def _sentence(snapshot: Snapshot, named: Named, landing: Path) -> dict[str, Any]:
    found = rows(snapshot, "core_claims", named.month, sentence_id=named.row_id)
    return {"steps": tuple(_claim_steps(snapshot, sorted(found, key=lambda row: row["start"]), {}, landing))}


def _mention(snapshot: Snapshot, named: Named, landing: Path) -> dict[str, Any]:
    links = rows(snapshot, "core_claim_mentions", named.month, mention_id=named.row_id)
    roles = _roles(links)
    found = rows(snapshot, "core_claims", named.month, claim_id=list(roles)) if roles else []
    return {"steps": tuple(_claim_steps(snapshot, found, roles, landing))}


def _derived(snapshot: Snapshot, named: Named, landing: Path) -> dict[str, Any]:
    """What a row of any other table names in its columns: its facts, and the claims that none of them stands for."""
    roles = dict(ids_named(named.row))
    roles.pop(named.row_id, None)
    listed = [key for key in roles if key[0] in _STEP_LETTERS]
    facts = facts_with(snapshot, [key for key in listed if key[0] == "o"])
    links = rows(snapshot, "core_observation_claims", None, observation_id=list(facts)) if facts else []
    of_fact = {key: [link for link in links if link["observation_id"] == key] for key in facts}
    of_facts: Told = {link["claim_id"]: (link["role"], facts[link["observation_id"]]) for link in links}
    others = [key for key in listed if key[0] == "c" and key not in of_facts]
    shown = others[:MAX_CLAIMS]
    wanted = [key for of in of_fact.values() for key in _in_order(_roles(of))[:MAX_CLAIMS]]
    told = {**facts_told(snapshot, shown), **of_facts}
    trails = claim_trails(snapshot, claims_with(snapshot, [*wanted, *shown], named.month), landing, told)
    steps = [
        _step(
            snapshot,
            Named("core_observations", key, None, fact),
            landing,
            roles[key],
            links=of_fact[key],
            trails=trails,
        )
        for key, fact in facts.items()
    ]
    steps += [_claim_step(trails[key], roles[key]) for key in shown if key in trails]
    expected = [key for key in listed if key[0] == "o" or key in shown]
    lost = [key for key in expected if key not in facts and key not in trails]
    detail = f"not there: {', '.join(lost)}" if lost else f"{len(listed)} ids"
    return {
        "steps": tuple(steps),
        "left_out": len(others) - len(shown),
        "checks": (Check("every row it names is there", not lost, detail),),
    }


def _roles(links: Sequence[Row]) -> dict[str, str]:
    return {link["claim_id"]: link["role"] for link in links}


def ids_named(row: Row) -> Iterator[tuple[str, str]]:
    """Every id that the columns of a row hold, one or several to a column, with the column's name."""
    for column, value in row.items():
        texts = value if isinstance(value, list) else [value]
        for text in texts:
            if isinstance(text, str) and column.endswith(("_id", "_ids")):
                yield from ((match[0], column) for match in ID_PATTERN.finditer(text))


def _claim_steps(snapshot: Snapshot, claims: Sequence[Row], roles: Mapping[str, str], landing: Path) -> Iterator[Step]:
    for key, trail in claim_trails(snapshot, claims, landing).items():
        yield _claim_step(trail, roles.get(key))


def _claim_step(trail: Trail, role: str | None) -> Step:
    return Step("core_claims", trail.claim["claim_id"], trail.claim, role, trail.made_by, trail=trail)


_DESCRIBED = {
    "core_claims": _claim,
    "core_claim_conversions": _conversion,
    "core_observations": _observation,
    "core_documents": _article,
    "raw_articles": _landed,
    "core_sentences": _sentence,
    "core_mentions": _mention,
}
"""Tables whose rows rest on more than the ids in their columns."""
