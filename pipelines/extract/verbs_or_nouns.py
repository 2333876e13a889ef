"""Settles whether a word that may be a noun or a plain verb (plan, reach, plans) is the one or the other.

The words before it are settled, those behind it guessed; the letters are those of `tagging.py` and `tag_guesses.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.clause_tags import before_bracket, before_time, goes_on, has_verb, is_governed, is_next_deed
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nouns import MEANING_TO
from pipelines.extract.number_words import ROLES
from pipelines.extract.tag_guesses import is_verbal
from pipelines.extract.units import PERCENT_ENDS
from pipelines.extract.verbs import verb_of
from pipelines.extract.verbs_of_saying import FINITE, SAYING, and_says, intends, polled_say, says_who, tells_who_spoke

_WORDS = read_word_sets(__file__)
PLURALS = _WORDS["plural"]
"""Plurals without an s."""
_NO_NOUNS = _WORDS["no noun"]
_STAYING = _WORDS["staying"]
_SOME = _WORDS["some"]
_AMOUNTING = frozenset({"amount", "amounts"})
_SEEING = _WORDS["seeing"]
_DOING = _WORDS["doing"]
_MAKING = _WORDS["making"]
_ONE = _WORDS["one"]
_LETTING = _WORDS["letting"]

_OTHER_VERB = re.compile(r"[^,;.()\"CHB]*?(?<!I)[AMVWwv]")
_FINITE_PAST = re.compile(r"[^,;.()\"CHB]*?(?<!I)(?:[AMVv]|[Ww](?!P))")
_PLAIN = frozenset("TGSJQOP")
_BOUNDING = ("above ", "below ")  # a reading above 50 signals growth


def settle_base(lower: Sequence[str], raw: str, index: int, before: str, tags: list[str]) -> str:
    """A bare or -s form: a verb after `to`, a modal or a pronoun; a noun after what can only lead a noun."""
    guess, after = raw[index], raw[index + 1] if index + 1 < len(raw) else "."
    if before in _PLAIN and not _is_no_noun(lower, index, before):
        is_one = tags[-2:-1] == ["T"] and lower[index - 2] in _ONE  # a 1 percent levy
        is_sum = before == "Q" and guess == "v" and not is_one and tells_unit(lower[index - 1])
        is_verb = (
            _makes(lower, raw, index, tags)
            or _is_of_share(lower, raw, index, tags)
            or (is_sum and after in "PIQTGRU")
            or (before == "Q" and lower[index] in _NO_NOUNS)
            or (lower[index - 1] in _SOME and after in "QH" and verb_of(lower[index]).senses & SAYING)
            or (before == "J" and after == "Q" and guess == "v" and lower[index - 1].endswith("est"))
            or (before == "Q" == after and guess == "v")  # the smallest 500 hold less than 2 percent
            or (before == "Q" and _is_done_by_many(lower, raw, index, tags))
            or (tags[-2:] == ["U", "Q"] and lower[index - 2] == "whom" and not lower[index].endswith("s"))
            or (tags[-2:] == ["N", "Q"] and lower[index - 1].startswith(_BOUNDING) and lower[index].endswith("s"))
        )
        return "V" if is_verb and not has_verb(tags) else "N"
    if before == "I":
        return "V" if not lower[index].endswith("s") or lower[index].endswith("ss") else "N"
    described = before == "W" and guess == "v" and after == "I"  # the firms surveyed expect to raise
    described = described or (before in "NE" and polled_say(lower[index], raw, index, tags))
    if described or _must_be_verb(lower, index, before, after, tags):
        return "V"
    in_group = before in "AWVXR" or (before == "Y" and tags[-2:-1] == ["A"])  # has so far put
    if in_group and (verdict := _settle_in_group(lower, index, tags)):
        return verdict
    if after in "AMVwO" or _plain_verb_follows(lower, raw, index) or _verb_follows(lower, raw, index, before):
        return "N"
    if before in "Y)":
        before = before_time(lower[index - 1], guess, tags) if before == "Y" else before_bracket(tags)
    if before in "NE" and after == "I" and guess == "n" and FINITE.match(raw, index + 1):
        return "N"
    return _settle_after_noun(lower, raw, index, before, tags)


def _makes(lower: Sequence[str], raw: str, index: int, tags: list[str]) -> bool:
    """`of the 60 firms, 14 make robots`; not `the 14 produce traders sold steel`, whose verb is another.

    Behind a comma a past with `in` behind it describes: `of the mills, 14 produce steel used in ships`.
    """
    if tags[-1:] != ["Q"] or lower[index] not in _MAKING:
        return False
    other = _FINITE_PAST if tags[-2:-1] == [","] else _OTHER_VERB
    behind = zip(raw[index + 1 :], lower[index + 1 :], strict=True)
    told = "".join("N" if guess == "v" and word.endswith("s") else guess for guess, word in behind)  # ferries
    return told[:1] in tuple("NJTGE") and other.match(told, 1) is None


def _is_of_share(lower: Sequence[str], raw: str, index: int, tags: list[str]) -> bool:
    """`62% expect sales to drop`, `21% plan to move`: a plain verb behind a share that nothing describes."""
    if tags[-1:] != ["Q"] or not lower[index - 1].endswith(PERCENT_ENDS) or tags[-2:-1] in (["T"], ["G"], ["J"]):
        return False
    behind = raw[index + 1 : index + 2]
    return not lower[index].endswith("s") and (behind == "I" or (raw[index] == "v" and behind in ("n", "N", "T", "G")))


def _verb_follows(lower: Sequence[str], raw: str, index: int, before: str) -> bool:
    """`exports tripled to 5 million`, where the number holds the verb; `targets set at`, a participle like its verb."""
    after = raw[index + 1 : index + 2]
    if after == "Q":
        return before in "NEJ" and is_verbal(lower[index + 1].split()[0])
    known = verb_of(lower[index + 1]) if after in ("n", "v") and raw[index + 2 : index + 3] in ("P", "Q") else None
    return known is not None and known.lemma == known.participle == lower[index + 1]


def _plain_verb_follows(lower: Sequence[str], raw: str, index: int) -> bool:
    """`national plans include building …`: what stands before a plain verb that is no noun is its subject."""
    is_plural = lower[index].endswith("s") and raw[index + 1 : index + 2] == "v"
    return is_plural and not lower[index + 1].endswith("s") and raw[index + 2 : index + 3] in tuple("TGxyQEJ")


def _is_done_by_many(lower: Sequence[str], raw: str, index: int, tags: list[str]) -> bool:
    """`of 300 firms 120 plan to hire`, `60,000 apply each year`; not `a 5 billion yuan plan to build`."""
    after, word = raw[index + 1 : index + 2], lower[index]
    is_many = (
        " the " not in lower[index - 1]
        and not tells_unit(lower[index - 1])
        and lower[index - 1] not in _ONE
        and {*"TGS"}.isdisjoint(tags[-2:-1])
    )
    does = raw[index] == "v" and after in tuple("Y,.CPR") and not word.endswith("s")
    return is_many and (does or (after == "I" and word in MEANING_TO))


def tells_unit(number: str) -> bool:
    """Whether a number's own words end in its unit (`9 billion yuan`): it counts no noun behind it."""
    last = number.split()[-1]
    return (last.isalpha() and last not in ROLES) or number[0] in "$€£¥"


