"""Finds the longest phrase of a lexicon that stands at one place of a text: to the right of it, or to the left.

A lexicon's phrases are kept as a tree of words. Looking one up costs as many steps as the phrase has words, however
long the lexicon is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pipelines.extract.tokens import Tokens

Tree = dict[str | None, Any]
"""A word leads to the tree of what may follow it; None leads to the entries whose phrase is complete here."""


class Entry(NamedTuple):
    """What a phrase means: its role in a number, its code, and the exact spelling where capitals matter."""

    role: str
    code: str
    exact: str = ""
    factor: str = ""


def grow_tree(phrases: Iterable[tuple[str, Entry]], reverse: bool = False) -> Tree:
    """Build the tree of the phrases; `reverse` for phrases that are looked up from their last word leftwards."""
    tree: Tree = {}
    for phrase, entry in phrases:
        words = Tokens(phrase).words[:-8]
        node = tree
        for word in reversed(words) if reverse else words:
            node = node.setdefault(word, {})
        node.setdefault(None, []).append(entry)
    return tree


def _choose(entries: list[Entry], tokens: Tokens, first: int, last: int) -> Entry | None:
    """Return the first entry whose capitals agree with the text; entries with exact spellings come before the rest."""
    for entry in entries:
        if not entry.exact or tokens.text[tokens.starts[first] : tokens.ends[last - 1]] == entry.exact:
            return entry
    return None


def find_right(tree: Tree, tokens: Tokens, index: int) -> tuple[Entry, int] | None:
    """Return the longest phrase that begins at token `index`, and the token after it."""
    words = tokens.words
    node = tree.get(words[index])
    found = None
    position = index + 1
    while node is not None:
        if None in node:
            entry = _choose(node[None], tokens, index, position)
            if entry:
                found = (entry, position)
        node = node.get(words[position])
        position += 1
    return found


def find_left(tree: Tree, tokens: Tokens, index: int) -> tuple[Entry, int] | None:
    """Return the longest phrase that ends just before token `index`, and its first token."""
    words, floor = tokens.words, tokens.floor
    position = index - 1
    if position < floor:
        return None
    node = tree.get(words[position])
    found = None
    while node is not None:
        if None in node:
            entry = _choose(node[None], tokens, position, index)
            if entry:
                found = (entry, position)
        position -= 1
        if position < floor:
            break
        node = node.get(words[position])
    return found
