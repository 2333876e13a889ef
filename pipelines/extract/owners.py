"""Tells whose a measure is that no word near it owns: the article's, unless it is no such owner's.

`owners.lexicon.csv` lists what only a country has (births, inflation), and what a whole market has: behind a sentence
on a company they are not the company's.
"""

from __future__ import annotations

import re

from pipelines.extract.lexicons import read_choices
from pipelines.extract.scenes import Scene
from pipelines.extract.wordings import Wording

_CHOICES = read_choices(__file__)
_NATIONAL = re.compile(rf"\b(?:{_CHOICES['national']})\Z")
_OF_MARKET = re.compile(rf"\b(?:{_CHOICES['market']})\Z")


def guessed_owner(scene: Scene, metric: Wording | None) -> Wording | None:
    """Whose a measure without an owner most likely is: whom the article names last, where that may have such a measure.

    Args:
        scene: The sentence in its article.
        metric: What the number measures.
    """
    owner = scene.owner()
    if owner is None or metric is None:
        return owner
    words = metric.text.lower()
    if _OF_MARKET.search(words):
        return None
    if not _NATIONAL.search(words) or scene.is_place(owner):
        return owner
    place = scene.entity("place")
    return place if place is not None and scene.is_place(place) else None
