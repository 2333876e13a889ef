"""Facts by bucket: the same rows as of all claims at once, and what is new makes only its own buckets again."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assets import bucket_plans, fact_buckets, fact_rows, fact_work, observing
from assets.auditing import audit_all
from assets.bucket_commits import changed_buckets
from assets.bucket_plans import bucket_name, plan_buckets, remember
from assets.fact_buckets import BUCKETS
from assets.fact_topics import TouchedTopics
from assets.fact_work import observe_bucket, worked_on
from assets.freshness import STEPS
from assets.materialise import materialise_new
from assets.observing import observe_all
from assets.process_pool import ProcessPool
from assets.runners import INLINE
from benchmarks.articles.generator import make_articles
from benchmarks.generated import record
from schemas.errors import DamagedFile, NumtrailError
from schemas.tables import TABLES
from warehouse.landing import ingest_path
from warehouse.parquet import read_beside

LANDED = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
TABLES_OF = {
    "observe": ("core_observations", "core_observation_claims"),
    "audit": ("core_target_outcomes", "core_growth_checks", "core_disagreements"),
}


def quiet(doing: str, done: int, total: int) -> None:
    """No progress bar in tests."""


@pytest.fixture
def lake(home, tmp_path, monkeypatch):
    """The sample's claims and those of some generated articles, in three months."""
    monkeypatch.setattr(bucket_plans, "BUCKET_CLAIMS", 20)
    path = tmp_path / "made.jsonl"
    records = [{**record(article), "published": f"2024-0{article.number % 3 + 1}-05"} for article in make_articles(40)]
    path.write_text("".join(json.dumps(made) + "\n" for made in records), encoding="utf-8")
    ingest_path(path, home.landing, now=LANDED)
    materialise_new(home, quiet)
    return home


def merged(step: str, plan) -> dict[str, list[dict]]:
    parts = [tables for _, tables in BUCKETS[step](plan, INLINE)]
    return {
        name: pa.concat_tables([tables[name] for tables in parts])
        .sort_by([(column, "ascending") for column in TABLES[name].sort_by])
        .to_pylist()
        for name in TABLES_OF[step]
    }


def test_buckets_together_are_what_all_claims_at_once_give_and_a_new_article_touches_few(lake, tmp_path):
    snapshot, folder = lake.lake.snapshot(), tmp_path / "facts"
    whole = {**dict(zip(TABLES_OF["observe"], observe_all(snapshot), strict=True)), **audit_all(snapshot)}
    for step, names in TABLES_OF.items():
        plan = plan_buckets(snapshot, folder, step, names)
        assert len(plan.parts) >= 16
        assert len(plan.dirty) == len(plan.parts)
        for name, rows in merged(step, plan).items():
            expected = whole[name].sort_by([(column, "ascending") for column in TABLES[name].sort_by]).to_pylist()
            assert rows == expected, name
    assert whole["core_observations"].num_rows > 100
    assert whole["core_growth_checks"].num_rows > 0
    _assert_lost_state_makes_everything_again(snapshot, folder)


def test_a_pool_makes_of_each_bucket_what_this_process_makes_of_it(lake, tmp_path):
    snapshot, folder, pool = lake.lake.snapshot(), tmp_path / "facts", ProcessPool(2)
    try:
        for step, names in TABLES_OF.items():
            plan = plan_buckets(snapshot, folder, step, names)
            here, there = list(BUCKETS[step](plan, INLINE)), list(BUCKETS[step](plan, pool))
            assert [part for part, _ in there] == plan.parts
            assert there == here
        damaged = iter([(3, fact_rows.SCHEMA.empty_table().select(["claim_id"]), fact_rows.SCHEMA.empty_table())])
        with pytest.raises(
            NumtrailError, match=r"(?s)0 claims could not be matched to facts \(worker_failed\).*KeyError"
        ):
            list(worked_on(pool, observe_bucket, damaged))
    finally:
        pool.close()


def _assert_lost_state_makes_everything_again(snapshot, folder):
    names = TABLES_OF["observe"]
    every = plan_buckets(snapshot, folder, "observe", names)
    version = next(iter(snapshot.entries("core_observations"))).code_version
    remember(folder, "observe", every, version)
    assert plan_buckets(snapshot, folder, "observe", names).dirty == ()
    (folder / "observe.json").write_text("{broken", encoding="utf-8")
    assert plan_buckets(snapshot, folder, "observe", names).dirty == every.dirty


def assert_as_if_all_had_been_made(snapshot):
    whole = {**dict(zip(TABLES_OF["observe"], observe_all(snapshot), strict=True)), **audit_all(snapshot)}
    for name, expected in whole.items():
        order = [(column, "ascending") for column in TABLES[name].sort_by]
        assert snapshot.read(name).sort_by(order).to_pylist() == expected.sort_by(order).to_pylist(), name


