"""What a paragraph is by its shape, whatever its words: a row of links, an address, a credit, a comment form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.normalise.blocks import Block

SHORT = 240
"""Longer paragraphs, in code points, are running text: captions, credits and rows of links stay below it."""

FORM_SHARE = 0.4
"""Comment forms stand below the article: a label further up than this share of the page is something else."""

ADDRESS = "<address>"
"""The rule of a line that is an address: of a text's head it is the page's own."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S{4,400}$", re.IGNORECASE)
_LINKS = re.compile(r"\s[>»›|·•]\s")
_CREDIT = re.compile(
    r"[(\[]{0,2}\s?(?:(?:additional|further)\s)?(?:reporting|reported|writing|written|editing|edited|compiled|translated)"
    r"\s(?:and\s\w{5,10}\s)?by\s[^.]{3,280}[)\].]{0,2}$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\(\([^()]{0,200}[@;][^()]{0,200}\)\)?$")
_PHOTO = re.compile(
    r"\([^()]{0,60}\b(?i:photos?|images?)\b[^()]{0,40}\)$"
    r"|\b(?i:credit|photo|photograph|image|courtesy)s?(?i:\s(?:by|of))?\s?:\s?"
    r"[A-Z][\w.'’-]*(?:[ /]\(?[A-Z][\w.'’)-]*){0,5}$"
)
_SHARE = re.compile(
    r"(?:(?:share|tweet|post|print|e-?mail|save|likes?|pin(?: it)?|comments?|views?|copy link|facebook|twitter|x"
    r"|linkedin|whatsapp|telegram|reddit|weibo|wechat)\b\W*(?:\d[\d,.]*[km]?\W*)?){2,}$",
    re.IGNORECASE,
)
_STAGE = re.compile(r"[\[(](?:operator instructions|foreign language|technical difficulty|break)[\])]$", re.IGNORECASE)
_KICKER = re.compile(r"['‘“\"][^'’”\"]{3,60}['’”\"]:\s.{10,120}\?$")
_MAIL = re.compile(
    r"mail|e-?post|correo|courriel|почт|пошт|пощ|邮箱|郵箱|郵件|邮件|メール|이메일|بريد|ایمیل|אימייל|דוא|ईमेल|อีเมล|e-pasta"
    r"|sähköposti|pašt|ηλεκτρον|electr[oò]nic",
    re.IGNORECASE,
)


def shape_of(block: Block) -> tuple[str, str] | None:
    """The kind of a paragraph and the rule that tells it; null where its shape says nothing."""
    text = block.text
    if _ADDRESS.match(text):
        return "furniture", ADDRESS
    if len(text) > 2 * SHORT:
        return None
    if _CREDIT.match(text) or _CONTACT.match(text):
        return "credits", "<who reported and edited>"
    if len(text) > SHORT:
        return None
    if _PHOTO.search(text):
        return "caption", "<whose picture>"
    if _STAGE.match(text):
        return "furniture", "<direction of a call>"
    if _SHARE.match(text):
        return "furniture", "<share bar>"
    return ("furniture", "<row of links>") if _is_row_of_links(text) else None


def is_headline_of_another(block: Block) -> bool:
    """Whether a line between paragraphs has the form of a headline with its theme in quotes: ‘Theme’: what of it?"""
    return len(block.text) <= SHORT and _KICKER.match(block.text) is not None


def comment_form_start(blocks: Sequence[Block], length: int) -> int | None:
    """The place of the paragraph at which a comment form begins, told by its note on mail addresses and stars.

    Such forms come with many sites' software in the language of the site; their heading is the short line above.
    """
    for place, block in enumerate(blocks):
        if "*" in block.text and block.start > FORM_SHARE * length and len(block.text) <= SHORT:
            if _MAIL.search(block.text) is None:
                continue
            above = blocks[place - 1].text if place else ""
            is_heading = above and len(above.split()) <= 6 and above[-1] not in '.!”"'
            return place - 1 if is_heading else place
    return None


def _is_row_of_links(text: str) -> bool:
    pieces = _LINKS.split(text)
    return len(pieces) >= 3 and all(0 < len(piece.split()) <= 4 for piece in pieces) and text[-1] not in ".!?"