def _is_no_noun(lower: Sequence[str], index: int, before: str) -> bool:
    """`each gets`, `the module that cost 2 euros in 2023 sells for`: what can only be a verb."""
    is_behind = lower[index - 1] == "each" or (before in "Y)" and lower[index].endswith("s"))
    return is_behind and lower[index] in _NO_NOUNS


def _must_be_verb(lower: Sequence[str], index: int, before: str, after: str, tags: list[str]) -> bool:
    """Behind a modal, a pronoun or `did`, behind a closing quote, behind what someone saw happen."""
    helped = before in "KR" and ("M" in tags[-3:] or not _DOING.isdisjoint(lower[max(0, index - 3) : index]))
    relative = before == "W" and tags[-2:-1] == ["H"] and after in "QTG"  # firms that cooperated pay 20.8%
    if (
        relative
        or before in "MU"
        or helped
        or _is_no_noun(lower, index, before)
        or (before in "RY" and _behind_pronoun(tags))
    ):
        return True
    if before in ",C" and after == "Q" and verb_of(lower[index]).lemma == lower[index] and is_next_deed(tags):
        return True
    if before in '",':
        return after in "TGEe" and tells_who_spoke(lower, index)
    if before == "C":
        return and_says(lower[index], after, tags) or (after in "IQ" and intends(lower[index], tags))
    are_many = lower[index - 1].endswith("s") or lower[index - 1] in PLURALS  # firms with 300 staff share its halls
    is_deed = after == "G" and (verb_of(lower[index]).participle == lower[index] or (are_many and before == "N"))
    if before == "H" and after in "AM" and tags[-2:-1] in (["N"], ["E"]) and verb_of(lower[index]).noun is None:
        return lower[index] in _STAYING  # the exemption that remains is
    is_deed = is_deed or (lower[index] in _AMOUNTING and after == "I")  # subsidies amount to 1 percent
    is_deed = is_deed or (lower[index] in _NO_NOUNS and after in "QTGUOP")
    return before in "NE" and (is_deed or _is_seen(lower, index, tags))


