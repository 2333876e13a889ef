"""Cuts a text into words, numerals and signs, once; every number rule reads these instead of characters."""

from __future__ import annotations

import re
from itertools import accumulate

# Groups are repeated greedily, not possessively: Python before 3.11.5 keeps the first sign of a turn that failed.
_TOKEN = re.compile(
    r"([a-z]++(?![^\s.,])"  # a plain word with nothing joined to it: first, because it is by far the commonest
    r"|[a-z]++(?:['’]?[^\W\d_]++)*"  # any word that begins with a Latin letter
    r"|\d++(?:[.,'’]\d++)*"  # a numeral with its separators
    r"|[^\W\d_]++(?:['’][^\W\d_]++)*"  # any other word
    r"|\S)"  # a sign
)
_PADDING = [""] * 8


class Tokens:
    """The tokens of one text: lower-cased words with the place each one stands.

    `words` ends with eight empty strings, so that a rule may look a few words to the right of the last token, or (by
    a negative index) to the left of the first, and finds nothing there. `starts` and `ends` are code-point offsets.
    `floor` is the token behind the last quantity read: no later one reaches to the left of it.
    """

    __slots__ = ("_vocabulary", "count", "ends", "floor", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = text.replace("İ", "I").lower()
        # Gaps and tokens by turns tile the text: their lengths tell where each begins and ends.
        pieces = _TOKEN.split(lowered)
        places = list(accumulate(map(len, pieces)))
        words, starts, ends = pieces[1::2], places[:-1:2], places[1::2]
        self.text = text
        self.count = len(words)
        self.floor = 0
        self._vocabulary: frozenset[str] | None = None
        words += _PADDING
        starts += [len(text)] * 8
        ends += [-1] * 8
        self.words, self.starts, self.ends = words, starts, ends

    def glued(self, index: int) -> bool:
        """Tell whether the token touches the one before it."""
        return index > 0 and self.ends[index - 1] == self.starts[index]

    def slice(self, first: int, last: int) -> str:
        """Return the words of the text from token `first` up to, not with, token `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def vocabulary(self) -> frozenset[str]:
        """Return the distinct words of the text; made when first asked for."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(self.words)
        return self._vocabulary

    def is_acronym(self, index: int) -> bool:
        """Tell whether the text writes this token alone in two or more capitals: LED, IT, US."""
        start, end = self.starts[index], self.ends[index]
        return end - start > 1 and self.text[start:end].isupper() and not self.text[end : end + 12].isupper()

    def is_capitalised(self, index: int) -> bool:
        """Tell whether the text writes this token with a capital letter."""
        return 0 <= index < self.count and self.text[self.starts[index]].isupper()

    def names_a_class(self, index: int) -> bool:
        """Tell whether this token is a lone capital that a hyphen joins to a word: the A of "31 A-share companies"."""
        return (
            self.ends[index] - self.starts[index] == 1
            and self.words[index + 1] == "-"
            and self.glued(index + 1)
            and self.glued(index + 2)
            and self.words[index + 2].isalpha()
            and not self.glued(index)
            and self.is_capitalised(index)
        )
