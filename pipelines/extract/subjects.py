"""Splits what a number measures into whose it is and what it is, and finds whom a pronoun means."""

from __future__ import annotations

from pipelines.extract.clauses import subject_of
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.namings import governed, kind_of_generic, led_by
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, head_of, name_at_end, without_leading
from pipelines.extract.scenes import Scene
from pipelines.extract.tagging import Tagged
from pipelines.extract.wordings import Wording
from schemas.codes.entities import entity_of
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_PERSONAL = _WORDS["person"]
_SPEAKING = _WORDS["speaking"]
_SEVERAL = _WORDS["several"]
_NOBODY = _WORDS["nobody"]
_OWNING = _WORDS["owning"]
_STATES = _WORDS["state"]
_BODIES = _WORDS["body"]
"""Nouns that are counted (the number of firms) and do things themselves."""
_LIFELESS = METRIC_HEADS - _BODIES
_BORNE = _WORDS["borne"]
_KINDS = _WORDS["kind"]
_AT_HEAD = 3
"""Words of a sentence before which a pronoun means somebody of the sentence before."""
_NEW = frozenset(("a", "an"))
"""What leads somebody not named before."""
_TRADES = {
    noun: preposition
    for kind, preposition in (("sold", "to"), ("bought", "from"), ("asked", "for"), ("yielded", "on"))
    for noun in _WORDS[kind]
}
"""What is traded, and the preposition of who is on the other side: `exports to Mexico`."""

_PLACE_KINDS = {"city": "city", "province": "province", "country": "country", "nation": "country"}


def whose(scene: Scene, phrase: Range | None) -> Wording | None:
    """Who a subject phrase names: a pronoun or `the company` gives way to the last one named."""
    if phrase is None:
        return scene.entity()
    first, last = phrase = name_at_end(scene.tagged, _counted_things(scene.tagged, _bare(scene.tagged, phrase)))
    tagged = scene.tagged
    if last == first + 1 and tagged.tags[first] in "UHT":
        return _by_pronoun(scene, phrase)
    if tagged.tags[last - 1] == "S" and last > first + 1:
        return whose(scene, (first, last - 1))  # the country's 14th five-year plan
    namesake = scene.namesake(tagged.lower[last - 1]) if _is_the_noun(tagged, phrase) else None
    if namesake is not None:
        return namesake
    is_known = tagged.tags[first] in "TG" and tagged.lower[first] not in _NEW
    named = _named_by_kind(scene, phrase) if is_known and last == first + 2 else None
    if named is not None or tagged.tags[first] == "G":
        return named or scene.say((first + 1, last))
    if tagged.tags[first] == "T" and last == first + 2 and tagged.lower[first] in ("the", "that", "this"):
        return scene.antecedent(tagged.lower[last - 1]) or scene.say(phrase)
    return scene.say(phrase)


def _by_pronoun(scene: Scene, phrase: Range) -> Wording | None:
    """Whom `it`, `they`, `each` means; nobody where the word means none."""
    word = scene.tagged.lower[phrase[0]]
    if word == "each":
        return scene.several(at_head=phrase[0] < _AT_HEAD) or scene.say(phrase)
    return None if word in _NOBODY else _meant(scene, phrase[0])


def _is_the_noun(tagged: Tagged, phrase: Range) -> bool:
    """`the fund`, `this fund`: no more words than that."""
    first, last = phrase
    return tagged.tags[first:last] == "TN" and tagged.lower[first] in ("the", "this", "that")


def _bare(tagged: Tagged, phrase: Range) -> Range:
    """`the city of 4.6 million people`: the city; what is counted in it is a claim of its own."""
    first, last = phrase
    of = tagged.tags.find("O", first, last)
    counts = of > first and tagged.tags[of + 1 : last].lstrip("T")[:1] == "Q"
    return (first, of) if counts and "agent" in noun_classes(tagged.lower[of - 1]) else phrase


def _counted_things(tagged: Tagged, phrase: Range) -> Range:
    """`the number of private firms`: the firms, for a number does and has nothing."""
    head = head_of(tagged, phrase)
    is_number = tagged.lower[head] == "number" and tagged.tags[head + 1 : phrase[1]][:1] == "O"
    return without_leading(tagged, (head + 2, phrase[1])) if is_number and head + 2 < phrase[1] else phrase


