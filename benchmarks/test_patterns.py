"""Every pattern of the code stays linear on text that was made against it: patterns are found, not listed.

The rooms are imported in a process of its own in which `re.compile` tells of each pattern, those built from tables
too; patterns that stand in a call are read from the source. Against each, texts are made from the pattern itself: what
leads up to each of its repeats, the repeat's own words many times over, and an end that fits nothing.
"""

import ast
import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("schemas", "pipelines", "warehouse", "assets", "console")
CALLS = frozenset({"match", "search", "sub", "subn", "split", "findall", "fullmatch", "finditer"})
LENGTH, SECONDS, MOST = 10_000, 0.005, 0.05
"""Characters of a text; CPU-seconds after which a pattern is held against a longer one, and those it may take at most.
Work that grows with the square takes 5 · 10⁷ steps, at least two hundredths of a second; what is linear and as slow
costs no more than that second look."""
FACTOR, GROWTH, LEAST = 8, 20, 0.5
"""The longer text is eight times as long: linear work takes eight times as long there, some hundredths of a second;
work that grows with the square takes sixty-four times as long, two seconds or more. The limits, a ratio of two times of
the same minute and CPU-seconds, lie far from either, so that a slow or busy machine changes no answer."""

ON_SHORT_TEXTS: dict[tuple[str, str], str] = {
    ("pipelines.extract.tagging", r"[TG]*Q(?:R(?=J)|(?<![NE])R(?=Q)|[JNE]|(?"): "a letter a word, of at most 400 words",
    ("pipelines.conform.period_cues", r"\b(?:founded|established|set\s+up|create"): "240 characters before a date",
    ("pipelines.normalise.columns", r"[^\W\d_]+$"): "20 characters",
    ("pipelines.normalise.repairs", r"[^\W\d_]+$"): "40 characters before a mark",
    ("pipelines.normalise.heads", r",\s*|\s+and\s+|\s*&\s*"): "a byline, at most 160 characters",
}
"""Patterns that would grow and only ever see a bounded text -> what bounds it, by module and first 40 characters."""

LISTEN = """
import importlib, json, pkgutil, re, sys
found, compiled = {}, re.compile
def listening(pattern, flags=0):
    made = compiled(pattern, flags)
    name = sys._getframe(1).f_globals.get("__name__", "")
    if name.partition(".")[0] in ROOMS:
        text = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
        found[text, made.flags, isinstance(made.pattern, bytes)] = name
    return made
re.compile = listening
for room in ROOMS:
    package = importlib.import_module(room)
    for module in pkgutil.walk_packages(package.__path__, room + "."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
names = {}
for module in [m for n, m in sys.modules.items() if n.partition(".")[0] in ROOMS]:
    for name, value in vars(module).items():
        if isinstance(value, re.Pattern):
            text = value.pattern if isinstance(value.pattern, str) else value.pattern.decode("latin-1")
            names.setdefault((text, value.flags, isinstance(value.pattern, bytes)), []).append(name)
print(json.dumps([[*key, module, names.get(key, [])] for key, module in found.items()]))
"""


