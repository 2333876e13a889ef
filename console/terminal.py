"""The terminal, to which the words of strangers are shown: none of them may command it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Codes that move a cursor, set a title or turn the direction of writing; line breaks and tabs are none."""


class Terminal(Console):
    """A console on which control codes of what is printed are pictures, and only our own styles are styles."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(highlight=False, **settings)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces of what is printed, each without codes of its own."""
        for segment in super().render(renderable, options):
            if segment.control or not CONTROL.search(segment.text):
                yield segment
            else:
                yield Segment(CONTROL.sub(_picture, segment.text), segment.style)


def _picture(match: re.Match[str]) -> str:
    """A control code as the sign that Unicode has for it, others as U+FFFD."""
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
