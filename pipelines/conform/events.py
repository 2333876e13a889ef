"""Gatherings whose days are known, from `events.csv`: they date a text that says one opened "on Monday"."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from schemas.values import value_class


@value_class
class Event:
    """One holding of a gathering: when it opened and closed, inclusive days, and where that is recorded.

    is_only: whether the words name this holding alone ("the 14th Five-Year Plan"), so that the text need not say when.
    """

    name: str
    year: int
    openings: tuple[date, ...]
    closes: date
    source: str
    is_only: bool = False


def _read() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[Event, ...]]]:
    words: dict[str, tuple[str, ...]] = {}
    events: dict[str, list[Event]] = {}
    with Path(__file__).with_name("events.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["words"]:
                words[row["event"]] = tuple(row["words"].split("|"))
            openings = tuple(date.fromisoformat(day) for day in (row["opens"], row["second_opening"]) if day)
            closes = date.fromisoformat(row["closes"])
            events.setdefault(row["event"], []).append(
                Event(row["event"], int(row["year"]), openings, closes, row["source"])
            )
    return words, {
        name: tuple(replace(event, is_only=len(found) == 1) for event in found) for name, found in events.items()
    }


NAMES, EVENTS = _read()
"""How each gathering is named, in lower case, and when it was held."""

WORDS = {event: re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") for event, names in NAMES.items()}


def events_named(sentence: str) -> tuple[Event, ...]:
    """Return every known holding of the gatherings that a sentence names, oldest first."""
    lowered = sentence.lower().replace("’", "'")
    return tuple(event for name, pattern in WORDS.items() if pattern.search(lowered) for event in EVENTS[name])


def may_name_event(text: str) -> bool:
    """Whether a text may name a gathering; false is certain."""
    lowered = lowered_bytes(text)
    return any(name.encode() in lowered for names in NAMES.values() for name in names)


def lowered_bytes(text: str) -> bytes:
    """A text in small letters as UTF-8, for finding names, which are ASCII: made in a tenth of the time."""
    return text.encode("utf-8", "surrogatepass").lower().replace("’".encode(), b"'")
