"""Bytes to text: the right encoding, and what is refused."""

import pytest

from pipelines.normalise.decode import decode_text
from schemas.errors import UnreadableInput

TEXT = "Anhui’s carmakers sold 1.2 million vehicles – a record – for €30 billion, officials said on Monday. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_read_exactly(encoding):
    assert decode_text(TEXT.encode(encoding)).text == TEXT


def test_a_western_code_page_is_read():
    decoded = decode_text(TEXT.encode("cp1252"))
    assert decoded.text == TEXT
    assert decoded.encoding == "cp1252"


def test_newlines_stay_as_they_are():
    assert decode_text(b"One.\r\nTwo.\rThree.\n").text == "One.\r\nTwo.\rThree.\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b" \r\n\t", "empty_file"),
        (b"\x00\x00\x00", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03\x84" * 20, "binary_file"),
        (bytes(range(1, 32)) * 40, "binary_file"),
        (b"\xff\xfe\x00\xd8\x00\x00x\x00", "unknown_encoding"),
    ],
    ids=["empty", "blank", "nuls", "png", "controls", "broken-utf16"],
)
def test_what_is_no_text_is_refused_with_a_reason(data, reason):
    with pytest.raises(UnreadableInput) as caught:
        decode_text(data)
    assert caught.value.reason == reason
    assert len(str(caught.value)) > 30
