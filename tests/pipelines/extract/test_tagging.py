"""Parts of speech and noun phrases of news sentences, and that every word stands where it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.tagging import tag_sentence


def phrases_of(text):
    tagged = tag_sentence(text)
    return [tagged.slice(first, last) for first, last in tagged.phrases]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Steel exports rose.", "NNV."),
        ("Peru exports copper to Chile.", "EVNIE."),
        ("The bank plans to lend.", "TNVIV."),
        ("The plans to lend failed.", "TNIVW."),
        ("It has cut jobs.", "UAWN."),
        ("the proposed bridge", "TJN"),
        ("The U.S. said that output fell.", "TEWHNV."),
        ("That's how many they sold.", "UAHRUW."),
        ("Nokia's sales fell.", "ESNV."),
    ],
)
def test_tags(text, tags):
    assert tag_sentence(text).tags == tags


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The number of new data centers in the north fell.", ["The number", "new data centers", "the north"]),
        ("small and medium-sized firms", ["small and medium-sized firms"]),
        ("Peru's central bank", ["Peru's central bank"]),
    ],
)
def test_noun_phrases(text, phrases):
    assert phrases_of(text) == phrases


def test_quantities_and_dates_are_one_word_each():
    tagged = tag_sentence("Sales rose 5 percent in May 2020.", [(11, 20)], [(24, 32)])
    assert tagged.tags == "NVQPY."
    assert [mark for mark in tagged.marks if mark >= 0] == [0, 0]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_words_stand_where_they_say(text):
    tagged = tag_sentence(text)
    assert len(tagged.tags) == len(tagged.starts) == len(tagged.lower)
    assert all(start < end for start, end in zip(tagged.starts, tagged.ends, strict=True))
    assert list(tagged.starts) == sorted(tagged.starts)
    for first, last in tagged.phrases:
        assert tagged.phrase_at(first) == tagged.phrase_at(last - 1) == (first, last)
