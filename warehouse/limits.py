"""The limits as this installation has them: those of the table, or what the environment says instead."""

from __future__ import annotations

import os
from collections.abc import Mapping

from schemas.codes.limits import LIMITS
from schemas.errors import SettingsError


def limit_of(name: str, environ: Mapping[str, str] = os.environ) -> int:
    """The value of a limit: its setting in the environment, else the table's.

    Raises:
        SettingsError: The setting is no whole number above zero.
    """
    limit = LIMITS[name]
    stated = environ.get(limit.setting, "").strip() if limit.setting else ""
    if not stated:
        return limit.value
    if not (stated.isascii() and stated.isdecimal() and int(stated)):
        raise SettingsError(
            f"{limit.setting} is {stated!r}: give a whole number of {limit.unit}, such as {limit.value}."
        )
    return int(stated)
