"""Singular forms of English nouns, by the `inflect` library, which is loaded when the first noun is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipelines.extract.lexicons import read_lexicon

if TYPE_CHECKING:
    import inflect

_INVARIABLE = frozenset(row["spelling"] for row in read_lexicon(__file__))


@lru_cache(maxsize=1)
def _engine() -> inflect.engine:
    import typeguard

    # Its checks of its own callers' types are woven into every function at the import: three CPU-seconds of each
    # process, and more at each call. What it is asked here is typed; the import goes on without them.
    weave = typeguard.typechecked
    typeguard.typechecked = _as_it_is  # type: ignore[assignment]
    try:
        import inflect
    finally:
        typeguard.typechecked = weave
    return inflect.engine()


def _as_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


@lru_cache(maxsize=65_536)
def singular(noun: str) -> str:
    """Return the singular of a noun, in the spelling of the text ("Companies" gives "Company").

    Args:
        noun: One word; one that is singular already comes back unchanged.
    """
    before, hyphen, last = noun.rpartition("-")
    if hyphen and last.isalpha():
        return before + hyphen + singular(last)
    if len(noun) < 3 or noun.lower() in _INVARIABLE or not noun.isalpha():
        return noun
    if noun.isupper():
        return noun
    if noun[:-1].isupper() and noun.endswith("s"):
        return noun[:-1]
    if noun.lower().endswith(("ss", "us", "is")):
        return noun
    if noun.endswith("children"):
        return noun[:-3]
    return _engine().singular_noun(noun) or noun


@lru_cache(maxsize=4096)
def plural(noun: str) -> str:
    """Return the plural of a noun phrase, by its last word ("tech company" gives "tech companies").

    Args:
        noun: A phrase; one that does not change, or is plural already, comes back unchanged.
    """
    start, hyphen, end = noun.rpartition("-")
    if hyphen and end.isalpha():
        return start + hyphen + plural(end)
    before, _, last = noun.rpartition(" ")
    known = len(last) < 3 or not last.isalpha() or last.isupper() or last.lower() in _INVARIABLE
    if known or singular(last) != last:
        return noun
    if last.lower() == "mine":
        return f"{noun}s"  # which is no pronoun here
    return f"{before} {_engine().plural_noun(last) or last}".strip()
