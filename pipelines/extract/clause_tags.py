"""What the tags of the words so far tell of a clause: whether it has its verb, whether a deed goes before.

The letters are those of `tagging.py`.
"""

from __future__ import annotations

_ENDS = ',;.()"CHB'


def has_verb(tags: list[str]) -> bool:
    """Whether the clause has its finite verb already."""
    after = "."
    for tag in reversed(tags):
        if tag in ',;."CHB(':
            return False
        if tag in "VAM" or (tag == "W" and after in "TGJ"):
            return True
        after = tag
    return False


def is_next_deed(tags: list[str]) -> bool:
    """`to hire 500 engineers and open 30 branches`: behind a deed with a number of its own, led by `to` or a modal."""
    told = "".join(tags)
    led = max(told.rfind("IV"), told.rfind("MV"))
    return led >= 0 and "Q" in told[led:] and set(".;HB").isdisjoint(told[led:])


def is_governed(tags: list[str]) -> bool:
    """`received 12 million in tax benefits`: nouns behind a preposition, and a verb before it."""
    place = len(tags) - 1
    while place >= 0 and tags[place] in "NEJTG":
        place -= 1
    told = "".join(tags[: max(0, place)])
    clause = told[told.rfind(",T") + 1 :]  # …, the China Association of Automobile Manufacturers forecasts
    return 0 < place < len(tags) - 1 and tags[place] in "PO" and not set("VAMW").isdisjoint(clause)


def goes_on(tags: list[str]) -> bool:
    """`it opened in May and cost 3 billion`, `it weighs 1.2 tonnes, cost 3 billion`: a deed goes before a joint."""
    told = "".join(tags)
    is_joint = told.endswith("C") or (told.endswith(",") and told[:-1].rstrip("N").endswith("Q"))
    clause = told[:-1]
    first = max(clause.rfind(end) for end in _ENDS) + 1
    return is_joint and not set("VAMW").isdisjoint(clause[first:])


def before_bracket(tags: list[str]) -> str:
    """The tag a word goes by that stands behind brackets: `the plant (in Hefei) employs`."""
    opening = "".join(tags).rfind("(")
    return tags[opening - 1] if opening > 0 else ")"


def before_time(time: str, guess: str, tags: list[str]) -> str:
    """The tag a word goes by that stands behind a time: that before the time; of a plan that of a noun, for it acts."""
    if time.endswith(" plan"):
        return "N"  # the 14th five-year plan promises coverage
    before = next((tag for tag in reversed(tags) if tag not in "YPR"), ".")
    if before == "W" and guess == "v":
        return "N"  # the jobs promised in 2018 exist
    return before.replace("J", "N") if guess in "nv" else "Y"
