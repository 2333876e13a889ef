"""The shares of reading are told for functions that exist, and of what was seen."""

import signal

from benchmarks.shares import PARTS, measure_shares


def test_shares_are_of_the_whole_and_the_clock_is_put_back():
    before = signal.getsignal(signal.SIGPROF)
    shares = measure_shares(10, 1.0)
    assert list(shares.parts) == list(PARTS)
    assert all(0 <= share <= 1 for share in (*shares.parts.values(), *shares.own.values()))
    assert shares.parts["binding claims"] >= max(share for name, share in shares.parts.items() if name == "… its role")
    assert 0 < sum(shares.own.values()) <= 1
    assert shares.speed > 0
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