def test_a_new_article_makes_only_its_own_buckets_again_and_the_lake_is_as_if_all_had_been_made(
    lake, article, monkeypatch
):
    first = lake.lake.snapshot()
    text = "A bridge\n\nTomsk spent 12 million rubles on a bridge in 2023. The bridge is 900 metres long.\n"
    ingest_path(article("bridge.txt", text, published="2024-02-11"), lake.landing, now=LANDED)
    observed = []
    honest = fact_rows._rows_of
    monkeypatch.setattr(fact_rows, "_rows_of", lambda s, month, some: observed.append(some) or honest(s, month, some))
    materialise_new(lake, quiet)
    snapshot = lake.lake.snapshot()
    assert [some.num_rows for some in observed] == [1]
    taken_over = pq.read_table(fact_rows.month_file(snapshot, "2024-02", lake.facts_folder))
    assert taken_over.to_pylist() == fact_rows.month_rows(snapshot, "2024-02").to_pylist()
    assert len(snapshot.parts("core_observations", "all")) >= 16
    again = {entry.part for entry in snapshot.entries("core_observations") if entry.run_id != first.manifest.run_id}
    assert again
    last = {entry.run_id for entry in snapshot.entries("core_observations")}
    newest = max(snapshot.entries("core_observations"), key=lambda entry: entry.committed_at).run_id
    made_last = [entry.part for entry in snapshot.entries("core_observations") if entry.run_id == newest]
    assert len(last) > 1
    assert len(made_last) <= 3
    assert_as_if_all_had_been_made(snapshot)


CARS = (
    "In 2023 Tomsk produced 300,000 cars, up 8 percent from 2022. In 2023 Tomsk exported 12,000 cars. "
    "By 2025, it said, Tomsk would export 15,000 cars."
)


def test_only_the_topics_that_are_told_of_are_matched_again_and_the_lake_is_as_if_all_had_been(
    lake, article, tmp_path, monkeypatch
):
    def land(name, text, day):
        path = article(f"{name}.txt", f"{name.capitalize()}\n\n{text}\n", published=day)
        ingest_path(path, lake.landing, now=LANDED)
        materialise_new(lake, quiet)

    land("cars", CARS, "2024-02-11")
    matched, honest = [], fact_work.find_facts
    with monkeypatch.context() as watched:
        watched.setattr(fact_work, "find_facts", lambda claims: matched.extend(claims) or honest(claims))
        land("exports", "In 2023 Tomsk exported 12,100 cars.", "2024-03-02")
    assert {claim.value for claim in matched} == {Decimal(12_000), Decimal(12_100), Decimal(15_000)}
    (told,) = (made for made in make_articles(3) if made.number == 2)
    land("first", told.text, "2024-01-09")  # of an earlier day: the one that is there becomes its copy
    path = tmp_path / "more.jsonl"
    records = [{**record(made), "published": "2024-02-20"} for made in make_articles(46) if made.number >= 40]
    path.write_text("".join(json.dumps(made) + "\n" for made in records), encoding="utf-8")
    ingest_path(path, lake.landing, now=LANDED)
    materialise_new(lake, quiet)
    assert lake.lake.snapshot().read("core_article_copies").num_rows == 1
    assert_as_if_all_had_been_made(lake.lake.snapshot())


def test_a_claim_that_repeats_one_of_another_topic_is_held_against_the_levels_of_both(home, article, monkeypatch):
    monkeypatch.setattr(bucket_plans, "bits_for", lambda total, before: 6)
    again = "That was up 8 percent from 2022."
    text = f"Peru's output was 3 million tonnes in 2023. {again} Peru's exports were $66 billion in 2023. {again}"
    ingest_path(article("peru.txt", f"Peru\n\n{text}\n", published="2024-02-11"), home.landing, now=LANDED)
    materialise_new(home, quiet)
    honest = observing.observed_month

    def repeating(snapshot, month, articles=None):
        output = None
        for claim in honest(snapshot, month, articles):
            is_growth = claim.kind == "percent_change"
            yield replace(claim, repeats_claim_id=output) if is_growth and output else claim
            output = claim.claim_id if is_growth else output

    for module in (observing, fact_rows):
        monkeypatch.setattr(module, "observed_month", repeating)
    snapshot = home.lake.snapshot()
    order = [(column, "ascending") for column in TABLES["core_growth_checks"].sort_by]
    whole = audit_all(snapshot)["core_growth_checks"].sort_by(order).to_pylist()
    plan = plan_buckets(snapshot, home.facts_folder / "anew", "audit", TABLES_OF["audit"])
    found = merged("audit", plan)["core_growth_checks"]
    levels = {row["level_claim_id"] for row in found if row["reported_percent"] == 8}
    assert len(levels) == 2
    assert found == whole


