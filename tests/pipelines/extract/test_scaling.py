"""Work grows with the length of the text, not faster: counted in calls and lines executed, never in seconds."""

import sys

import pytest

from pipelines.extract.quantities import find_quantities

SHAPES = {
    "news": "Output rose 12.5 percent to RMB 10 trillion (US$1.4 trillion), from 35th in 2013 to 12th. ",
    "a run of digits": "7",
    "ones": "1 ",
    "nested brackets": "(",
    "numbers in brackets": "(1 ",
    "commas": "1,",
    "number words": "two hundred and ",
    "vague plurals": "millions of ",
    "bounds": "more than ",
    "hyphens": "1-",
    "inch marks": '5" ',
    "days of May": "1 may ",
    "addresses": "a.b/1 ",
    "ranges": "from 1 to ",
    "spaced thousands": "123\u00a0",
    "currency signs": "US$",
    "one word": "a",
    "adjectives": "5 blue ",
    "rates": "5 per ",
}
SMALL, FACTOR = 1_000, 8
SLACK = 1.6
"""Twice the text may cost a little more than twice the work; work that grew with the square would cost eight times."""


def count_steps(text):
    """Return how many lines of our own code run while a text is read."""
    steps = 0

    def trace(frame, event, argument):
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_quantities(text)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_work_grows_with_the_length_of_the_text(shape):
    small = shape * (SMALL // len(shape))
    find_quantities(small)
    few = count_steps(small)
    many = count_steps(small * FACTOR)
    assert many <= FACTOR * SLACK * few + 1_000


def test_a_long_word_and_a_long_numeral_are_each_one_step_of_the_scanner():
    assert count_steps("a" * 100_000) < 200
    assert count_steps("7" * 100_000) < 2_000
