"""Where Numtrail lives and how it is set: read from the environment when a run begins, never at import."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from assets.runners import Runner, runner_of
from schemas.errors import SettingsError
from warehouse.lake import Lake
from warehouse.postgres_connection import warehouse_url
from warehouse.published import site_address

DEFAULT_HOME = ".numtrail"
DEFAULT_CURRENCIES = "USD,CNY,EUR"


class Home(dg.ConfigurableResource["Home"]):
    """The folder that holds all that Numtrail keeps: landing, lake, DuckDB file, Dagster's own records."""

    root: str = ""
    engine: str = ""
    workers: int = 0

    @property
    def folder(self) -> Path:
        """`NUMTRAIL_HOME`, or `.numtrail` in the working folder."""
        return Path(self.root or os.environ.get("NUMTRAIL_HOME") or DEFAULT_HOME).absolute()

    @property
    def landing(self) -> Path:
        """Where articles arrive."""
        return self.folder / "landing"

    @property
    def rates_folder(self) -> Path:
        """Where exchange rates newer than the bundled ones are kept."""
        return self.folder / "rates"

    @property
    def lake(self) -> Lake:
        """The Parquet tables."""
        return Lake(self.folder / "lake")

    @property
    def facts_folder(self) -> Path:
        """What matching needs of each month's claims, kept between runs; may be removed at any time."""
        return self.folder / "facts"

    @property
    def sketches_folder(self) -> Path:
        """What finding copies needs of each month's articles, kept between runs; may be removed at any time."""
        return self.folder / "sketches"

    @property
    def duckdb_path(self) -> Path:
        """The published DuckDB file that BI tools read."""
        return self.folder / "warehouse.duckdb"

    @property
    def warehouse_url(self) -> str | None:
        """The address of the server warehouse: `NUMTRAIL_WAREHOUSE_URL`; null where there is none."""
        return warehouse_url()

    @property
    def receipts_url(self) -> str | None:
        """Where the receipts site is published: `NUMTRAIL_RECEIPTS_URL`; null where it is not."""
        return os.environ.get("NUMTRAIL_RECEIPTS_URL", "").strip() or None

    @property
    def are_receipts_written(self) -> bool:
        """Whether publishing writes the receipts: `NUMTRAIL_RECEIPTS` is `all`; `none` leaves them to be asked for."""
        said = os.environ.get("NUMTRAIL_RECEIPTS", "").strip() or "all"
        if said not in ("all", "none"):
            raise SettingsError(f"NUMTRAIL_RECEIPTS is {said!r}: give all, or none to write them only when asked for.")
        return said == "all"

    def receipts_told(self, month: str | None = None) -> dict[str, dg.MetadataValue]:
        """Metadata that lead to the receipts of a month, or to all of them; empty where no run writes them."""
        return {"receipts": self.receipts_link(month)} if self.are_receipts_written else {}

    def receipts_link(self, month: str | None = None) -> dg.UrlMetadataValue | dg.PathMetadataValue:
        """Where the receipts of a month, or all of them, can be read: their address, else the page on this machine."""
        page = f"index.html#from={month}&to={month}" if month else "index.html"
        if site := site_address(self.receipts_url):
            return dg.MetadataValue.url(f"{site}/{page}")
        return dg.MetadataValue.path(str(self.folder / "receipts" / page))

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that money is converted to: `NUMTRAIL_CURRENCIES`, ISO 4217 codes separated by commas."""
        codes = tuple(
            code.strip().upper()
            for code in os.environ.get("NUMTRAIL_CURRENCIES", DEFAULT_CURRENCIES).split(",")
            if code.strip()
        )
        wrong = [code for code in codes if len(code) != 3 or not code.isalpha()]
        if wrong or not codes:
            raise SettingsError(
                f"NUMTRAIL_CURRENCIES holds {', '.join(wrong) or 'nothing'}: give ISO 4217 codes such as USD,CNY,EUR."
            )
        return codes

    @property
    def runner(self) -> Runner:
        """Where months are read: `engine`, else `NUMTRAIL_ENGINE` (auto, inline, pool, ray), with `workers` processes.

        `workers`, else `NUMTRAIL_WORKERS`; 0 is as many as there are cores for this process.
        """
        workers = str(self.workers or os.environ.get("NUMTRAIL_WORKERS") or 0)
        if not workers.isdecimal():
            raise SettingsError(f"NUMTRAIL_WORKERS is {workers!r}: give a number of processes, 0 for all cores.")
        return runner_of(self.engine or os.environ.get("NUMTRAIL_ENGINE") or "auto", int(workers))