def test_few_claims_are_read_at_once_and_many_some_buckets_at_a_time(lake, tmp_path, monkeypatch):
    snapshot, folder = lake.lake.snapshot(), tmp_path / "facts"
    whole = plan_buckets(snapshot, folder, "observe", TABLES_OF["observe"])
    topics = pq.read_table(next(iter(whole.files.values())), columns=["topic_hash"])["topic_hash"].unique()
    dirty = tuple(sorted({hash_ >> (64 - whole.bits) for hash_ in topics.to_pylist()}))
    touched = TouchedTopics(snapshot, topics, pa.array([], pa.string()))
    reads, honest = [], fact_buckets.read_matching
    monkeypatch.setattr(fact_buckets, "read_matching", lambda *asked: reads.append(asked) or honest(*asked))
    made = {}
    for at_once in (1_000, 0):
        monkeypatch.setattr(fact_buckets, "BUCKET_CLAIMS", at_once)
        monkeypatch.setattr(fact_buckets, "RANGE_BUCKETS", 4)
        reads.clear()
        made[at_once] = merged("observe", replace(whole, dirty=dirty, touched=touched)), len(reads)
    assert made[1_000][0] == made[0][0] == merged("observe", replace(whole, dirty=dirty))
    assert made[1_000][1] == 1
    assert made[0][1] == -(-len(dirty) // 4) > 1


def test_of_a_damaged_bucket_nothing_stands(lake, tmp_path):
    snapshot, folder = lake.lake.snapshot(), tmp_path / "facts"
    whole = plan_buckets(snapshot, folder, "audit", TABLES_OF["audit"])
    sound = dict(BUCKETS["audit"](whole, INLINE))
    topics = pq.read_table(next(iter(whole.files.values())), columns=["topic_hash"])["topic_hash"][:5].combine_chunks()
    dirty = tuple(sorted({hash_ >> (64 - whole.bits) for hash_ in topics.to_pylist()}))
    few = replace(whole, dirty=dirty, touched=TouchedTopics(snapshot, topics, pa.array([], pa.string())))
    for entry in snapshot.entries("core_growth_checks"):
        (snapshot.root / entry.path).write_bytes(b"broken")
    made = dict(BUCKETS["audit"](few, INLINE))
    assert list(made) == [bucket_name(whole.bits, number) for number in dirty]
    for part, tables in made.items():
        for name, rows in tables.items():
            assert rows.to_pylist() == sound[part][name].to_pylist(), (part, name)


def test_files_of_months_that_are_damaged_are_made_anew_and_one_damaged_again_is_named(home, article, monkeypatch):
    for month, word in enumerate(("bridge", "tunnel", "tower"), 1):
        text = f"A {word}\n\nTomsk spent 1{month} million rubles on a {word} in 2023. The {word} is 900 metres long.\n"
        ingest_path(article(f"{word}.txt", text, published=f"2024-0{month}-11"), home.landing, now=LANDED)
    materialise_new(home, quiet)
    lost, cut, flipped = sorted(home.facts_folder.glob("*.parquet"))
    lost.write_bytes(b"no Parquet at all")
    cut.write_bytes(cut.read_bytes()[:-100])
    data = bytearray(flipped.read_bytes())
    data[len(data) // 3] ^= 1
    flipped.write_bytes(data)
    text = "A road\n\nTomsk spent 12 million rubles on a road in 2023.\n"
    ingest_path(article("road.txt", text, published="2024-02-12"), home.landing, now=LANDED)
    materialise_new(home, quiet)
    snapshot = home.lake.snapshot()
    assert_as_if_all_had_been_made(snapshot)
    assert snapshot.read("core_observations").num_rows == 7
    for path in home.facts_folder.glob("*.parquet"):
        assert read_beside([path], fact_rows.SCHEMA).equals(fact_rows.month_rows(snapshot, path.name[:7])), path

    honest = fact_rows.month_file

    def damaging(snapshot, month, folder):
        path = honest(snapshot, month, folder)
        path.write_bytes(b"no Parquet at all")
        return path

    for path in home.facts_folder.glob("2024-01-*.parquet"):
        path.unlink()
    monkeypatch.setattr(fact_rows, "month_file", damaging)
    with pytest.raises(DamagedFile, match=r"2024-01-.*\.parquet is missing or damaged .* remove it and run `numtrail"):
        changed_buckets(home, snapshot, STEPS["observe"])


def test_names_of_parts_tell_how_many_buckets_there_are():
    assert [bucket_name(0, 0), bucket_name(4, 10)] == ["all", "topics_04_000a"]
