"""Known errors of the sources, corrected by rows and not by code: `facts.corrections.yaml` beside this file.

A correction names one claim and what that claim is expected to say. Where it says something else (a better reading, a
repaired article under the same id) the correction has expired: it is not applied and shows up as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from schemas.errors import NumtrailError
from schemas.identity import content_id
from schemas.values import value_class

CORRECTABLE = ("unit", "value_low", "value_high")
"""What a correction may change: what a source gets wrong in print is the currency, the unit or a power of ten."""

_FIELDS = frozenset({"name", "claim_id", "expect", "set", "why", "reported", "review_by"})


@value_class
class Correction:
    """One known error: the claim, what it is expected to say, and what is used instead."""

    name: str
    claim_id: str
    expect: Mapping[str, str]
    set: Mapping[str, str]
    why: str
    reported: date
    review_by: date

    def fits(self, claim: Mapping[str, object]) -> bool:
        """Whether the claim says what the correction expects."""
        return all(_same(claim.get(name), value) for name, value in self.expect.items())

    def applied_to(self, claim: Mapping[str, object]) -> dict[str, object]:
        """The claim with the corrected values in place of the stated ones."""
        made = {name: Decimal(value) if name != "unit" else value for name, value in self.set.items()}
        return {**claim, **made}


def read_corrections(path: Path | None = None) -> tuple[Correction, ...]:
    """The corrections of a file, by default of `facts.corrections.yaml`.

    Raises:
        NumtrailError: An entry lacks a field, has one too many, or corrects what may not be corrected.
    """
    path = path or Path(__file__).with_name("facts.corrections.yaml")
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    return tuple(_correction(path.name, number, entry) for number, entry in enumerate(entries, start=1))


def correct_claims(
    claims: Iterable[Mapping[str, Any]], corrections: Sequence[Correction], month: str
) -> tuple[list[Mapping[str, Any]], list[tuple[object, ...]]]:
    """Claims with known errors corrected.

    Args:
        claims: Rows of `core_claims` as dictionaries with at least `claim_id` and the fields a correction names.
        corrections: Known errors.
        month: The partition the claims belong to.

    Returns:
        The claims in their order, and the rows of `core_claim_corrections` (without `row_hash`) that tell what was
        corrected and what has expired.
    """
    known = {correction.claim_id: correction for correction in corrections}
    corrected: list[Mapping[str, Any]] = []
    told: list[tuple[object, ...]] = []
    for claim in claims:
        correction = known.get(str(claim["claim_id"]))
        if correction is None:
            corrected.append(claim)
            continue
        fits = correction.fits(claim)
        corrected.append(correction.applied_to(claim) if fits else claim)
        told.extend(_row(correction, claim, name, value, fits, month) for name, value in correction.set.items())
    return corrected, told


def _row(
    correction: Correction, claim: Mapping[str, object], name: str, value: str, fits: bool, month: str
) -> tuple[object, ...]:
    stated = claim.get(name)
    return (
        content_id("k", correction.claim_id, name),
        correction.claim_id,
        correction.name,
        name,
        None if stated is None else _plain(stated),
        value,
        "applied" if fits else "expired",
        correction.why,
        correction.reported,
        correction.review_by,
        month,
    )


def _correction(file: str, number: int, entry: object) -> Correction:
    if not isinstance(entry, dict) or entry.keys() != _FIELDS:
        raise NumtrailError(f"{file}, entry {number}: it must have exactly the fields {', '.join(sorted(_FIELDS))}")
    strange = [name for name in entry["set"] if name not in CORRECTABLE]
    if strange or not entry["set"] or not entry["expect"]:
        raise NumtrailError(
            f"{file}, entry {number}: let `set` change {', '.join(CORRECTABLE)} alone, and `expect` say something"
        )
    texts = {name: {key: str(value) for key, value in entry[name].items()} for name in ("expect", "set")}
    return Correction(**{**entry, **texts})


def _same(stated: object, expected: str) -> bool:
    return Decimal(expected) == stated if isinstance(stated, Decimal) else str(stated) == expected


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
