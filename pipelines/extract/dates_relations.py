"""How the words around an expression of time tie its sentence to that time: "by 2030", "no later than", "onwards".

`dates_relations.lexicon.csv` has the words: by their kind as `dates_lexing.py` names it, behind a time as they stand.
"""

from __future__ import annotations

from pipelines.extract.dates_lexing import Row
from pipelines.extract.lexicons import read_lexicon, read_word_sets

_ROWS = read_lexicon(__file__)
_WORDS = read_word_sets(__file__)
_PREPOSITIONS = {row["word"]: row["relation"] for row in _ROWS if row["class"] == "preposition"}
_COMPARED = {row["word"]: (row["relation"], row["denied"]) for row in _ROWS if row["class"] == "compared"}
"""Word before "than" -> how it ties to the time after it, and how with a "no" before it."""
_APPROXIMATE = _WORDS["approximate"]
_OPEN_ENDS = _WORDS["open end"]
_ONWARDS = _WORDS["onwards"]


def relation_of(tokens: Row, start: int, end: int, lead: int) -> str | None:
    """Return how the words around tie the sentence to the time: "by", "since", "or later"."""
    if end < len(tokens) and _goes_on_from(tokens, end):
        return "since"
    for position in range(start - 1, max(-1, start - 3), -1):
        token = tokens[position]
        if token.kind == "starting" or token.lower == "beginning":
            return "since"
        if token.kind in _PREPOSITIONS:
            opened = position and (tokens[position - 1].kind == "starting" or tokens[position - 1].lower == "beginning")
            return "since" if opened else _PREPOSITIONS[token.kind]
        if token.kind == "than":
            return _compared(tokens, position)
        if not (token.kind in _APPROXIMATE or (token.kind == "the" and position >= lead)):
            return None
    return None


def _compared(tokens: Row, position: int) -> str | None:
    """Return what the "than" at a place ties to: "no later than 2030" is by then, "later than 2030" after it."""
    word = tokens[position - 1].kind if position else ""
    if word not in _COMPARED:
        return None
    plain, refused = _COMPARED[word]
    return refused if position > 1 and tokens[position - 2].lower in {"no", "not"} else plain


def _goes_on_from(tokens: Row, end: int) -> bool:
    """Tell whether the words behind a time open its end: "onwards", "or later"."""
    follower = tokens[end].lower
    if follower not in {"or", "and"}:
        return follower in _ONWARDS
    after = [token.lower for token in tokens.between(end + 1, min(end + 3, len(tokens)))]
    return bool(after) and after[0] in _OPEN_ENDS and (len(after) == 1 or not after[1].isalnum() or after[0] == "later")
