"""Every command of the documentation is run, here or by the test that is named for it, and gives what the page shows.

A block marked `console` holds commands (`$ …`) with lines of what they print; `…` in such a line stands for anything,
`# exit code 1` behind a command for how it ends. A block marked `file=PATH` is that file, or its end (`end`), or goes
into it (`before="a line"`, `after="a line"`, `instead="a line"`). The blocks of a page are done in their order, in one
folder: a copy of the repository for pages that change it, a folder with the sample for the others.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import typer

import numtrail
from benchmarks.__main__ import ADAPTERS
from benchmarks.__main__ import COMMANDS as BENCHMARKS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
CHANGING = ("how-to.md",)
"""Pages whose commands change the repository: each of their parts starts from a copy of its own."""
FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))|\b(end)\b')
COPIED = ("schemas", "pipelines", "warehouse", "assets", "console", "benchmarks", "tests", "docs", "sample")
PROGRAMS = ("numtrail", "make", "pytest", "python", "dagster", "pip")

ELSEWHERE = {
    r"make (run|test|check)\b": ".ci/run",
    r"make dev": "tests/assets/test_automation.py",
    r"make superset": "tests/warehouse/test_superset_bundle.py",
    r"numtrail (run|ingest|trace|receipts|verify|backfill|forget|rates|doctor)": "tests/docs/test_commands.py",
    r"\.venv/bin/numtrail .*|\.venv/bin/(python -c|dagster instance) .*": "tests/test_numtrail.py",
    r"numtrail warehouse .*": "tests/warehouse/test_postgres_setup.py",
    r"numtrail lake (log|restore)": "tests/warehouse/test_stores.py",
    r"(install|useradd|git clone|systemctl|cp|cd|python3\.11|sudo|rsync|docker|Lake|caddy) .*": "tests/test_deploy.py",
    r"Lake\(Path.*": "tests/warehouse/test_lake.py",
}
"""Commands that need a server, a browser or root -> the test that holds them, as far as a test can."""


@dataclass
class Part:
    """One part of a page: its heading, and its blocks as (kind, options, text)."""

    page: Path
    heading: str
    blocks: list[tuple[str, dict[str, str], str]] = field(default_factory=list)


def parts(page):
    """The parts of a page that hold blocks to be done; a page that changes nothing is one part."""
    text = page.read_text(encoding="utf-8")
    pieces = re.split(r"(?m)^## (.+)$", text) if page.name in CHANGING else [text]
    for number in range(0, len(pieces), 2):
        part = Part(page, pieces[number - 1] if number else page.stem)
        for language, words, block in FENCE.findall(pieces[number]):
            options = {name or end: quoted or plain for name, quoted, plain, end in OPTION.findall(words)}
            if language == "console" or "file" in options:
                part.blocks.append((language, options, block))
        if part.blocks:
            yield part


PARTS = [part for page in PAGES for part in parts(page)]


def caption(options):
    """What a reader, who does not see the options of a block, is told: where its lines go."""
    if "end" in options:
        return f"At the end of `{options['file']}`:"
    for place in ("before", "after"):
        if place in options:
            line = options[place].replace('\\"', '"').strip()
            return f"In `{options['file']}`, {place} the line `{line}`:"
    return f"A new file, `{options['file']}`:"


def commands(block):
    """The commands of a block with the lines that each is said to print."""
    for piece in re.split(r"(?m)^\$ ", block)[1:]:
        command, _, printed = re.sub(r"\\\n", "", piece).partition("\n")
        command, _, note = command.partition("  # exit code ")
        yield command.strip(), int(note or 0), [line.strip() for line in printed.splitlines() if line.strip()]


def write(folder, options, block):
    """Do what a block with a file says."""
    path = folder / options["file"]
    place = next((name for name in ("before", "after", "instead", "end") if name in options), None)
    if place is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if place == "end":
        path.write_text(text + block, encoding="utf-8")
        return
    line = options[place].replace('\\"', '"') + "\n"
    assert text.count(line) == 1, f"{options['file']} has the line {line!r} {text.count(line)} times"
    new = {"before": block + line, "after": line + block, "instead": block}[place]
    path.write_text(text.replace(line, new), encoding="utf-8")


def shown(line, output):
    """Whether a line of a page stands among what a command printed; white space and rulers aside."""
    pattern = r"\s*".join(".*" if word == "…" else re.escape(word) for word in re.split(r"\s+|(…)", line) if word)
    return re.search(pattern, output) is not None


def test_every_block_that_goes_into_a_file_says_where():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in FENCE.finditer(text):
            options = {name or end: quoted or plain for name, quoted, plain, end in OPTION.findall(block[2])}
            if "file" in options:
                assert text[: block.start()].rstrip().endswith(caption(options)), f"{page.name}: {block[2]}"


@pytest.mark.parametrize("part", PARTS, ids=[f"{part.page.name}-{part.heading}" for part in PARTS])
def test_commands_do_what_the_page_shows(part, tmp_path):
    folder = tmp_path / "numtrail"
    folder.mkdir()
    if part.page.name in CHANGING:
        for room in COPIED:
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("numtrail.py", "pyproject.toml", "Makefile", "SECURITY.md", "CONTRIBUTING.md", "README.md"):
            shutil.copy(ROOT / file, folder / file)
    else:
        shutil.copytree(ROOT / "sample", folder / "sample")
    kept = {name: os.environ[name] for name in ("LANG", "SSL_CERT_FILE", "TZ") if name in os.environ}
    environment = {
        **kept,
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "NUMTRAIL_ENGINE": "inline",
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **({"PYTHONPATH": str(folder)} if part.page.name in CHANGING else {}),
    }
    for language, options, block in part.blocks:
        if "file" in options:
            write(folder, options, block)
        if language != "console":
            continue
        for command, code, printed in commands(block):
            done = subprocess.run(
                ["bash", "-o", "pipefail", "-c", command.replace(".venv/bin/", "")],
                cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300,
            )  # fmt: skip
            output = done.stdout + done.stderr
            assert done.returncode == code, f"$ {command}\n{output[-3000:]}"
            missing = [line for line in printed if not shown(line, output)]
            assert missing == [], f"$ {command}\n{output[-5000:]}"


def lone_commands():
    """Every command in a block that is not run above, as (page, command)."""
    for page in PAGES:
        text = FENCE.sub("", page.read_text(encoding="utf-8"))
        for line in re.findall(r"(?m)^ {4,}(\S.*)$", text):
            words = line.split("#")[0].split()
            if words and (words[0].rpartition("/")[2] in PROGRAMS or line.startswith((".venv/", "sudo ", "Lake("))):
                yield pytest.param(page, line.split("  #")[0].strip(), id=f"{page.name}-{line[:40]}")


@pytest.mark.parametrize(("page", "command"), list(lone_commands()))
def test_other_commands_are_run_by_the_test_that_is_named(page, command):
    named = [place for pattern, place in ELSEWHERE.items() if re.match(pattern, command)]
    assert named, f"{page.name}: {command!r} is run by no test: make its block `console`, or name the test"
    assert all((ROOT / place).exists() for place in named)


def spoken_commands():
    """Every command that stands within a sentence or block, as (page, command)."""
    for page in PAGES:
        for found in re.findall(r"`([^`\n]+)`|^(?: {4}|\$ )(.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            command = next(filter(None, found)).replace(".venv/bin/", "")
            if re.match(r"(numtrail|make|python -m benchmarks) ", command):
                yield page.name, command.split("  #")[0].strip()


@pytest.mark.parametrize(("page", "command"), sorted(set(spoken_commands())))
def test_commands_that_are_spoken_of_exist(page, command):
    program, *words = command.replace("python -m benchmarks", "benchmarks").split()
    if program == "make":
        targets = re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"))
        assert words[0].rstrip(",.;") in targets
    elif program == "benchmarks":
        assert words[0] in (*BENCHMARKS, "predict", *ADAPTERS)
    else:
        level = typer.main.get_command(numtrail.app)
        while hasattr(level, "commands") and words:
            names = words.pop(0).split("|")
            assert set(names) <= set(level.commands), (page, command)
            level = level.commands[names[0]]
        known = (
            {option for parameter in level.params for option in parameter.opts} if hasattr(level, "params") else set()
        )
        for option in re.findall(r"(?<=\s)--[a-z-]+", command):
            assert option in known, (page, command)
