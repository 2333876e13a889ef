"""Names the speaker of a number: resolves `she said` and `the company said`, follows a quotation across sentences."""

from __future__ import annotations

from pipelines.extract.attributions import Attribution, attribution_for
from pipelines.extract.namings import kind_of_generic
from pipelines.extract.phrases import head_of
from pipelines.extract.scenes import Scene
from pipelines.extract.wordings import Wording

_FARTHEST = 3
_SHORTEST_QUOTE = 5


def find_speaker(scene: Scene, word: int) -> tuple[Wording | None, str | None]:
    """Who is credited with the number at `word`, and the rule; nothing where nobody is.

    Args:
        scene: The sentence in its article.
        word: The number's word.
    """
    item = attribution_for(scene.discourse.attributions(scene.index), word)
    if item is not None:
        named = resolve_speaker(scene, item)
        return (named, item.rule) if named else (None, None)
    if _is_quoted(scene, word):
        named = _quoted_speaker(scene)
        return (named, "speaker: quotation goes on") if named else (None, None)
    turn = scene.turn()
    return (turn, "speaker: turn of a transcript") if turn else (None, None)


def resolve_speaker(scene: Scene, item: Attribution) -> Wording | None:
    """The name behind an attribution: `he`, `she`, `they` and `the company` give way to whom they mean."""
    first, last = item.speaker
    lower = scene.tagged.lower
    if item.pronoun:
        for earlier in scene.discourse.attributions(scene.index):
            if not earlier.pronoun and earlier.speaker[0] < first:
                return resolve_speaker(scene, earlier)
        if lower[first] == "they" and (several := _several_before(scene)) is not None:
            return several
        return scene.person() if lower[first] in ("he", "she") else scene.entity(before=True) or scene.person()
    if last == first + 1 and scene.tagged.tags[first] == "N":
        kind = kind_of_generic(lower[first])
        if kind is not None and not lower[first].endswith("ies") and first and scene.tagged.tags[first - 1] == "T":
            return scene.entity(kind) or scene.say(item.speaker)
    return scene.say(item.speaker)


def _several_before(scene: Scene) -> Wording | None:
    """Whom `they say` means: those who were credited in the sentence before, where they are several."""
    if not scene.index:
        return None
    before = Scene(scene.discourse, scene.index - 1)
    for item in reversed(before.discourse.attributions(before.index)):
        head = before.tagged.lower[head_of(before.tagged, item.speaker)]
        if not item.pronoun and head.endswith("s") and before.tagged.tags[item.speaker[0]] != "E":
            return before.say(item.speaker)
    return None


def _is_quoted(scene: Scene, word: int) -> bool:
    """Whether the word stands inside quotation marks that this sentence, or one before it in the paragraph, opened."""
    place = scene.tagged.starts[word]
    text = scene.tagged.text
    if text.count('"', 0, place) % 2:
        return len(text[text.rfind('"', 0, place) :].split('"')[1].split()) >= _SHORTEST_QUOTE
    opened, closed = max(text.rfind("“", 0, place), text.rfind("„", 0, place)), text.rfind("”", 0, place)
    if opened >= 0 or closed >= 0:
        stretch = text[opened:].split("”")
        return opened > closed and (len(stretch) == 1 or len(stretch[0].split()) >= _SHORTEST_QUOTE)
    readings = scene.discourse.readings
    paragraph = readings[scene.index].sentence.paragraph
    for earlier in range(scene.index - 1, max(-1, scene.index - 1 - _FARTHEST), -1):
        before = readings[earlier].sentence
        if before.paragraph != paragraph:
            return False
        opened, closed = max(before.text.rfind("“"), before.text.rfind("„")), before.text.rfind("”")
        if opened != closed:
            return opened > closed
    return False


def _quoted_speaker(scene: Scene) -> Wording | None:
    """The last one credited, here or in the paragraph before; else the first behind."""
    discourse = scene.discourse
    last = len(discourse.readings)
    for index in (
        *range(scene.index, max(-1, scene.index - _FARTHEST), -1),
        *range(scene.index + 1, min(last, scene.index + 3)),
    ):
        other = Scene(discourse, index)
        for item in reversed(discourse.attributions(index)):
            if not item.rule.startswith("speaker: according"):
                return resolve_speaker(other, item)
    return None
