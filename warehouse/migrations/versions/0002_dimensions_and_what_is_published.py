"""Dimensions and what is published."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CODES_IN_USE = (
    ("core_claim_conversions", "base_currency_code", "dim_currency", "code"),
    ("core_claim_conversions", "to_currency_code", "dim_currency", "code"),
    ("core_claim_measures", "stated_unit", "dim_unit", "code"),
    ("core_observations", "metric_code", "dim_metric", "metric_code"),
    ("core_observations", "subject_code", "dim_entity", "entity_code"),
)


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "dim_currency",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("numeric", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("minor_unit", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dim_currency")),
        schema="core",
    )
    op.create_table(
        "dim_date",
        sa.Column("date_day", sa.Date(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=True),
        sa.Column("quarter", sa.BigInteger(), nullable=True),
        sa.Column("month", sa.BigInteger(), nullable=True),
        sa.Column("year_month", sa.Text(), nullable=True),
        sa.Column("year_quarter", sa.Text(), nullable=True),
        sa.Column("month_name", sa.Text(), nullable=True),
        sa.Column("iso_week", sa.BigInteger(), nullable=True),
        sa.Column("day_of_year", sa.BigInteger(), nullable=True),
        sa.Column("iso_day_of_week", sa.BigInteger(), nullable=True),
        sa.Column("day_name", sa.Text(), nullable=True),
        sa.Column("is_weekend", sa.Boolean(), nullable=True),
        sa.Column("is_month_end", sa.Boolean(), nullable=True),
        sa.Column("five_year_plan", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("date_day", name=op.f("pk_dim_date")),
        schema="core",
    )
    op.create_table(
        "dim_entity",
        sa.Column("entity_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("wikidata_id", sa.Text(), nullable=True),
        sa.Column("aliases", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("entity_code", name=op.f("pk_dim_entity")),
        schema="core",
    )
    op.create_table(
        "dim_euro_predecessor",
        sa.Column("currency_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("units_per_euro", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("currency_code", name=op.f("pk_dim_euro_predecessor")),
        schema="core",
    )
    op.create_table(
        "dim_metric",
        sa.Column("metric_code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=True),
        sa.Column("additivity", sa.Text(), nullable=True),
        sa.Column("price_basis", sa.Text(), nullable=True),
        sa.Column("phrases", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("metric_code", name=op.f("pk_dim_metric")),
        schema="core",
    )
    op.create_table(
        "dim_unit",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("ucum_code", sa.Text(), nullable=True),
        sa.Column("qudt_iri", sa.Text(), nullable=True),
        sa.Column("base_unit_code", sa.Text(), nullable=True),
        sa.Column("factor", sa.DOUBLE_PRECISION(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dim_unit")),
        schema="core",
    )
    op.create_table(
        "published_manifest",
        sa.Column("manifest_number", sa.BigInteger(), nullable=False),
        sa.Column("committed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("run_id", sa.Text(), nullable=True),
        sa.Column("receipts_url", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("manifest_number", name=op.f("pk_published_manifest")),
        schema="core",
    )
    op.create_table(
        "published_parts",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("partition", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "partition", "part", name=op.f("pk_published_parts")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_conversions_base_currency_code"),
        "core_claim_conversions",
        ["base_currency_code"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_conversions_to_currency_code"),
        "core_claim_conversions",
        ["to_currency_code"],
        unique=False,
        schema="core",
    )
    # Rows that are there already point to codes: these stand alone until the next publication completes their rows.
    for table, column, dimension, code in CODES_IN_USE:
        op.execute(
            f"INSERT INTO core.{dimension} ({code}) SELECT DISTINCT {column} FROM core.{table} "  # noqa: S608 - names of our own
            f"WHERE {column} IS NOT NULL ON CONFLICT DO NOTHING"
        )
    op.create_foreign_key(
        op.f("fk_core_claim_conversions_base_currency_code"),
        "core_claim_conversions",
        "dim_currency",
        ["base_currency_code"],
        ["code"],
        source_schema="core",
        referent_schema="core",
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_core_claim_conversions_to_currency_code"),
        "core_claim_conversions",
        "dim_currency",
        ["to_currency_code"],
        ["code"],
        source_schema="core",
        referent_schema="core",
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_index(
        op.f("ix_core_claim_measures_stated_unit"), "core_claim_measures", ["stated_unit"], unique=False, schema="core"
    )
    op.create_foreign_key(
        op.f("fk_core_claim_measures_stated_unit"),
        "core_claim_measures",
        "dim_unit",
        ["stated_unit"],
        ["code"],
        source_schema="core",
        referent_schema="core",
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_index(
        op.f("ix_core_observations_metric_code"), "core_observations", ["metric_code"], unique=False, schema="core"
    )
    op.create_index(
        op.f("ix_core_observations_subject_code"), "core_observations", ["subject_code"], unique=False, schema="core"
    )
    op.create_foreign_key(
        op.f("fk_core_observations_metric_code"),
        "core_observations",
        "dim_metric",
        ["metric_code"],
        ["metric_code"],
        source_schema="core",
        referent_schema="core",
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_core_observations_subject_code"),
        "core_observations",
        "dim_entity",
        ["subject_code"],
        ["entity_code"],
        source_schema="core",
        referent_schema="core",
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_constraint(
        op.f("fk_core_observations_subject_code"), "core_observations", schema="core", type_="foreignkey"
    )
    op.drop_constraint(op.f("fk_core_observations_metric_code"), "core_observations", schema="core", type_="foreignkey")
    op.drop_index(op.f("ix_core_observations_subject_code"), table_name="core_observations", schema="core")
    op.drop_index(op.f("ix_core_observations_metric_code"), table_name="core_observations", schema="core")
    op.drop_constraint(
        op.f("fk_core_claim_measures_stated_unit"), "core_claim_measures", schema="core", type_="foreignkey"
    )
    op.drop_index(op.f("ix_core_claim_measures_stated_unit"), table_name="core_claim_measures", schema="core")
    op.drop_constraint(
        op.f("fk_core_claim_conversions_to_currency_code"), "core_claim_conversions", schema="core", type_="foreignkey"
    )
    op.drop_constraint(
        op.f("fk_core_claim_conversions_base_currency_code"),
        "core_claim_conversions",
        schema="core",
        type_="foreignkey",
    )
    op.drop_index(
        op.f("ix_core_claim_conversions_to_currency_code"), table_name="core_claim_conversions", schema="core"
    )
    op.drop_index(
        op.f("ix_core_claim_conversions_base_currency_code"), table_name="core_claim_conversions", schema="core"
    )
    op.drop_table("published_parts", schema="core")
    op.drop_table("published_manifest", schema="core")
    op.drop_table("dim_unit", schema="core")
    op.drop_table("dim_metric", schema="core")
    op.drop_table("dim_euro_predecessor", schema="core")
    op.drop_table("dim_entity", schema="core")
    op.drop_table("dim_date", schema="core")
    op.drop_table("dim_currency", schema="core")