def _named_by_kind(scene: Scene, phrase: Range) -> Wording | None:
    """The name behind `the city`, `its government`, `the company`; none where the last one named is of another kind."""
    noun = scene.tagged.lower[phrase[1] - 1]
    kind = kind_of_generic(noun)
    named = scene.entity(kind, before=phrase[0] < 3) if kind else None
    if named is None or named.span is None or named.text.split()[-1].islower():
        return None
    known = entity_of(named.text)
    fits = known is None or noun not in _PLACE_KINDS or known.kind == _PLACE_KINDS[noun]
    return governed(named, noun) if fits else None


def _meant(scene: Scene, word: int) -> Wording | None:
    """Whom a pronoun means: a subject named earlier in the sentence, else the last one named before."""
    lower = scene.tagged.lower[word]
    if lower in _PERSONAL:
        return scene.person()
    if lower in _SPEAKING:
        return scene.us() if lower[0] in "wou" else None
    earlier = earlier_subject(scene.tagged, word)
    here = earlier is not None and scene.tagged.lower[earlier[1] - 1].endswith("s")  # the operators: they had
    several = scene.several(at_head=word < _AT_HEAD) if lower in _SEVERAL and not here else None
    if several is not None:
        return several
    led = led_by(scene.tagged, earlier) if earlier is not None and lower in ("it", "its") else None
    if led is not None:
        return whose(scene, led)
    return scene.say(earlier) if earlier is not None else scene.entity(before=word < 3)


def earlier_subject(tagged: Tagged, word: int) -> Range | None:
    """The first subject left of `word` that is no pronoun and no quantity, in its clause or else its sentence.

    That is whom `it` means.
    """
    return _subject_within(tagged, _clause_behind_and(tagged, word), word) or _subject_within(tagged, 1, word)


def _clause_behind_and(tagged: Tagged, word: int) -> int:
    """Where the clause begins that an `and` joins to one with a verb of its own; else the word itself."""
    joint = tagged.tags.rfind("C", 0, word)
    is_clause = joint > 0 and not set("VAMW").isdisjoint(tagged.tags[joint:word]) and tagged.tags[joint + 1] in "TE"
    return joint + 2 if is_clause else word


def measure_meant(tagged: Tagged, phrase: Range) -> Range | None:
    """`Investment is slowing: it grew by 5%`: the measure that `it` means, told of in the same sentence."""
    if tagged.lower[slice(*phrase)] != ("it",):
        return None
    verb = next((place for place in range(phrase[0]) if tagged.tags[place] in "VAMW"), None)
    subject = subject_of(tagged, verb) if verb is not None else None
    if subject is None or subject[1] > phrase[0] or "Q" in tagged.tags[slice(*subject)]:
        return None
    is_plain = tagged.lower[head_of(tagged, subject)] in METRIC_HEADS and not is_entity(tagged, subject)
    return subject if is_plain else None


def _subject_within(tagged: Tagged, first: int, word: int) -> Range | None:
    for place in range(first, word):
        if tagged.tags[place] in "VAMW":
            subject = subject_of(tagged, place)
            named = subject is not None and subject[1] <= place and tagged.tags[subject[0]] not in "UH"
            if subject is not None and named and "Q" not in tagged.tags[subject[0] : subject[1]]:
                is_who = is_entity(tagged, subject) or (first > 1 and tagged.lower[subject[1] - 1] not in METRIC_HEADS)
                return subject if is_who else None
    return None


def is_entity(tagged: Tagged, phrase: Range) -> bool:
    """Whether a phrase names someone or somewhere rather than a quantity: a name, a pronoun, `the company`."""
    first, last = phrase
    if last == first + 1 and tagged.tags[first] == "U":
        return True
    head = head_of(tagged, phrase)
    if tagged.tags[first] == "T" and head == first + 1 and "agent" in noun_classes(tagged.lower[head]):
        return True
    if tagged.lower[head] in _LIFELESS:
        return False
    return tagged.tags[head] == "E" or "agent" in noun_classes(tagged.lower[head])


