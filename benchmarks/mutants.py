"""`python -m benchmarks mutants`: change the rules of numbers, dates, currency a bit; which changes does no test see?

A mutant is one module with one operator, constant, condition or result changed. The tests of an area are collected
once; each mutant is tried in a child of that process, where the changed function takes the place of the one that
stands and the tests that call it run; the first that fails ends the child. A change outside of functions, or in one
that runs already while modules are imported, is tried in a process that imports the changed module in the module's
stead. What no test notices is printed with its line: a gap in the tests, or a change that changes nothing.
"""

from __future__ import annotations

import argparse
import random
import sys

from benchmarks.mutant_trials import SEEN, UNSEEN, UNSURE, answers_in_place, passes_imported
from benchmarks.mutations import ROOT, mutants

_CORPORA = "tests/pipelines/extract/test_corpora.py"
AREAS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "numbers": (
        (
            "extract/numbers.py",
            "extract/number_words.py",
            "extract/separators.py",
            "extract/ranges.py",
            "conform/intervals.py",
        ),
        (
            _CORPORA,
            "tests/pipelines/extract/test_quantities.py",
            "tests/pipelines/conform/test_intervals.py",
            "tests/pipelines/conform/test_audits.py",
            "tests/pipelines/conform/test_matching.py",
        ),
    ),
    "dates": (
        (
            "extract/dates.py",
            "extract/dates_fields.py",
            "extract/dates_guards.py",
            "extract/dates_days.py",
            "extract/dates_months.py",
            "extract/dates_windows.py",
            "conform/periods.py",
            "conform/periods_named.py",
            "conform/periods_relative.py",
            "conform/periods_spans.py",
            "conform/periods_windows.py",
        ),
        (
            _CORPORA,
            "tests/pipelines/extract/test_dates.py",
            "tests/pipelines/conform/test_periods.py",
            "tests/pipelines/conform/test_calendars.py",
            "tests/pipelines/conform/test_open_dates.py",
            "tests/pipelines/conform/test_period_binding.py",
        ),
    ),
    "currency": (
        (
            "extract/money.py",
            "extract/currency_signs.py",
            "conform/currency.py",
            "conform/rate_choice.py",
            "conform/rate_books.py",
            "conform/rates.py",
        ),
        (
            _CORPORA,
            "tests/pipelines/extract/test_currency_signs.py",
            "tests/pipelines/conform/test_currency.py",
            "tests/pipelines/conform/test_rates.py",
        ),
    ),
}
"""Area -> modules below `pipelines/` that are changed, and the tests that should notice."""


def main(arguments: list[str]) -> int:
    """Try a sample of the mutants of each area named; the exit code is 1 only where tests fail anyway."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks mutants", description=__doc__)
    parser.add_argument(
        "areas", nargs="*", choices=list(AREAS), metavar="AREA", help="; ".join((*AREAS, "all by default"))
    )
    parser.add_argument("--sample", type=int, default=60, help="mutants of each area (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=12, help="of the sample (default: %(default)s)")
    parser.add_argument("--at", nargs="+", help="instead of a sample all of these lines: numbers.py:139 …")
    options = parser.parse_args(arguments)
    # What every test needs is imported once, so that a child begins where the rules are imported.
    import hypothesis  # noqa: F401
    import inflect  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.compute  # noqa: F401
    import yaml  # noqa: F401

    return max(_try_area(area, options) for area in options.areas or AREAS)


def _try_area(area: str, options: argparse.Namespace) -> int:
    modules, tests = AREAS[area]
    everything = [mutant for module in modules for mutant in mutants(ROOT / "pipelines" / module)]
    chosen = random.Random(options.seed).sample(everything, min(options.sample, len(everything)))
    if options.at:
        chosen = [mutant for mutant in everything if f"{mutant.path.name}:{mutant.line}" in options.at]
    chosen.sort(key=lambda mutant: mutant.function is None)
    in_place = answers_in_place([mutant for mutant in chosen if mutant.function is not None], tests)
    if next(in_place) == SEEN:
        print(f"{area}: the tests fail on the code as it stands; see to that first: {' '.join(tests)}", file=sys.stderr)
        return 1
    survivors = 0
    for number, mutant in enumerate(chosen, start=1):
        print(f"{area}: {number} of {len(chosen)}", file=sys.stderr, flush=True)
        answer = UNSURE if mutant.function is None else next(in_place)
        if answer == UNSEEN or (answer == UNSURE and passes_imported(mutant, tests)):
            survivors += 1
            print(f"  survives {mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.change[:100]}", flush=True)
    next(in_place, None)
    share = 1 - survivors / max(1, len(chosen))
    print(f"{area}: {len(chosen)} of {len(everything)} mutants tried, {share:.0%} seen", flush=True)
    return 0
