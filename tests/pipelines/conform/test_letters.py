"""Small letters stand where the letters stood, and patterns find in them what they find regardless of case."""

import re
import sys

from pipelines.conform.letters import small_letters

EVERY_SIGN = "".join(map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))))


def test_every_sign_keeps_its_place():
    assert len(small_letters(EVERY_SIGN)) == len(EVERY_SIGN)
    assert small_letters("İstanbul, 5 May") == "istanbul, 5 may"


def test_a_letter_is_found_where_it_is_found_regardless_of_case():
    found = {match.start() for match in re.finditer("[a-z]", EVERY_SIGN, re.IGNORECASE)}
    assert {match.start() for match in re.finditer("[a-z]", small_letters(EVERY_SIGN))} == found
    for letter in "iks":
        ignoring = {match.start() for match in re.finditer(letter, EVERY_SIGN, re.IGNORECASE)}
        assert {match.start() for match in re.finditer(letter, small_letters(EVERY_SIGN))} == ignoring


def test_what_is_a_word_stays_one():
    words = re.compile(r"\w")
    kept = {match.start() for match in words.finditer(small_letters(EVERY_SIGN))}
    assert kept == {match.start() for match in words.finditer(EVERY_SIGN)}
