"""Ids: the same on every machine and in every version, one by one as many at once."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.identity import ID_LENGTH, content_id, content_ids, row_hash

TEXTS = st.text(st.characters(exclude_characters="\x1f"), max_size=30)


def test_ids_are_what_they_have_always_been():
    assert content_id("c", "s_abc", 12, 30) == "c_oodu3esb5naciydc"
    assert content_id("v", "c_äöü", "USD") == "v_fh5xxz4hfxmakae6"


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=20))
def test_many_ids_at_once_are_the_ids_one_by_one(parts):
    texts = ["\x1f".join(some).encode("utf-8", "surrogatepass") for some in parts]
    together = content_ids("v", texts)
    assert [together[start : start + ID_LENGTH] for start in range(0, len(together), ID_LENGTH)] == [
        content_id("v", *some) for some in parts
    ]


@given(TEXTS, TEXTS)
def test_parts_are_told_apart(first, second):
    assert content_id("c", first, second) != content_id("c", first + second)


def test_a_null_is_no_empty_text():
    assert row_hash(("a", None)) != row_hash(("a", ""))
