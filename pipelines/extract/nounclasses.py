"""Loads what some nouns of the news are: an amount, an agent, a thing that money makes, an intent.

`nounclasses.lexicon.csv`: amount (number, value: keeps its `of`), agent (company, city: someone, not a quantity), thing
(plant, fund: has a cost), sized (fund, loan: has a size), intent (plan, target: whose verb has the subject of the one
before it), change (rise, decline: of something else), figure (number, figure: may stand for the claim before), extreme
(high, record: measures nothing by itself).
"""

from functools import lru_cache

from pipelines.extract.lexicons import read_lexicon

_CLASSES: dict[str, frozenset[str]] = {row["word"]: frozenset(row["class"].split()) for row in read_lexicon(__file__)}
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def noun_classes(word: str) -> frozenset[str]:
    """What a noun, in lower case, singular or plural, is; empty where the table does not know it."""
    found = _CLASSES.get(word)
    if found is None:
        singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
        found = _CLASSES.get(singular, _NONE)
    return found