def compiled_patterns():
    """Every pattern that importing the code compiles, as (text, flags, whether of bytes, module, whether searched).

    A pattern that is only ever asked for at one place (`match`, `fullmatch`) is not looked for everywhere.
    """
    program = f"ROOMS = {ROOMS!r}\n{LISTEN}"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, capture_output=True, check=True)
    code = "\n".join(path.read_text(encoding="utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    for *pattern, names in json.loads(done.stdout.decode().splitlines()[-1]):
        uses = {use for name in names for use in re.findall(rf"\b{name}\b(\.\w+|)", code)} - {""}
        yield *pattern, not names or bool(uses - {".match", ".fullmatch", ".pattern"})


def patterns_in_calls():
    """Every pattern that stands in a call such as `re.search("…", text)`; what is put into it counts as a word."""
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS):
                continue
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:
                pattern = node.args[0]
                if isinstance(pattern, ast.JoinedStr):
                    text = "".join(v.value if isinstance(v, ast.Constant) else "word" for v in pattern.values)
                else:
                    text = ast.literal_eval(pattern)
                yield (
                    text,
                    re.compile(text).flags,
                    False,
                    str(path.relative_to(ROOT)),
                    node.func.attr not in ("match", "fullmatch"),
                )


def samples(tree):
    """A text that a parsed pattern may fit."""
    return "".join(sample(operation, argument) for operation, argument in tree)


def sample(operation, argument):
    """A text for one piece of a parsed pattern."""
    name = str(operation)
    if name == "LITERAL":
        return chr(argument)
    if name in ("NOT_LITERAL", "ANY"):
        return "a" if argument != ord("a") else "b"
    if name == "IN":
        return sample_of_set(argument)
    if name == "BRANCH":
        return samples(argument[1][0])
    if name == "SUBPATTERN":
        return samples(argument[3])
    if name == "ATOMIC_GROUP":
        return samples(argument)
    if "REPEAT" in name:
        return samples(argument[2]) * max(1, min(argument[0], 3))
    return ""


def sample_of_set(pieces):
    """A character of a class."""
    wanted = [piece for piece in pieces if str(piece[0]) != "NEGATE"]
    if len(wanted) < len(pieces):
        inner = re.compile("[" + "".join(map(class_text, wanted)) + "]")
        return next((c for c in "aA0 .,-\n<é" if not inner.match(c)), "\u4e2d")
    name, argument = str(wanted[0][0]), wanted[0][1]
    if name == "LITERAL":
        return chr(argument)
    if name == "RANGE":
        return chr(argument[0])
    return {"CATEGORY_DIGIT": "0", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}.get(str(argument), "%")


def class_text(piece):
    """A piece of a class as it is written."""
    name, argument = str(piece[0]), piece[1]
    if name == "LITERAL":
        return re.escape(chr(argument))
    if name == "RANGE":
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    signs = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
    kind = str(argument).removeprefix("CATEGORY_")
    return signs.get(kind) or signs[kind.removeprefix("NOT_")].upper()


def repeats(tree, before=""):
    """Each repeat of a parsed pattern: what leads up to it, and one turn of it."""
    for operation, argument in tree:
        name = str(operation)
        if "REPEAT" in name:
            yield before, samples(argument[2])
            yield from repeats(argument[2], before)
        elif name == "SUBPATTERN":
            yield from repeats(argument[3], before)
        elif name == "ATOMIC_GROUP":
            yield from repeats(argument, before)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from repeats(branch, before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from repeats(argument[1], before)
        before += sample(operation, argument)


def hostile_texts(pattern, flags, length):
    """Texts made against a pattern, each of that many characters or so, in the same order for every length."""
    tree = re._parser.parse(pattern, flags)
    turns = {(before, turn) for before, turn in repeats(tree) if turn}
    words = samples(tree)
    pumps = {("", turn) for _, turn in turns} | turns | {("", words), ("", words[:-1] or "a")}
    for before, turn in sorted(pump for pump in pumps if pump[1]):
        for end in ("\x00", "", before):
            yield before + turn * (length // len(turn)) + end
        if before:
            yield (before + turn * 3) * (length // (len(before) + 3 * len(turn)))


class _TooSlow(Exception):
    """Raised inside a pattern that is looked for too long."""


def seconds(pattern, text, is_searched, most):
    """CPU-seconds of looking for a pattern at the beginning of a text, and everywhere; it is stopped after `most`."""

    def stop(number, frame):
        raise _TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        pattern.match(text)
        for _ in pattern.finditer(text) if is_searched else ():
            pass
    except _TooSlow:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - begun


def grows(pattern, text, longer, is_searched):
    """Whether a text that is `FACTOR` times as long takes more than `GROWTH` times as long, twice."""
    short = seconds(pattern, text, is_searched, MOST)
    if short < SECONDS:
        return False
    limit = max(LEAST, GROWTH * min(short, seconds(pattern, text, is_searched, MOST)))
    return all(seconds(pattern, longer, is_searched, limit) >= limit for _ in range(2))


def growing_texts(text, flags, is_bytes, is_searched):
    """The first hostile text on which a pattern takes more than its share of time where it is longer, or none."""
    pattern = re.compile(text.encode("latin-1") if is_bytes else text, flags & ~re.UNICODE if is_bytes else flags)
    texts, longer_texts = (
        hostile_texts(pattern.pattern, pattern.flags, length) for length in (LENGTH, FACTOR * LENGTH)
    )
    for hostile, longer in zip(texts, longer_texts, strict=True):
        if grows(pattern, encoded(hostile, is_bytes), encoded(longer, is_bytes), is_searched):
            return [f"{hostile[:60]!r} … {hostile[-20:]!r}"]
    return []


def encoded(text, is_bytes):
    """A text as the pattern wants it."""
    return text.encode("latin-1", "replace") if is_bytes else text


@pytest.fixture(scope="module")
def patterns():
    return [tuple(found) for found in [*compiled_patterns(), *patterns_in_calls()]]


def test_all_patterns_are_found(patterns):
    assert len(patterns) > 250
    assert {"pipelines", "warehouse", "schemas"} <= {re.split(r"[./]", place)[0] for *_, place, _ in patterns}


def test_every_pattern_stays_linear(patterns):
    growing = {
        f"{place}: {text[:80]}": growing_texts(text, flags, is_bytes, is_searched)
        for text, flags, is_bytes, place, is_searched in patterns
        if (place.replace("/", ".").removesuffix(".py"), text[:40]) not in ON_SHORT_TEXTS
    }
    assert {name: texts for name, texts in growing.items() if texts} == {}


@pytest.mark.parametrize("text", [r"(a+)+$", r"\s+$", r"(?:a|a)*b", r"x\d+\d+y", r"<[^>]*>", r"\d+ yuan"])
def test_patterns_that_are_known_to_grow_are_seen(text):
    assert growing_texts(text, 0, False, True)


@pytest.mark.parametrize("text", [r"\d{1,15} yuan", r"a{1,30}b", r"[ab]c?[de]", r"\ba\w*(?:ly|ed)\b"])
def test_patterns_that_do_not_grow_are_let_be(text):
    assert growing_texts(text, 0, False, True) == []
