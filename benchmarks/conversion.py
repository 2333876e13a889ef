"""How fast money claims are converted: `python -m benchmarks conversion [CLAIMS] [CURRENCIES]`.

Claims are made from a fixed seed: amounts of all sizes, seven currencies, periods and publication days of thirty years.
Counted is CPU time of this process, from claims to an Arrow table of `core_claim_conversions`, `row_hash` included.
"""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from decimal import Decimal

from assets.conforming import reference_rates_of
from pipelines.conform.currency import convert_claims
from pipelines.conform.money_claims import MoneyClaim
from warehouse.rates import bundled_rates

CURRENCIES = ("CNY", "USD", "EUR", "JPY", "GBP", "KRW", "HKD")
NATURES = ("flow", "flow", "flow", "stock")
STATUSES = ("actual", "actual", "actual", "plan")


def made_claims(count: int) -> list[MoneyClaim]:
    """Claims as a corpus has them: most about whole years, some about months, one in ten without a period."""
    chance = random.Random(20240305)
    return [_made_claim(chance, number) for number in range(count)]


def _made_claim(chance: random.Random, number: int) -> MoneyClaim:
    published = date(1999, 6, 1) + timedelta(days=chance.randrange(9900))
    start, end = date(published.year - 1, 1, 1), date(published.year, 1, 1)
    if chance.random() < 0.3:
        start = (published.replace(day=1) - timedelta(days=1)).replace(day=1)
        end = published.replace(day=1)
    dated = chance.random() > 0.1
    digits = chance.randrange(1, 5)
    value = Decimal(chance.randrange(1, 10**digits)).scaleb(chance.randrange(3, 12))
    return MoneyClaim(
        f"c_{number:016d}",
        chance.choice(CURRENCIES),
        value,
        value if chance.random() > 0.2 else None,
        -6,
        chance.choice(STATUSES),
        chance.choice(NATURES),
        start if dated else None,
        end if dated else None,
        published,
        published + timedelta(days=1),
        published.isoformat()[:7],
    )


def main(arguments: list[str]) -> int:
    """Convert, and print claims and rows for each CPU-second."""
    count = int(arguments[0]) if arguments else 100_000
    targets = arguments[1].split(",") if len(arguments) > 1 else ["USD", "CNY", "EUR"]
    rates = reference_rates_of(bundled_rates())
    claims = made_claims(count)
    started = time.process_time()
    rows = convert_claims(claims, rates, targets)
    seconds = time.process_time() - started
    answered = rows.num_rows - rows.column("rate").null_count
    print(f"{count} claims to {', '.join(targets)}: {rows.num_rows} rows, {answered} with a value")
    print(f"{seconds:.2f} CPU-seconds, from claims to an Arrow table")
    print(f"{count / seconds:,.0f} claims a CPU-second, {rows.num_rows / seconds:,.0f} rows a CPU-second")
    return 0
