"""Whom a noun phrase names: a place, an office, a company or a person, by name or by what it is.

`namings.lexicon.csv` has the words that tell: `place`, `office` and the nouns of each.
"""

from __future__ import annotations

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, name_at_end
from pipelines.extract.tagging import Tagged
from pipelines.extract.wordings import Wording
from schemas.codes.entities import entity_of
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_GOVERNING = _WORDS["governing"]
_PLACES = _WORDS["place"]
_PLACE_NOUNS = _WORDS["place noun"]
_OFFICES = _WORDS["office"]
_OFFICE_NOUNS = _WORDS["office noun"]
PLACE_KINDS = frozenset({"country", "region", "province", "city", "county", "union"})
COMPANY_NOUNS = _WORDS["company noun"]
ORGANISATION_NOUNS = _WORDS["organisation noun"]
_TITLES = _WORDS["title"]
_RANKS = _WORDS["rank"]
_LEADING = _WORDS["leading"]
_COUNTING = _WORDS["counting"]


def stands_as_place(text: str, phrase: str) -> bool:
    """`in Yibin,`, `the city of Yibin`: a name alone behind the word for a place; not `in Yibin Steel`."""
    behind = text[text.find(phrase) + len(phrase) :]
    if " of " in phrase:
        before = text[: text.find(phrase)].lower().split()
        return bool(before) and before[-1] in _PLACE_NOUNS
    return not behind[:1].isalnum() and not behind[1:2].isupper()


def governed(place: Wording, noun: str) -> Wording:
    """`The government` of an article on a city is that city's; `the city` is the city itself."""
    return Wording(f"{place.text} {noun}") if noun in _GOVERNING else place


def kind_of_generic(word: str) -> str | None:
    """Whether `the <word>` means a place (the city), an office (the ministry) or a company (the carmaker)."""
    if word in _PLACE_NOUNS:
        return "place"
    if word in _OFFICE_NOUNS:
        return "office"
    return "company" if "agent" in noun_classes(word) else None


def only_reports(name: str) -> bool:
    """Whether a phrase names people or an office that count and foresee what is others': analysts, a bank, a bureau."""
    return not _OFFICES.isdisjoint(name.lower().split())


def only_counts(name: str) -> bool:
    """Whether what heads a phrase never owns what it tells, as a bank may: `the statistics bureau`, `the ministry`."""
    return name.lower().split()[-1] in _COUNTING


def may_own(name: str) -> bool:
    """Whether what an article measures may be a name's own: not an office's that counts, not a minister's."""
    return kind_of_name(name) != "office" and not is_titled(name)


def is_titled(name: str) -> bool:
    """Whether a title leads a name, as only a person's: `Premier Li Qiang`; not `President Foods`, `Prime Oats`."""
    words = [word.rstrip(".") for word in name.lower().split()]
    if words[0] not in _TITLES or words[-1] in COMPANY_NOUNS | ORGANISATION_NOUNS or entity_of(name) is not None:
        return False
    return words[0] not in _RANKS or (len(words) > 1 and words[1] in _TITLES)


def kind_of_name(name: str) -> str:
    """Whether a name is a place, an office that counts and reports, or a company, as far as its words tell."""
    words = name.lower().replace("’s", "").replace("'s", "").split()
    if words[-1] in _PLACES:
        return "place"
    return "office" if not _OFFICES.isdisjoint(words) else "company"


def is_place(tagged: Tagged, phrase: Range) -> bool:
    """Whether a subject is a place: `the city`, `Peru`; a name that no table knows is none."""
    named = name_in(tagged, phrase)
    text = tagged.slice(*(named or phrase))
    known = entity_of(text) if named is not None else None
    if known is not None:
        return known.kind in PLACE_KINDS
    return kind_of_generic(tagged.lower[phrase[1] - 1]) == "place" or kind_of_name(text) == "place"


