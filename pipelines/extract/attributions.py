"""Decides who is credited with a number, and how far that credit reaches.

`according to X`, anywhere, covers its whole sentence; `X said that …` covers what follows it; `…, X said` and `…, said
X` cover what stands before (and after, where the sentence goes on). Quoted sentences without an attribution belong to
the last named speaker of the paragraph. Data that nobody owns ("Data shows") speaks for nobody.
"""

from __future__ import annotations

from pipelines.extract.clause_verbs import behind_aside, clause_start
from pipelines.extract.clauses import subject_of
from pipelines.extract.frame_phrases import is_told_by_next
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, extended_right, head_of, only_measures
from pipelines.extract.speaker_names import SPEAKER_CLASSES, may_own, speaker_name
from pipelines.extract.speaker_reach import VERB_CLASSES, opens_content, reach, sentence_end, sentence_start, trails
from pipelines.extract.tagging import Tagged
from pipelines.extract.units import PERCENT_ENDS
from pipelines.extract.verbs import verb_of
from schemas.values import value_class

_ATTRIBUTING = frozenset({"speech", "forecast"})
_WORDS = read_word_sets(__file__)
_PERSONAL = _WORDS["pronoun"]
_INVERTED = _WORDS["inverted"]
_INVERTED_NOW = _WORDS["inverted now"]
_BE = _WORDS["passive"]
_ESTIMATING = _WORDS["estimating"]
_NO_PUTTER = _WORDS["no putter"]


@value_class
class Attribution:
    """Who is credited and which words the credit covers, [first, last); `pronoun` where a name must be found first."""

    speaker: Range
    first: int
    last: int
    rule: str
    pronoun: bool = False


def find_attributions(tagged: Tagged) -> tuple[Attribution, ...]:
    """All attributions of a sentence, in order; several may cover the same number, the narrowest then counts."""
    found: list[Attribution] = []
    for word, tag in enumerate(tagged.tags):
        if tag == "P" and (tagged.lower[word] == "according to" or _opens_with_per(tagged, word)):
            item = _according_to(tagged, word)
        elif tag == "P" and tagged.lower[word] == "by":
            item = _estimated_by(tagged, word) or _made_by(tagged, word)
        elif tag in "VWX":
            item = _putting(tagged, word) if verb_of(tagged.lower[word]).lemma == "put" else _saying(tagged, word)
        else:
            continue
        if item is not None:
            found.append(item)
    return tuple(found)


def attribution_for(attributions: tuple[Attribution, ...], word: int) -> Attribution | None:
    """The attribution that covers the number at `word`: the narrowest, the later of equals."""
    covering = [item for item in attributions if item.first <= word < item.last]
    return min(covering, key=lambda item: (item.last - item.first, -item.speaker[0]), default=None)


def _according_to(tagged: Tagged, word: int) -> Attribution | None:
    phrase = tagged.phrase_starting(word + 1)
    if phrase is None:
        return None
    name = speaker_name(tagged, phrase)
    if name is None:
        return None
    return Attribution(
        name, sentence_start(tagged, word), sentence_end(tagged, word), "speaker: according to <speaker>"
    )


def _opens_with_per(tagged: Tagged, word: int) -> bool:
    """`Per the port authority, revenue rose`; not `per the rules`, which say nothing of their own."""
    phrase = tagged.phrase_starting(1) if word == 0 and tagged.lower[0] == "per" else None
    return phrase is not None and "agent" in noun_classes(tagged.lower[head_of(tagged, phrase)])


def _made_by(tagged: Tagged, word: int) -> Attribution | None:
    """`the unveiling of a fund of … by X`, `a forecast of 5% by X`: covers the noun's phrase and what follows."""
    phrase = tagged.phrase_starting(word + 1)
    if phrase is None or phrase[0] != word + 1 or tagged.tags[phrase[1] - 1] != "E":
        return None
    for place in range(word - 1, max(-1, word - _LONGEST_NOUN_PHRASE), -1):
        if tagged.tags[place] in "VWAM,;.":
            return None
        if SPEAKER_CLASSES.get(tagged.lower[place]) == "document":
            name = speaker_name(tagged, phrase)
            return Attribution(name, place, len(tagged.tags), "speaker: <document> by <speaker>") if name else None
    return None


_LONGEST_NOUN_PHRASE = 20


