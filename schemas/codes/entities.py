"""The entities that articles name often: places, companies, offices, funds, with the names they go by.

`entities.csv` (our own, CC0), one row an entity: code, name, kind, Wikidata id where it is certain (else empty), other
names separated by `|`. A name links only where it is one of these, whole; an unknown name stays text. Wikidata ids
were held against published lists that give id and name together; decision 0010 says which.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from schemas.errors import NumtrailError
from schemas.values import value_class


@value_class
class Entity:
    """Someone or somewhere with a name: its code, kind, Wikidata id (null where not certain) and other names."""

    entity_code: str
    name: str
    kind: str
    wikidata_id: str | None
    aliases: tuple[str, ...]


def _load() -> tuple[Entity, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as handle:
        return tuple(
            Entity(
                row["entity_code"],
                row["name"],
                row["kind"],
                row["wikidata_id"] or None,
                tuple(row["aliases"].split("|")) if row["aliases"] else (),
            )
            for row in csv.DictReader(handle)
        )


def _by_name(entities: tuple[Entity, ...]) -> dict[str, tuple[str, Entity]]:
    names: dict[str, tuple[str, Entity]] = {}
    for entity in entities:
        for name in (entity.name, *entity.aliases):
            bare = _bare(name)
            if names.setdefault(bare.casefold(), (bare, entity))[1] is not entity:
                raise NumtrailError(
                    f"entities.csv: {name!r} names two entities; keep it with the one that news mean by it"
                )
    return names


def _bare(name: str) -> str:
    words = name.replace("’", "'").removesuffix("'s").split()
    return " ".join(words[1:] if words[:1] in (["the"], ["The"]) else words)


ENTITIES: tuple[Entity, ...] = _load()
_NAMES = _by_name(ENTITIES)
NAME_WORDS: frozenset[str] = frozenset(name for name in _NAMES if " " not in name and not name.isupper())
"""The names of one word, in small letters."""


@lru_cache(maxsize=4096)
def entity_of(name: str | None) -> Entity | None:
    """The entity that a name, whole, is one of the names of; none for an unknown one. `the` does not matter.

    A name in small letters is a common noun (`apple`), and an acronym is one only in capitals (`MOST`, not `Most`).
    """
    bare = _bare(name) if name else ""
    known = _NAMES.get(bare.casefold())
    if known is None or bare.islower() or (known[0].isupper() and not bare.isupper()):
        return None
    return known[1]


@lru_cache(maxsize=4096)
def entity_in(phrase: str | None) -> Entity | None:
    """The entity that a subject names: the phrase whole, or the name that ends it behind a noun which only describes.

    `the battery giant CATL` and `the city of Hefei` are CATL and Hefei; `rival Huawei`, `Huawei suppliers` and `Hefei
    government` are others, and so is a description that does not fit: `the city of Apple`.
    """
    known = entity_of(phrase)
    words = (phrase or "").split()
    for first in range(1, len(words)):
        if known is not None:
            break
        found = entity_of(" ".join(words[first:])) if words[first][:1].isupper() else None
        noun = words[first - 2] if words[first - 1] == "of" and first > 1 else words[first - 1]
        if found is not None and found.kind in _DESCRIBED_BY.get(noun.lower(), ()):
            known = found
    return known


_COMPANY = ("company",)
_PLACES = {"city": ("city",), "province": ("province",), "country": ("country",), "region": ("region", "province")}
_DESCRIBED_BY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("giant", "maker", "manufacturer", "producer", "operator", "developer", "chipmaker", "carmaker", "automaker",
         "firm", "company", "group", "conglomerate", "startup", "start-up", "foundry", "retailer", "platform"),
        _COMPANY,
    ),
    **_PLACES,
    "capital": ("city",),
    "municipality": ("city",),
    "hub": ("city",),
    "agency": ("news_agency", "office", "institution"),
}  # fmt: skip