def _is_seen(lower: Sequence[str], index: int, tags: list[str]) -> bool:
    """`saw its economy grow 28 percent`: a bare verb of change behind the object of seeing, letting, helping."""
    known = verb_of(lower[index])
    if known.lemma != lower[index] or "change" not in known.senses:
        return False
    place = index - 1
    while place >= 0 and tags[place] in "NEJSTG":
        place -= 1
    return 0 <= place < index - 1 and tags[place] in "VW" and verb_of(lower[place]).lemma in _SEEING


def _behind_pronoun(tags: list[str]) -> bool:
    """`we now expect`, `can now make`: adverbs between a pronoun or a modal and what can only be its verb."""
    return next((tag for tag in reversed(tags) if tag not in "RY"), "") in tuple("UM")


def _follows_aside(lower: Sequence[str], raw: str, index: int, before: str, tags: list[str]) -> bool:
    """Whether a bare or -s form behind a comma is the verb the sentence still lacks: `S, an aside, includes a …`."""
    follower = raw[index + 1 : index + 2]
    if follower == "Q" and raw[index] == "n" and _ROW_OF_NOUNS.search("".join(tags[-_ASIDE:])):
        return False  # exports 523 billion, up 14 percent, imports 282 billion
    is_past = follower in tuple("QTG") and verb_of(lower[index]).participle == lower[index]
    is_next = is_past and before in "C," and goes_on(tags)
    if before == "H" or is_next or (before == "C" and raw[index] == "v"):
        return True
    says = raw[index] == "v" and not SAYING.isdisjoint(verb_of(lower[index]).senses) and follower in tuple("NneyH")
    if before != "," or not (says or follower in tuple("TGQPRIJSU")):
        return False
    told = "".join(tags).rstrip("YPR")  # over `now`, to the comma
    clause = len(told) - 1
    aside = max(told.rfind(opening) for opening in _ASIDES)
    if aside >= 0 and not set("VAMW").isdisjoint(told[aside:]) and "," not in told[aside + 1 : -1]:
        clause = aside
    while clause >= 0 and tags[clause] not in ";.HB":
        if tags[clause] in "VAMW":
            says = not SAYING.isdisjoint(verb_of(lower[clause]).senses)
            return says and clause < len(told) - 1  # they say the plant, …, runs
        clause -= 1
    return FINITE.match(raw, index + 1) is None


_ASIDES = (",H", ",W", ",B", ",G")
"""How an aside begins that has a verb of its own: which, set up, while, whose backers."""


def _is_listed_verb(lower: Sequence[str], raw: str, index: int, tags: list[str]) -> bool:
    """`the zone hosts 300 firms, employs 9,000 people and …`: one more verb of the same subject, in the same form."""
    if raw[index] != "v" or not lower[index].endswith("s") or raw[index + 1 : index + 2] not in ("Q", "T", "G"):
        return False
    place = len(tags) - 1
    while place >= 0 and tags[place] not in ";.VAMWH":
        place -= 1
    return place >= 0 and tags[place] == "V" and lower[place].endswith("s")


def _settle_in_group(lower: Sequence[str], index: int, tags: list[str]) -> str | None:
    """Inside a verb group: `has set`, `help raise`; a noun behind any other verb."""
    behind = len("".join(tags).rstrip("RKY")) - 1
    if behind >= 0 and tags[behind] == "A" and verb_of(lower[index]).participle == lower[index]:
        return "W"
    if (behind >= 0 and verb_of(lower[behind]).lemma in _LETTING) or (tags[behind] in "AM" and "K" in tags[behind:]):
        return "V"
    return None if tags[-1] == "R" else "N"


