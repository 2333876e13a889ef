"""`docs/dictionary.md` says what the contracts say."""

from pathlib import Path

from schemas.tables import TABLES
from warehouse.contracts import table_columns
from warehouse.dictionary import analyst_pages, dictionary_page, write_dictionary

PAGE = Path(__file__).parents[2] / "docs" / "dictionary.md"


def test_page_is_up_to_date():
    page = dictionary_page() + "\n" + analyst_pages()

    assert PAGE.read_text(encoding="utf-8") == page, "stale: run `make dictionary` and commit the page"


def test_page_holds_every_table_and_column_in_order():
    page = dictionary_page()
    positions = [page.index(f"\n## {name}\n") for name in TABLES]

    assert positions == sorted(positions)
    for name, table in TABLES.items():
        section = page[page.index(f"\n## {name}\n") :]
        for column in table_columns(table):
            assert f"\n| `{column.name}` | {column.sql_type} | {column.description.split('|')[0]}" in section


def test_every_row_of_every_table_has_its_cells(tmp_path):
    write_dictionary(tmp_path / "dictionary.md")

    rows = [line for line in (tmp_path / "dictionary.md").read_text().splitlines() if line.startswith("| `")]

    assert len(rows) > 250
    assert {line.replace("\\|", "").count("|") for line in rows} == {4, 5}


def test_views_and_dimensions_are_told_too():
    page = analyst_pages()

    assert "\n## bi.v_claims\n" in page
    assert "\n## core.dim_date\n" in page
    assert "None" not in page
