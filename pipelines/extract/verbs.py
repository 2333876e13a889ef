"""Loads the verbs of the news with their forms and what they say about a number.

`verbs.lexicon.csv`: lemma; past and participle where irregular; `sense`, one or more of

    level     the subject is a number: reached, totalled, stood at
    change    the subject's number moves: rose, fell          cause    someone moves it: cut, raised
    move      someone does it with a number of things or money: invested, hired, built
    speech    the subject says: said, reported                plan     the subject means to: plans, aims
    forecast  someone expects it: projected                   other    any other verb

`direction` up or down, for change and cause; `noun`, the noun that names the deed (invest: investment).
"""

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.words import WORD_TAGS
from schemas.values import value_class


@value_class
class Verb:
    """A verb of the news: what it says about the number beside it."""

    lemma: str
    participle: str
    senses: frozenset[str]
    direction: str | None
    noun: str | None


def _regular(lemma: str, ending: str) -> str:
    """The regular form of a verb: ending `ed`, `ing` or `s`."""
    consonant_y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
    if ending == "s":
        if consonant_y:
            return lemma[:-1] + "ies"
        return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    if lemma.endswith("e") and not (ending == "ing" and lemma.endswith(("ee", "oe", "ye"))):
        return lemma[:-1] + ending
    if ending == "ed" and consonant_y:
        return lemma[:-1] + "ied"
    return lemma + ending


def _doubled(lemma: str, past: str) -> str:
    """The -ing form; a past with a doubled consonant doubles it here too (planned, planning)."""
    if past == lemma + lemma[-1] + "ed" or (past and past != lemma + "ed" and _short_final(lemma)):
        return lemma + lemma[-1] + "ing"
    return _regular(lemma, "ing")


def _short_final(lemma: str) -> bool:
    """Whether an irregular verb ends in a short syllable that doubles its consonant: run, cut, win, begin."""
    return lemma[-1] not in "aeiouwxy" and lemma[-2] in "aeiou" and lemma[-3:-2] not in tuple("aeiou")


def _load() -> tuple[dict[str, Verb], dict[str, tuple[str, str]]]:
    verbs: dict[str, Verb] = {}
    forms: dict[str, tuple[str, str]] = {}
    for row in read_lexicon(__file__):
        lemma, past = row["lemma"], row["past"]
        participle = row["participle"] or past or _regular(lemma, "ed")
        verbs[lemma] = Verb(
            lemma, participle, frozenset(row["sense"].split()), row["direction"] or None, row["noun"] or None
        )
        forms.setdefault(_doubled(lemma, past), (lemma, "ing"))
        if participle == lemma + lemma[-1] + "ed":
            forms.setdefault(lemma + lemma[-1] + "ing", (lemma, "ing"))
        if participle == (past or participle):
            forms.setdefault(participle, (lemma, "past_participle"))
        else:
            forms.setdefault(past, (lemma, "past"))
            forms.setdefault(participle, (lemma, "participle"))
        forms.setdefault(_regular(lemma, "s"), (lemma, "s"))
        forms[lemma] = (lemma, "base")
    return verbs, forms


VERBS, VERB_FORMS = _load()
_VERB_OF_FORM = {form: VERBS[lemma] for form, (lemma, _) in VERB_FORMS.items()}
DEEDS: frozenset[str] = frozenset(form for verb in VERBS.values() if verb.noun for form in (verb.noun, verb.noun + "s"))
_NO_VERB = Verb("", "", frozenset(), None, None)


def is_plain_verb(word: str) -> bool:
    """Whether a word can only be what several do: apply, die; not what is listed as a noun too, as plan and fall."""
    return VERB_FORMS.get(word, ("", ""))[1] == "base" and word not in WORD_TAGS


def verb_of(word: str) -> Verb:
    """The verb that a word, in lower case, is a form of; a verb without senses where the list does not know it."""
    return _VERB_OF_FORM.get(word, _NO_VERB)