def split_measure(scene: Scene, phrase: Range) -> tuple[Wording | None, Wording | None]:
    """Part a phrase that measures something into whose and what: `Hefei's economic output` -> (Hefei, economic output).

    By possessive, by `of`, `in`, `for` behind the head noun, by a name before a metric noun, in this order. What names
    no owner has none: the caller decides who owns it.
    """
    first, last = phrase
    tagged = scene.tagged
    head = head_of(tagged, phrase)
    possessive = tagged.tags.rfind("S", first, head)
    if possessive > first and set(tagged.tags[first:possessive]) <= {"T", "Y"}:
        return None, scene.say((possessive + 1, last))
    if possessive > first:
        if tagged.tags[first] == "G":
            return _owner_of(scene, first), scene.say((first + 1, last))
        return whose(scene, (first, possessive)), scene.say((possessive + 1, last))
    if tagged.tags[first] == "G" and last > first + 1:
        return _owner_of(scene, first), scene.say((first + 1, last))
    if head + 1 < last:
        return _by_preposition(scene, phrase, head)
    names = first
    while names < last and tagged.tags[names] in "TE":
        names += 1
    is_name = first < names < last and tagged.tags[names - 1] == "E" and tagged.tags[names] != "C"
    is_kind = names == first + 1 and tagged.lower[first] in _KINDS
    if is_name and not is_kind and tagged.lower[head] in METRIC_HEADS:
        return scene.say((first, names)), scene.say((names, last))
    return None, scene.say(phrase)


def _owner_of(scene: Scene, word: int) -> Wording | None:
    """Whose a thing is by `its`: of who does something to it (`a rival cut its prices`), else whom a pronoun means."""
    tagged = scene.tagged
    doer = subject_of(tagged, word - 1) if word > 1 and tagged.tags[word - 1] == "V" else None
    if doer is not None and doer[1] < word and tagged.lower[doer[0]] in _NEW and "Q" not in tagged.tags[slice(*doer)]:
        is_measure = tagged.lower[head_of(tagged, doer)] in METRIC_HEADS
        return _meant(scene, word) if is_measure else scene.say(doer)
    is_aside = tagged.lower[word - 1 : word + 1] == ("while", "its") and earlier_subject(tagged, word) is None
    told_of = scene.subject_before() if is_aside else None
    return told_of or _meant(scene, word)  # wages in the sector rose while its profits fell


def _by_preposition(scene: Scene, phrase: Range, head: int) -> tuple[Wording | None, Wording | None]:
    """`the number of data centers in the US`: an amount keeps its `of`; the next phrase, or a name, is the owner."""
    first, last = phrase
    tagged = scene.tagged
    if tagged.lower[head] == "ratio":
        return None, scene.say(phrase)
    cuts = [place for place in range(head + 1, last) if tagged.tags[place] in "OPI"]
    traded = _TRADES.get(tagged.lower[head])
    cuts = [place for place in cuts if tagged.lower[place] != traded]
    cuts = [place for place in cuts if tagged.lower[place] != "in" or tagged.lower[place + 1] not in _STATES]
    if not cuts or tagged.tags[cuts[0] - 1 : cuts[0] + 1] == "JI":
        return None, scene.say(phrase)  # exports to Mexico are not Mexico's, nor profit attributable to owners theirs
    named = tagged.tags[cuts[0] + 1 : cuts[0] + 3].strip("T")[:1] == "E"
    owned = "agent" in noun_classes(tagged.lower[head_of(tagged, (cuts[0] + 1, last))])
    owned = owned and (tagged.lower[head] == "shares" or "figure" not in noun_classes(tagged.lower[head]))
    priced = tagged.lower[head] in ("price", "prices")  # the price of lithium is lithium's
    keeps = "amount" in noun_classes(tagged.lower[head]) and tagged.tags[cuts[0]] == "O"
    keeps = keeps and not (named or owned or priced)
    split = cuts[1] if keeps and len(cuts) > 1 else last if keeps else cuts[0]
    is_borne = tagged.lower[head] in _BORNE and tagged.lower[min(split, last - 1)] == "on"
    if split < last and (tagged.lower[split] in _OWNING or is_borne):
        return whose(scene, (split + 1, last)), scene.say((first, split))
    return None, scene.say(phrase)