def _is_participle_aside(word: str, following: str, tags: list[str]) -> bool:
    """`the fund, set up in 2016, …`: a participle that looks like its verb, in an aside that is closed further on."""
    known = verb_of(word)
    return known.lemma == known.participle == word and tags[-2:-1] in (["N"], ["E"]) and "," in following[:_ASIDE]


_ROW_OF_NOUNS = re.compile("[;,]J?N{1,2}Q")
_ASIDE = 12
"""Words of an aside that is looked for."""
_SET_OFF = re.compile(",T[JNE]{1,5}(?:O[TJNE]{1,5})?$")
"""`, the consultancy estimates.`: a noun with nothing before it but its article."""
_JOINED = re.compile("[NE],?C[^C]{0,2}$")
"""`steel and coal use`, `Lyon, Bordeaux, and Lille dominate`: nouns joined are several."""


def _head_before_preposition(lower: Sequence[str], index: int, tags: list[str]) -> str:
    """`debts at the operator stand`: the noun before the preposition that the nearest one hangs on; empty for none."""
    place = index - 1
    while place >= 0 and tags[place] in "NEJTG":
        place -= 1
    return lower[place - 1] if place > 0 and tags[place] in "PO" and tags[place - 1] == "N" else ""


def _is_owned(lower: Sequence[str], index: int, tags: list[str]) -> bool:
    """`Peru's chip imports from Chile`: behind what is somebody's, with where it is from."""
    owned = tags[-2:] == ["S", "N"] and lower[index + 1 : index + 2] == ("from",)
    return owned and lower[index].endswith("s") and "change" not in verb_of(lower[index]).senses


def _is_plain_verb(lower: Sequence[str], raw: str, index: int) -> bool:
    """`shareholders in the fund include the ministry`, `analysts at the bank expect exports to fall`."""
    if lower[index].endswith("s"):
        return False
    behind = raw[index + 1 : index + 2]
    if not SAYING.isdisjoint(verb_of(lower[index]).senses):
        return raw[index] == "v" or behind == "H"
    return raw[index] == "v" and behind in ("T", "G", "E")


def _settle_after_noun(lower: Sequence[str], raw: str, index: int, before: str, tags: list[str]) -> str:
    """Behind a noun: a verb where the clause has no finite verb yet and the numbers of noun and verb agree."""
    tells = before == "E" and raw[index + 1 : index + 2] in (".", "") and verb_of(lower[index]).senses & SAYING
    if has_verb(tags) or (raw[index] == "n" and is_governed(tags) and not tells) or _is_owned(lower, index, tags):
        return "N"
    if before not in "NER":
        if before == "," and _is_participle_aside(lower[index], raw[index + 1 :], tags):
            return "W"
        says = before == "," and (says_who(lower[index], raw, index) or _is_listed_verb(lower, raw, index, tags))
        return "V" if says or _follows_aside(lower, raw, index, before, tags) else "N"
    noun = next((lower[place] for place in range(index - 1, -1, -1) if tags[place] in "NE"), "")
    told = raw[index + 1 : index + 3] in ("PQ", "IQ")  # debts at the operator stand at 6.1 billion
    noun = (_head_before_preposition(lower, index, tags) if told or _is_plain_verb(lower, raw, index) else "") or noun
    plural_noun = noun.endswith("s") and not noun.endswith("ss")
    s_form = lower[index].endswith("s") and not lower[index].endswith("ss")
    is_joined = _JOINED.search("".join(tags[-6:])) is not None
    agrees = s_form or plural_noun or noun in PLURALS or is_joined or before == "R"
    bare_past = verb_of(lower[index]).participle == lower[index]
    if not agrees and not bare_past:
        return "N"
    are_many = tags[-2:] == [",", "N"] and plural_noun and not s_form  # …, analysts estimate.
    is_who = before == "E" or are_many or _SET_OFF.search("".join(tags[-_ASIDE:])) is not None
    if is_who and raw[index + 1 : index + 2] in (",", ".", "") and verb_of(lower[index]).senses & SAYING:
        return "V"
    if bare_past and not FINITE.match(raw, index + 1):
        return "V"
    if raw[index] == "n" and (before == "N" and plural_noun == s_form or raw[index + 1 : index + 2] in (",", ".", "")):
        return "N"
    return "N" if FINITE.match(raw, index + 1) and raw[index] == "n" else "V"
