"""A broken row is refused by name with what points to it; a broken table fails."""

from decimal import Decimal

import pyarrow as pa
import pytest

from assets.admission import admitted
from schemas.errors import ContractViolation
from schemas.identity import content_id
from schemas.rows import bare_schema, table_of

MONTH = "2024-01"


def measures(count: int, broken: int) -> pa.Table:
    rows = []
    for number in range(count):
        claim = content_id("c", number)
        numerator = 0 if number < broken else 1
        rows.append(
            (content_id("u", claim), claim, "mu", "ha", numerator, 15, Decimal(1), None, 0, True, None, MONTH)
        )  # fmt: skip
    return table_of("core_claim_measures", rows)


def test_a_broken_row_is_refused_and_the_month_kept():
    kept, rejects = admitted({"core_claim_measures": measures(5, 1)}, MONTH)
    assert kept["core_claim_measures"].num_rows == 4
    (row,) = rejects
    named = dict(zip(bare_schema("core_rejects").names, row, strict=True))
    assert named["reason"] == "core_claim_measures_contract"
    assert "ratio_numerator" in named["message"]


def test_a_step_that_breaks_most_of_its_rows_fails():
    with pytest.raises(ContractViolation, match="ratio_numerator"):
        admitted({"core_claim_measures": measures(5, 4)}, MONTH)


def test_a_table_that_is_not_kept_by_month_takes_no_broken_row():
    with pytest.raises(ContractViolation):
        admitted({"core_claim_measures": measures(5, 1)}, None)
