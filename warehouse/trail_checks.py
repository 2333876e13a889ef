"""What must hold on the way from a claim to the landed bytes, looked at while the way is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.markup import quoted_text
from warehouse.landed import LandedItem, landed_file, read_items
from warehouse.sidecars import storable_name
from warehouse.trail_ids import Row

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold for the trail to be whole: what, whether it does, and what was found."""

    name: str
    is_right: bool
    detail: str


def span_checks(text: str, media_type: str, claim: Row, mentions: Sequence[Row], sentence: Row) -> tuple[Check, ...]:
    """Whether the quote, the sentence and each mention stand in the raw text where their rows say."""
    found_sentence = quoted_text(text[claim["sent_start"] : claim["sent_end"]], media_type)
    strays = [
        row["text"] for row in mentions if quoted_text(text[row["start"] : row["end"]], media_type) != row["text"]
    ]
    return (
        _compared(
            "the quote stands at its span", quoted_text(text[claim["start"] : claim["end"]], media_type), claim["quote"]
        ),
        _compared("the sentence stands at its span", found_sentence, claim["sentence"]),
        _compared("the sentence's own row says the same", sentence["text"], claim["sentence"]),
        Check(
            "every mention stands at its span",
            not strays,
            f"not so: {strays[:_SHOWN]}" if strays else f"{len(mentions)} mentions",
        ),
    )


def _compared(name: str, found: str, stored: str) -> Check:
    return Check(name, found == stored, f"{found!r}" if found == stored else f"found {found!r}, stored {stored!r}")


def extent_check(claim: Row, article: Row) -> Check:
    """Whether the sentence of a claim stands inside its article."""
    is_inside = article["start"] <= claim["sent_start"] and claim["sent_end"] <= article["end"]
    extent = f"sentence {claim['sent_start']}-{claim['sent_end']}, article {article['start']}-{article['end']}"
    return Check("the sentence stands inside its article", is_inside, extent)


def byte_checks(raw: Row, ledger: Sequence[Row], landing: Path) -> tuple[Check, Check]:
    """Whether the ledger and the bytes that lie in the landing folder today have the hash the text was read from."""
    taken_in = ledger[0]["sha256"] if ledger else None
    found, detail = _landed_hash(raw, landing)
    return (
        Check("the ledger knows these bytes", taken_in == raw["sha256"], taken_in or "not in the ledger"),
        Check("the landed bytes are unchanged", found == raw["sha256"], detail),
    )


def landed_path(landing: Path, place: str) -> Path:
    """Where a place of the landing folder is; a name that had to be written with escapes is looked for."""
    path = landing / place
    if "\\" not in place or path.exists() or not path.parent.is_dir():
        return path
    return next((file for file in path.parent.iterdir() if storable_name(file.relative_to(landing)) == place), path)


def _landed_hash(raw: Row, landing: Path) -> tuple[str | None, str]:
    path = landed_path(landing, raw["place"])
    if not path.resolve().is_relative_to(landing.resolve()):
        return None, f"{raw['place']} lies outside the landing folder"
    for item in read_items(landed_file(path, landing)):
        if isinstance(item, LandedItem):
            if item.record_number == raw["record_number"]:
                return item.sha256, f"{raw['place']}, SHA-256 {item.sha256}"
        elif item.record_number is None:
            return None, item.message
    return None, f"{raw['place']} has no readable record {raw['record_number']}"
