"""A text in small letters: where the patterns that tell of time look for their words."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def small_letters(text: str) -> str:
    """Return a text in small letters, letter for letter: a place in the one is the same place in the other.

    A pattern in small letters finds in it what it finds in the text with `re.IGNORECASE`, in a third of the time: the
    words of a choice are then passed over by their first letter. The sentences of an article are kept while one
    function after the other asks for them.
    """
    if text.isascii():
        return text.lower()
    # İ is an i with a dot to `lower`, in two signs; ı and ſ are small already, and to IGNORECASE an i and an s.
    return text.replace("İ", "I").lower().replace("ı", "i").replace("ſ", "s")