def _estimated_by(tagged: Tagged, word: int) -> Attribution | None:
    """`was put at 45 billion by X`, `is estimated by X at`: whoever is the estimate's; not `is expected to … by X`.

    When, or an aside, may stand right behind the verb: `was put last week, with some caution, at`.
    """
    phrase = tagged.phrase_starting(word + 1)
    if phrase is None or phrase[0] != word + 1 or not may_own(tagged, phrase):
        return None
    verb = word - 1
    while verb > max(0, word - _LONGEST_ESTIMATE) and tagged.tags[verb] not in "VWAMX;.":
        verb -= 1
    if tagged.tags[verb] != "W" or not _passive(tagged, verb):
        return None
    at = behind_aside(tagged, verb)
    if at < word and (tagged.lower[at] != "at" or "Q" not in tagged.tags[at:word]):
        return None
    known = verb_of(tagged.lower[verb])
    if "forecast" not in known.senses and known.lemma not in _ESTIMATING:
        return None
    name = speaker_name(tagged, phrase)
    if name is None:
        return None
    return Attribution(name, verb, sentence_end(tagged, verb), "speaker: <measure> estimated by <speaker>")


_LONGEST_ESTIMATE = 16


def _saying(tagged: Tagged, verb: int) -> Attribution | None:
    """`X said that`, `X told Y`, `…, said X`, `X expects growth of`, `X announced plans to`."""
    known = verb_of(tagged.lower[verb])
    if not known.senses & _ATTRIBUTING or not _may_credit(tagged, verb, known.lemma):
        return None
    behind = _inverted(tagged, verb)
    if behind is not None:
        return Attribution(behind, sentence_start(tagged, verb), len(tagged.tags), "speaker: …, said <speaker>")
    subject = _behind_amount(tagged, subject_of(tagged, verb))
    if subject is None or subject[1] > verb or _is_aside(tagged, verb, subject) or _is_mute(tagged, subject):
        return None
    pronoun = tagged.lower[subject[0]] in _PERSONAL and subject[1] == subject[0] + 1
    if pronoun and tagged.lower[subject[0]] in ("we", "i"):
        return None
    if tagged.tags[subject[0] - 1 : subject[0]] == "O" and "Q" in tagged.tags[slice(*subject)]:
        return None  # of the 29 fabs announced
    name = subject if pronoun else speaker_name(tagged, subject)
    if name is None or tagged.lower[name[0]] in SPEAKER_CLASSES and name[1] == name[0] + 1:
        return None
    return _credit(tagged, verb, name, subject, pronoun=pronoun)


def _credit(tagged: Tagged, verb: int, name: Range, subject: Range, *, pronoun: bool) -> Attribution | None:
    """Which words a verb of saying credits to its subject: what it trails, what follows it, the number it describes."""
    if tagged.word_before(subject) == "as":
        return Attribution(name, sentence_start(tagged, verb), sentence_end(tagged, verb), _SAID, pronoun)
    told = _number_told(tagged, subject[0]) if not pronoun else None
    if told is not None:
        end = next((place for place in range(verb, len(tagged.tags)) if tagged.tags[place] in ",;."), len(tagged.tags))
        return Attribution(name, told, end, _SAID, pronoun)
    if trails(tagged, verb, subject[0]):
        return Attribution(name, sentence_start(tagged, verb), sentence_end(tagged, verb), _SAID, pronoun)
    if not opens_content(tagged, verb, verb_of(tagged.lower[verb]).lemma):
        return None
    return Attribution(name, verb, reach(tagged, verb), _SAID, pronoun)


def _behind_amount(tagged: Tagged, subject: Range | None) -> Range | None:
    """`the $22 billion analysts had expected`: the analysts."""
    number = tagged.tags.find("Q", *subject) if subject is not None else -1
    if subject is None or number < 0 or not is_told_by_next(tagged, number):
        return subject
    return number + 1, subject[1]


def _number_told(tagged: Tagged, subject: int) -> int | None:
    """`the 2.1 percent that analysts had expected`: the number that a clause right behind it tells of; or none."""
    place = subject - (tagged.lower[subject - 1 : subject] in (("that",), ("which",)))
    phrase = tagged.phrase_ending(place)
    if phrase is None or (phrase[1] != place and tagged.tags[place - 1] != "Q"):
        return None
    number = tagged.tags.find("Q", *phrase)
    return number if number >= 0 and number < subject else None


def _may_credit(tagged: Tagged, verb: int, lemma: str) -> bool:
    """No `we say`, nothing said of the one credited (`was told`), and `that` behind a verb that needs it."""
    if VERB_CLASSES.get(lemma) == "needs that" and tagged.lower[verb + 1 : verb + 2] != ("that",):
        return False
    if tagged.lower[verb - 1 : verb] in (("we",), ("i",)) or (lemma == "claim" and tagged.tags[verb - 1 : verb] == "M"):
        return False  # they can claim some success
    return tagged.tags[verb] != "X" and not (tagged.tags[verb] == "W" and _passive(tagged, verb))