def name_in(tagged: Tagged, phrase: Range) -> Range | None:
    """The name in a subject: the whole phrase, or who owns it; none for `exports` or `the company`."""
    first, last = phrase
    while first < last and tagged.tags[first] in "TR":
        first += 1
    behind = name_at_end(tagged, (first, last))
    if behind != (first, last):
        return behind  # Poland's leading maker Ursus Motor
    possessive = tagged.tags.find("S", first, last)
    if possessive > first and "E" in tagged.tags[first:possessive]:
        named = tagged.lower[last - 1]
        if tagged.tags[possessive + 1 : last] == "E" and named not in METRIC_HEADS and not kind_of_generic(named):
            return possessive + 1, last  # Norway's Alto
        owner = max(tagged.tags.rfind(tag, first, possessive) for tag in "OPIT") + 1
        return max(first, owner), possessive
    end = next((place for place in range(first, last) if tagged.tags[place] in "OPI"), last)
    is_metric = tagged.lower[end - 1] in METRIC_HEADS and tagged.slice(end - 1, end).isupper()  # GDP grew
    return name_at_end(tagged, (first, end)) if tagged.tags[end - 1] == "E" and not is_metric else None


def generic_in(tagged: Tagged, phrase: Range) -> Range | None:
    """`The government`, `the Dutch chipmaker` of `the Dutch chipmaker's sales`: someone, not by name."""
    first, last = phrase
    possessive = tagged.tags.find("S", first, last)
    last = possessive if possessive > first else last
    if tagged.tags[first] != "T" or tagged.lower[first] in ("a", "an") or set(tagged.tags[first:last]) & set("OPIQC"):
        return None
    head = tagged.lower[last - 1]
    plural = head.endswith("s") and not head.endswith("ss")
    return (first, last) if not plural and tagged.tags[last - 1] == "N" and kind_of_generic(head) else None


def is_someone(tagged: Tagged, phrase: Range) -> bool:
    """A name, or one person by office: `Li Wei`, `the minister`; not `police`, `the ministry`, `analysts`."""
    head = tagged.lower[phrase[1] - 1]
    if tagged.tags[phrase[1] - 1] == "E":
        return True
    return tagged.tags[phrase[0] - 1 : phrase[0]] == "T" and not head.endswith("s") and not kind_of_generic(head)


def led_by(tagged: Tagged, phrase: Range) -> Range | None:
    """Whom a person leads who stands as the subject: `BYD's chairman, Wang Chuanfu,`; `BYD chairman Wang Chuanfu`."""
    first, last = phrase
    if tagged.tags[last - 1] != "E":
        return None
    aside = _led_in_aside(tagged, last + 1) if tagged.tags[last : last + 1] == "," else None
    if aside is not None:
        return aside
    before = tagged.phrase_ending(first - 1) if first > 1 and tagged.tags[first - 1] == "," else None
    if before is not None and before[1] == first - 1:
        first, last = before
    end = max((place for place in range(first, last) if tagged.lower[place] in _LEADING), default=first)
    while end > first and tagged.tags[end - 1] in "NJ" and "S" in tagged.tags[first:end]:
        end -= 1  # its chief executive
    end -= end > first and tagged.tags[end - 1] == "S"
    start = end
    while start > first and tagged.tags[start - 1] == tagged.tags[end - 1]:
        start -= 1
    if start == end or tagged.tags[start] == "E":
        return (start, end) if start < end else None
    is_the_firm = tagged.tags[start - 1 : start + 1] == "TN" and tagged.tags[end] == "S"
    return (start - 1, end) if is_the_firm else None


def _led_in_aside(tagged: Tagged, place: int) -> Range | None:
    """`Anna Berg, chairman of Fiat, said`: whose office stands behind the name."""
    office = tagged.phrase_starting(place)
    if office is None or office[0] != place or tagged.lower[office[1] - 1] not in _LEADING:
        return None
    led = tagged.phrase_starting(office[1] + 1) if tagged.tags[office[1] : office[1] + 1] in ("O", "P") else None
    is_name = led is not None and led[0] == office[1] + 1 and tagged.tags[led[1] - 1] == "E"
    return led if is_name else None


def only_speaks(tagged: Tagged, phrase: Range) -> bool:
    """A person or an office that reports on others: who says `exports rose` does not own the exports."""
    words = tagged.lower[phrase[0] : phrase[1]]
    if not _OFFICES.isdisjoint(words):
        return True
    names = tagged.tags[phrase[0] : phrase[1]].count("E")
    return names >= 2 and "T" not in tagged.tags[phrase[0] - 1 : phrase[1]] and ORGANISATION_NOUNS.isdisjoint(words)
