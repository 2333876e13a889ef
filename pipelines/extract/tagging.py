"""Tags the words of a sentence and finds its noun phrases, with two word lists and a few rules of position.

No statistical parser: closed-class words (`words.lexicon.csv`) and verbs with their forms (`verbs.lexicon.csv`) settle
most words of a news sentence, what is left is decided by the word before and after. Quantities and date expressions
come in ready-made and count as one word each. Rules downstream match patterns over the string of tags.

A tag is one letter, so that position in the tag string is position in the list of words:

    T determiner    G possessive pronoun   S 's            J adjective   N noun          E name
    Q quantity      Y date                 O of            I to          P preposition   R adverb
    V finite verb   W past or participle   X -ing form     A be/have/do  M modal         K not
    C and/or/but    H who/which/that       B while/if/as   U pronoun     , ; ( ) " .     punctuation
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.parts_of_speech import settle_tags
from pipelines.extract.tag_guesses import guess_tag
from pipelines.extract.words import WORD_TAGS
from schemas.spans import Quantity
from schemas.values import value_class

_WORDS = read_word_sets(__file__)
_ABBREVIATED = _WORDS["abbreviated"]
_BEHIND_COMMA = {behind: ahead for ahead, behind in (name.split(", ") for name in _WORDS["name with a comma"])}
"""Last word of a name that holds a comma -> what stands before the comma: Washington, D.C."""

_TOKEN = re.compile(
    r"[^\W_]+(?:[-‑&./+][^\W_]+|(?<=\d),(?=\d{3})[^\W_]+|['’](?!s(?![^\W_]))(?!(?:re|ve|ll|[md])(?![^\W_]))[^\W_]+)*"
    r"|['’](?:[st]|re|ve|ll|d|m)?(?![^\W_])|--|[^\w\s]"
)
_JOINED: dict[str, tuple[str, ...]] = {
    word: tuple(joined[len(word) :] for joined in WORD_TAGS if joined.startswith(word + " "))
    for word in {joined.split()[0] for joined in WORD_TAGS if " " in joined}
}
_LONGEST_WORD = 40
_QUOTES = frozenset('"“')
_CLOSING = frozenset((",", ".", ";", ")", ""))
"""What a time stands before that describes nothing: 4 percent this year and 5 next."""
_BULLETS = frozenset("•·*-–—")
_MARKS_AT_HEAD = _QUOTES | _BULLETS
_OPENERS = _MARKS_AT_HEAD | frozenset(".:?!")
_BEFORE_QUOTE = frozenset(",:.?!")
_BEHIND = 1 << 60
_ELEMENT = (  # what stands before a sign is asked behind it: the sign alone passes most of the choice over
    r"(?:[JNE]|Q(?<![NE]Q)|S(?<=[NEQJY]S)|R(?:(?=J)|(?<=[TG]R)(?=N)|(?<![NE]R)(?=Q))"
    r"|Y(?:(?=S)|(?<=[TGJNES]Y)(?=[JNE]))|T(?<=ST)(?=J)|C(?:(?<=[JN]C)(?=[JN])|(?<=EC)(?=[EN])|(?<=E\)C)(?=[NJ]))"
    r"|\((?<=N\()E\)(?=[NJE]|C[NJ]))"
)
_NOUN_PHRASE = re.compile(rf"(?<![TG])[TG]*(?:Q{_ELEMENT}*|{_ELEMENT}+)")


@value_class
class Tagged:
    """A sentence as words with tags and noun phrases; offsets are into the sentence's own text.

    tags: one letter a word. marks: for a quantity or date word, its index in the lists that came in, else -1.
    phrases: the noun phrases as half-open ranges of word indices, in order, none overlapping.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    lower: tuple[str, ...]
    tags: str
    marks: tuple[int, ...]
    phrases: tuple[tuple[int, int], ...]

    def slice(self, first: int, last: int) -> str:
        """The text from word `first` up to, not including, word `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def lower_at(self, word: int) -> str:
        """The word at a place, empty behind the last: a headline has no stop behind its verb."""
        return self.lower[word] if word < len(self.lower) else ""

    def word_before(self, phrase: tuple[int, int]) -> str:
        """The word right before a phrase, empty at the head of the sentence."""
        return self.lower[phrase[0] - 1] if phrase[0] else ""

    def phrase_at(self, word: int) -> tuple[int, int] | None:
        """The noun phrase that holds this word, or none."""
        place = bisect_right(self.phrases, (word, _BEHIND)) - 1
        if place >= 0 and word < self.phrases[place][1]:
            return self.phrases[place]
        return None

    def phrase_ending(self, word: int) -> tuple[int, int] | None:
        """The noun phrase whose last word stands just before `word`, or none."""
        return self.phrase_at(word - 1) if word > 0 else None

    def phrase_starting(self, word: int) -> tuple[int, int] | None:
        """The noun phrase that begins at `word`, or none."""
        return self.phrase_at(word) if word < len(self.tags) else None


def number_spans(quantities: Sequence[Quantity], offset: int = 0) -> list[tuple[int, int]]:
    """Where each number stands as one word, with what it is per right behind it: `$3,500 a month` before `mortgage`.

    Args:
        quantities: The numbers of a sentence, in order.
        offset: Where the sentence begins in the text that their places count from.
    """
    spans = []
    for quantity in quantities:
        end = quantity.end
        if quantity.per is not None:
            part = next((part for part in quantity.parts if part.role == "per"), None)
            end = part.end if part is not None and 0 <= part.start - end <= 1 else end
        spans.append((quantity.start - offset, end - offset))
    return spans


def tag_sentence(
    text: str, quantities: Sequence[tuple[int, int]] = (), dates: Sequence[tuple[int, int]] = ()
) -> Tagged:
    """Tag each word of a sentence and find its noun phrases.

    Args:
        text: The sentence.
        quantities: Spans of the numbers read in it, [start, end) in `text`, in order.
        dates: Spans of its date expressions; one that overlaps a quantity is left out.
    """
    words: list[_Word] = []
    position = 0
    for start, end, tag, mark in _marked(quantities, dates):
        if tag == "Y" and words and words[-1][3] == "Q" and text[position:start] == " ":
            compared = _COMPARED.match(text, start, end)
            start = compared.end() if compared else start  # 500 million more than a year earlier
        start -= tag == "Q" and _PLUS.search(text, position, start) is not None  # net profit +7%
        _add_words(text, position, start, words)
        word = text[start:end].lower()
        is_led = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
        if tag == "Y" and is_led and WORD_TAGS.get(word) == "J":
            position = start  # the current-account deficit
            continue
        describes = tag == "Y" and WORD_TAGS.get(word) == "J" and text[end : end + 1] not in _CLOSING
        words.append((start, end, word, "J" if describes else tag, mark))
        is_size = is_led and ("-" in word or text.startswith("-strong", end))
        position = end + is_size  # a 3.8-metre-long van, a 12,000-strong workforce
    _add_words(text, position, len(text), words)
    if not words:
        return Tagged(text, (), (), (), "", (), ())
    starts, ends, lower, guesses, marks = zip(*words, strict=True)
    tags = settle_tags(lower, guesses)
    phrases = tuple([match.span() for match in _NOUN_PHRASE.finditer(tags)])
    if "PQE" in tags:
        phrases = _behind_times(phrases, tags, lower)
    return Tagged(text, starts, ends, lower, tags, marks, phrases)


def _behind_times(
    phrases: tuple[tuple[int, int], ...], tags: str, lower: tuple[str, ...]
) -> tuple[tuple[int, int], ...]:
    """`For 13 years Norway had paid`: a name behind a span of time is a phrase of its own."""
    split: list[tuple[int, int]] = []
    for first, last in phrases:
        is_led = tags[first - 1 : first + 2] == "PQE" and lower[first].endswith(_SPANS)
        split.extend([(first, first + 1), (first + 1, last)] if is_led else [(first, last)])
    return tuple(split)


_SPANS = ("years", "months", "weeks", "days", "decades")


_COMPARED = re.compile(r"(?:more|less|fewer|higher|lower) than ")
"""What belongs to the number before a time, and not to the time: it is so much more than it was then."""

_PLUS = re.compile(r"(?<!\w)\+\Z")

_Word = tuple[int, int, str, str, int]


def _add_words(text: str, first: int, last: int, words: list[_Word]) -> None:
    """Append the words between two places, each with its span and what it may be."""
    behind = first
    before = words[-1][2] if words else "."
    for match in _TOKEN.finditer(text, first, last):
        start, end = match.span()
        if start < behind:
            continue
        low, guess, at_head, may_join = _known(match[0]) if end - start < _LONGEST_WORD else _look_up(match[0])
        is_head = before in _OPENERS and _heads(words)
        if may_join:
            joined = _joined(text, low, end, last)
            if joined > end:
                end = behind = joined
                low, guess, at_head, _ = _known(text[start:end])
            if [word[2] for word in words[-2:]] == [_BEHIND_COMMA.get(low), ","]:
                start, low = words[-2][0], f"{words[-2][2]}, {low}"
                behind = end + (words[-3:-2] != [] and words[-3][2] == "a" and text[end : end + 1] == ",")
                del words[-2:]
        words.append((start, end, low, at_head if is_head else guess, -1))
        before = low


def _heads(words: list[_Word]) -> bool:
    """Whether the next word heads a sentence of its own: behind a colon, a stop, a bullet, an opening quote."""
    if len(words) < 2 or words[-1][2] not in _MARKS_AT_HEAD:
        return True
    mark = words[-1][2]
    return mark in _QUOTES and words[-2][2] in _BEFORE_QUOTE


class _Known(NamedTuple):
    """What a word is wherever it stands: in lower case, its guess, that at the head of a sentence, if more may join."""

    lower: str
    guess: str
    head: str
    may_join: bool


def _look_up(word: str) -> _Known:
    low = word.lower()
    may_join = low in _JOINED or low in _ABBREVIATED or low in _BEHIND_COMMA or "." in low
    if len(word) < _LONGEST_WORD:
        return _Known(low, guess_tag(word, False), guess_tag(word, True), may_join)
    return _Known(low, "N", "N", may_join)


_known = lru_cache(maxsize=65536)(_look_up)


def _joined(text: str, word: str, end: int, last: int) -> int:
    """Where the expression that begins with this word ends: `so far`, `as well as`, `U.S.`, `Mr.`."""
    if text[end : end + 1] == "." and end < last and (word in _ABBREVIATED or "." in word):
        return end + (word != "no" or text[end + 1 : end + 3].strip()[:1].isdigit())  # he said no.
    for rest in _JOINED.get(word, ()):
        stop = end + len(rest)
        if stop <= last and text[end:stop].lower() == rest and not text[stop : stop + 1].isalnum():
            return stop
    return end


def _marked(quantities: Sequence[tuple[int, int]], dates: Sequence[tuple[int, int]]) -> list[tuple[int, int, str, int]]:
    """Quantities and dates in order of place; what overlaps a quantity, or an earlier span, is left out."""
    found = [(start, end, "Q", index) for index, (start, end) in enumerate(quantities)]
    if not dates:
        return found
    found += [(start, end, "Y", index) for index, (start, end) in enumerate(dates)]
    found.sort()
    kept: list[tuple[int, int, str, int]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
        elif item[2] == "Q" and kept[-1][2] == "Y":
            kept[-1] = item
    return kept
