"""The limits that hostile input meets: one table, from which code, settings and SECURITY.md take them."""

from __future__ import annotations

from schemas.codes import read_codes
from schemas.values import value_class


@value_class
class Limit:
    """The most of something that is taken in.

    setting: the environment variable that overrides it; empty for a limit that is a rule, because rows depend on it.
    """

    name: str
    value: int
    unit: str
    setting: str
    meaning: str


LIMITS: dict[str, Limit] = {
    name: Limit(name, int(row["value"]), row["unit"], row["setting"], row["meaning"])
    for name, row in read_codes("limits").items()
}
"""Name -> limit, as `limits.csv` has them."""