def _is_aside(tagged: Tagged, verb: int, subject: Range) -> bool:
    """Whether a verb of saying credits nobody.

    `savings plans announced in May` were announced, `a market estimated to hit` is estimated; `more than analysts had
    predicted` tells nothing of its own.
    """
    before = tagged.tags[subject[0] - 1 : subject[0]]
    if tagged.tags[verb : verb + 2] == "WI" and "forecast" in verb_of(tagged.lower[verb]).senses:
        return True
    if tagged.word_before(subject) in ("than", "as"):
        return not _reports_aside(tagged, verb, subject)
    describes = tagged.tags[verb] == "W" and subject[1] == verb and before in ("P", "O")
    return describes and not set("VAMW").isdisjoint(tagged.tags[clause_start(tagged, verb) : subject[0]])


def _reports_aside(tagged: Tagged, verb: int, subject: Range) -> bool:
    """`, as the paper first reported,`: an aside that credits its whole sentence; not `, as analysts expected`."""
    before = tagged.tags[max(0, subject[0] - 2) : subject[0]]
    return (
        before[:1] in (",", "B")
        and tagged.lower[subject[0] - 1] == "as"
        and "forecast" not in verb_of(tagged.lower[verb]).senses
        and tagged.tags[verb + 1 : verb + 2] in (",", ".", "")
    )


def _is_mute(tagged: Tagged, subject: Range) -> bool:
    """`The output of tractors reported a rise`, `the expansion put growth at`: what only measures says nothing."""
    if tagged.tags[max(0, subject[0] - 2) : subject[0]] == "QO" and tagged.lower[subject[0] - 2].endswith(PERCENT_ENDS):
        return True  # 70 percent of the firms said
    head = head_of(tagged, subject)
    heads = (head, head - 2) if tagged.tags[head - 1] == "C" and head > 1 else (head,)
    return tagged.lower[head] not in SPEAKER_CLASSES and any(only_measures(tagged, place) for place in heads)


def _putting(tagged: Tagged, verb: int) -> Attribution | None:
    """`the institute puts the total at 221 billion`: who puts a number on something says so."""
    behind = tagged.tags[verb + 1 : verb + _LONGEST_PUT]
    at = next((place for place in range(len(behind)) if tagged.lower[verb + 1 + place] == "at"), -1)
    if at < 1 or "Q" not in behind[at : at + 3] or set(behind[:at]) & set(";.VWMQ"):
        return None
    if behind[:at].count(",") not in (0, 2):  # two set off an aside
        return None
    subject = subject_of(tagged, verb)
    if subject is None or subject[1] > verb or tagged.lower[subject[0]] in _NO_PUTTER:
        return None
    if _is_mute(tagged, subject):
        return None
    pronoun = tagged.lower[subject[0]] in _PERSONAL and subject[1] == subject[0] + 1
    name = subject if pronoun else speaker_name(tagged, subject)
    if name is None:
        return None
    return Attribution(name, verb, sentence_end(tagged, verb), "speaker: <speaker> puts <measure> at", pronoun)


_LONGEST_PUT = 12
_SAID = "speaker: <speaker> said"


def _passive(tagged: Tagged, verb: int) -> bool:
    place = verb - 1
    while place >= 0 and tagged.tags[place] in "RK":
        place -= 1
    return place >= 0 and tagged.tags[place] == "A" and tagged.lower[place] in _BE


def _inverted(tagged: Tagged, verb: int) -> Range | None:
    """The speaker behind the verb: `…,” said Yuan Fei`; only where a quote or comma stands before it."""
    lemma = verb_of(tagged.lower[verb]).lemma
    now = lemma in _INVERTED_NOW and tagged.tags[verb] == "V" and tagged.lower[verb].endswith("s")
    if lemma not in _INVERTED and not now and tagged.tags[verb - 1 : verb] != '"':
        return None
    if verb == 0 or tagged.tags[verb - 1] not in ',"' or verb + 1 >= len(tagged.tags):
        return None
    phrase = tagged.phrase_starting(verb + 1)
    if phrase is None or phrase[0] != verb + 1 or tagged.tags[phrase[0]] == "G":
        return None
    # `Li Wei, an engineer, said the city had invested …`: the city has a verb of its own, it does not speak.
    end = extended_right(tagged, phrase)[1]
    if tagged.tags[end : end + 1] in ("V", "A", "M", "W"):
        return None
    return speaker_name(tagged, phrase) if "Q" not in tagged.tags[phrase[0] : phrase[1]] else None
