"""How the small values are declared that rules make by the thousand and pass on. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_Of = TypeVar("_Of")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value_class(of: type[_Of]) -> type[_Of]:
    """Declare a class as a value: nothing in it changes once it is made, and equal contents make equal values.

    It is a dataclass with slots. That nothing is assigned to it is what mypy holds it to, as a frozen one; the class
    itself does not: it would check every member while a value is made, which takes four to seven times as long.
    `dataclasses.replace` makes a changed copy.
    """
    return dataclass(slots=True, unsafe_hash=True)(of)
