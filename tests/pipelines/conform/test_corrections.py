"""Known source errors: applied while the claim says what was expected, expired when it does not."""

from datetime import date
from decimal import Decimal

import pytest

from pipelines.conform.corrections import Correction, correct_claims, read_corrections
from schemas.errors import NumtrailError

YEN = Correction(
    "yen-for-yuan", "c_a", {"unit": "JPY"}, {"unit": "CNY"}, "the dollars fit yuan", date(2024, 5, 28), date(2027, 1, 1)
)


def test_a_claim_that_says_what_is_expected_is_corrected_and_told():
    claims, told = correct_claims([{"claim_id": "c_a", "unit": "JPY", "value_low": Decimal(344)}], [YEN], "2024-05")
    assert claims[0]["unit"] == "CNY"
    assert told[0][3:7] == ("unit", "JPY", "CNY", "applied")


def test_a_claim_that_says_something_else_is_left_and_the_correction_has_expired():
    claims, told = correct_claims([{"claim_id": "c_a", "unit": "CNY"}], [YEN], "2024-05")
    assert claims[0]["unit"] == "CNY"
    assert told[0][6] == "expired"


def test_other_claims_are_not_touched():
    claim = {"claim_id": "c_b", "unit": "JPY"}
    assert correct_claims([claim], [YEN], "2024-05") == ([claim], [])


def test_the_bundled_file_can_be_read():
    assert len({each.claim_id for each in read_corrections()}) == len(read_corrections())


@pytest.mark.parametrize("entry", ["- {name: x}", "- {name: x, claim_id: c, expect: {unit: a}, set: {speaker: b}, why: w, reported: 2024-01-01, review_by: 2025-01-01}"], ids=["incomplete", "not-correctable"])  # fmt: skip # noqa: E501
def test_a_malformed_entry_is_refused(tmp_path, entry):
    path = tmp_path / "facts.corrections.yaml"
    path.write_text(entry)
    with pytest.raises(NumtrailError, match="entry 1"):
        read_corrections(path)
