"""Tables of the lake."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "core_rejects",
        sa.Column("reject_id", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("record_number", sa.BigInteger(), nullable=True),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("end", sa.BigInteger(), nullable=True),
        sa.Column("excerpt", sa.Text(), nullable=True),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.CheckConstraint("\"article_id\" ~ '^a_[a-z2-7]{16}$'", name=op.f("ck_core_rejects_article_id_0")),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_rejects_partition_month_0")
        ),
        sa.CheckConstraint("\"reject_id\" ~ '^x_[a-z2-7]{16}$'", name=op.f("ck_core_rejects_reject_id_0")),
        sa.CheckConstraint(
            "\"step\" IN ('ingest', 'normalise', 'extract', 'conform')", name=op.f("ck_core_rejects_step_known")
        ),
        sa.PrimaryKeyConstraint("reject_id", name=op.f("pk_core_rejects")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_rejects_partition_month"), "core_rejects", ["partition_month"], unique=False, schema="core"
    )
    op.create_table(
        "raw_ledger",
        sa.Column("raw_article_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("record_number", sa.BigInteger(), nullable=False),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("published_start", sa.Date(), nullable=True),
        sa.Column("published_end", sa.Date(), nullable=True),
        sa.Column("publication_method", sa.Text(), nullable=True),
        sa.Column("sidecar_sha256", sa.Text(), nullable=True),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.CheckConstraint('"byte_count" >= 1', name=op.f("ck_raw_ledger_byte_count_0")),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_raw_ledger_partition_month_0")
        ),
        sa.CheckConstraint(
            "\"publication_method\" IN ('sidecar', 'html_metadata', 'header', 'dateline', 'issue_line', 'inferred')",
            name=op.f("ck_raw_ledger_publication_method_known"),
        ),
        sa.CheckConstraint("\"raw_article_id\" ~ '^r_[a-z2-7]{16}$'", name=op.f("ck_raw_ledger_raw_article_id_0")),
        sa.CheckConstraint('"record_number" >= 0', name=op.f("ck_raw_ledger_record_number_0")),
        sa.CheckConstraint("\"sha256\" ~ '^[0-9a-f]{64}$'", name=op.f("ck_raw_ledger_sha256_0")),
        sa.CheckConstraint("\"sidecar_sha256\" ~ '^[0-9a-f]{64}$'", name=op.f("ck_raw_ledger_sidecar_sha256_0")),
        sa.PrimaryKeyConstraint("raw_article_id", name=op.f("pk_raw_ledger")),
        schema="core",
    )
    op.create_index(
        op.f("ix_raw_ledger_partition_month"), "raw_ledger", ["partition_month"], unique=False, schema="core"
    )
    op.create_table(
        "ref_fx_rates",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("currency_code", sa.Text(), nullable=False),
        sa.Column("rate_date", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=28, scale=12), nullable=False),
        sa.Column("base_currency_code", sa.Text(), nullable=False),
        sa.Column("quote_currency_code", sa.Text(), nullable=False),
        sa.Column("snapshot_id", sa.Text(), nullable=False),
        sa.CheckConstraint("\"base_currency_code\" ~ '^[A-Z]{3}$'", name=op.f("ck_ref_fx_rates_base_currency_code_0")),
        sa.CheckConstraint("\"currency_code\" ~ '^[A-Z]{3}$'", name=op.f("ck_ref_fx_rates_currency_code_0")),
        sa.CheckConstraint(
            "\"quote_currency_code\" ~ '^[A-Z]{3}$'", name=op.f("ck_ref_fx_rates_quote_currency_code_0")
        ),
        sa.CheckConstraint('"rate" > 0', name=op.f("ck_ref_fx_rates_rate_0")),
        sa.PrimaryKeyConstraint("source", "currency_code", "rate_date", name=op.f("pk_ref_fx_rates")),
        schema="core",
    )
    op.create_table(
        "core_documents",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("raw_article_id", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("article_index", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language_code", sa.Text(), nullable=True),
        sa.Column("duplicate_of_article_id", sa.Text(), nullable=True),
        sa.Column("published_start", sa.Date(), nullable=True),
        sa.Column("published_end", sa.Date(), nullable=True),
        sa.Column("reference_start", sa.Date(), nullable=True),
        sa.Column("reference_end", sa.Date(), nullable=True),
        sa.Column("publication_method", sa.Text(), nullable=True),
        sa.Column("publication_confidence", sa.DOUBLE_PRECISION(), nullable=True),
        sa.Column("publication_rule", sa.Text(), nullable=True),
        sa.Column("publication_evidence", sa.Text(), nullable=True),
        sa.Column("publication_quote", sa.Text(), nullable=True),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("\"article_id\" ~ '^a_[a-z2-7]{16}$'", name=op.f("ck_core_documents_article_id_0")),
        sa.CheckConstraint('"article_index" >= 0', name=op.f("ck_core_documents_article_index_0")),
        sa.CheckConstraint(
            "\"duplicate_of_article_id\" ~ '^a_[a-z2-7]{16}$'", name=op.f("ck_core_documents_duplicate_of_article_id_0")
        ),
        sa.CheckConstraint('"end" > start', name=op.f("ck_core_documents_span_is_ordered")),
        sa.CheckConstraint('"end" >= 0', name=op.f("ck_core_documents_end_0")),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_documents_partition_month_0")
        ),
        sa.CheckConstraint('"publication_confidence" <= 1', name=op.f("ck_core_documents_publication_confidence_1")),
        sa.CheckConstraint('"publication_confidence" >= 0', name=op.f("ck_core_documents_publication_confidence_0")),
        sa.CheckConstraint(
            "\"publication_method\" IN ('sidecar', 'html_metadata', 'header', 'dateline', 'issue_line', 'inferred')",
            name=op.f("ck_core_documents_publication_method_known"),
        ),
        sa.CheckConstraint('"start" >= 0', name=op.f("ck_core_documents_start_0")),
        sa.ForeignKeyConstraint(
            ["raw_article_id"],
            ["core.raw_ledger.raw_article_id"],
            name=op.f("fk_core_documents_raw_article_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_core_documents")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_documents_partition_month"), "core_documents", ["partition_month"], unique=False, schema="core"
    )
    op.create_index(
        op.f("ix_core_documents_raw_article_id"), "core_documents", ["raw_article_id"], unique=False, schema="core"
    )
    op.create_table(
        "core_regions",
        sa.Column("region_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint('"end" >= 0', name=op.f("ck_core_regions_end_0")),
        sa.CheckConstraint(
            "\"kind\" IN ('body', 'heading', 'reconstructed', 'title', 'byline', 'dateline', 'bio', 'caption', 'pull_quote', 'related', 'advertisement', 'furniture', 'comment_form', 'copyright', 'duplicate', 'garbled')",
            name=op.f("ck_core_regions_kind_known"),
        ),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_regions_partition_month_0")
        ),
        sa.CheckConstraint("\"region_id\" ~ '^g_[a-z2-7]{16}$'", name=op.f("ck_core_regions_region_id_0")),
        sa.CheckConstraint('"start" >= 0', name=op.f("ck_core_regions_start_0")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["core.core_documents.article_id"],
            name=op.f("fk_core_regions_article_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("region_id", name=op.f("pk_core_regions")),
        schema="core",
    )
    op.create_index(op.f("ix_core_regions_article_id"), "core_regions", ["article_id"], unique=False, schema="core")
    op.create_index(
        op.f("ix_core_regions_partition_month"), "core_regions", ["partition_month"], unique=False, schema="core"
    )
    op.create_table(
        "core_sentences",
        sa.Column("sentence_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("sentence_number", sa.BigInteger(), nullable=False),
        sa.Column("paragraph_number", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=True),
        sa.Column("view_text", sa.Text(), nullable=True),
        sa.Column("view_runs", sa.Text(), nullable=True),
        sa.Column("quote_prefix", sa.Text(), nullable=False),
        sa.Column("quote_suffix", sa.Text(), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            '"end" - start = length(coalesce(source_text, text))', name=op.f("ck_core_sentences_span_fits_text")
        ),
        sa.CheckConstraint('"end" >= 0', name=op.f("ck_core_sentences_end_0")),
        sa.CheckConstraint('"paragraph_number" >= 0', name=op.f("ck_core_sentences_paragraph_number_0")),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_sentences_partition_month_0")
        ),
        sa.CheckConstraint(
            "\"region\" IN ('body', 'heading', 'reconstructed', 'title', 'byline', 'dateline', 'bio', 'caption', 'pull_quote', 'related', 'advertisement', 'furniture', 'comment_form', 'copyright', 'duplicate', 'garbled')",
            name=op.f("ck_core_sentences_region_known"),
        ),
        sa.CheckConstraint("\"sentence_id\" ~ '^s_[a-z2-7]{16}$'", name=op.f("ck_core_sentences_sentence_id_0")),
        sa.CheckConstraint('"sentence_number" >= 0', name=op.f("ck_core_sentences_sentence_number_0")),
        sa.CheckConstraint('"start" >= 0', name=op.f("ck_core_sentences_start_0")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["core.core_documents.article_id"],
            name=op.f("fk_core_sentences_article_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("sentence_id", name=op.f("pk_core_sentences")),
        schema="core",
    )
    op.create_index(op.f("ix_core_sentences_article_id"), "core_sentences", ["article_id"], unique=False, schema="core")
    op.create_index(
        op.f("ix_core_sentences_partition_month"), "core_sentences", ["partition_month"], unique=False, schema="core"
    )
    op.create_table(
        "core_claims",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("sentence_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("article_index", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("sent_start", sa.BigInteger(), nullable=False),
        sa.Column("sent_end", sa.BigInteger(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("value_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("modifier", sa.Text(), nullable=False),
        sa.Column("decimals", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("per", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("subject_code", sa.Text(), nullable=True),
        sa.Column("subject_start", sa.BigInteger(), nullable=True),
        sa.Column("subject_end", sa.BigInteger(), nullable=True),
        sa.Column("metric", sa.Text(), nullable=True),
        sa.Column("metric_code", sa.Text(), nullable=True),
        sa.Column("metric_start", sa.BigInteger(), nullable=True),
        sa.Column("metric_end", sa.BigInteger(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("speaker_code", sa.Text(), nullable=True),
        sa.Column("speaker_start", sa.BigInteger(), nullable=True),
        sa.Column("speaker_end", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("doubt", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("period_kind", sa.Text(), nullable=True),
        sa.Column("period_relation", sa.Text(), nullable=True),
        sa.Column("period_expr", sa.Text(), nullable=True),
        sa.Column("announced", sa.Text(), nullable=True),
        sa.Column("paired_start", sa.BigInteger(), nullable=True),
        sa.Column("currency_codes", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.DOUBLE_PRECISION(), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN modifier IN ('more_than', 'at_least') THEN value_low IS NOT NULL AND value_high IS NULL WHEN modifier IN ('less_than', 'at_most') THEN value_low IS NULL AND value_high IS NOT NULL ELSE value_low IS NOT NULL END",
            name=op.f("ck_core_claims_bounds_match_modifier"),
        ),
        sa.CheckConstraint('"article_index" >= 0', name=op.f("ck_core_claims_article_index_0")),
        sa.CheckConstraint("\"claim_id\" ~ '^c_[a-z2-7]{16}$'", name=op.f("ck_core_claims_claim_id_0")),
        sa.CheckConstraint('"confidence" <= 1', name=op.f("ck_core_claims_confidence_1")),
        sa.CheckConstraint('"confidence" >= 0', name=op.f("ck_core_claims_confidence_0")),
        sa.CheckConstraint("\"direction\" IN ('up', 'down')", name=op.f("ck_core_claims_direction_known")),
        sa.CheckConstraint("\"doubt\" IN ('collective_or_distributive')", name=op.f("ck_core_claims_doubt_known")),
        sa.CheckConstraint('"end" - start >= length(quote)', name=op.f("ck_core_claims_span_fits_quote")),
        sa.CheckConstraint('"end" >= 0', name=op.f("ck_core_claims_end_0")),
        sa.CheckConstraint(
            "\"kind\" IN ('money', 'percent', 'percent_change', 'count', 'rank', 'ratio', 'multiple', 'duration', 'area', 'length', 'mass', 'energy', 'power', 'volume', 'data', 'speed', 'index', 'other_measure')",
            name=op.f("ck_core_claims_kind_known"),
        ),
        sa.CheckConstraint(
            "\"modifier\" IN ('exact', 'approx', 'nearly', 'more_than', 'at_least', 'less_than', 'at_most', 'range')",
            name=op.f("ck_core_claims_modifier_known"),
        ),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_claims_partition_month_0")
        ),
        sa.CheckConstraint(
            "\"period_relation\" IN ('on', 'as_of', 'by', 'over', 'until', 'since', 'before', 'after')",
            name=op.f("ck_core_claims_period_relation_known"),
        ),
        sa.CheckConstraint('"sent_end" >= 0', name=op.f("ck_core_claims_sent_end_0")),
        sa.CheckConstraint('"sent_start" >= 0', name=op.f("ck_core_claims_sent_start_0")),
        sa.CheckConstraint('"start" >= 0', name=op.f("ck_core_claims_start_0")),
        sa.CheckConstraint(
            "\"status\" IN ('actual', 'target', 'plan', 'projected', 'estimate', 'hypothetical')",
            name=op.f("ck_core_claims_status_known"),
        ),
        sa.CheckConstraint(
            "coalesce(value_low, value_high) IS NOT NULL AND coalesce(value_low <= value_high, true)",
            name=op.f("ck_core_claims_values_ordered"),
        ),
        sa.CheckConstraint("period_start < period_end", name=op.f("ck_core_claims_period_ordered")),
        sa.CheckConstraint(
            'sent_start <= start AND "end" <= sent_end', name=op.f("ck_core_claims_quote_inside_sentence")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["core.core_documents.article_id"],
            name=op.f("fk_core_claims_article_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"],
            ["core.core_sentences.sentence_id"],
            name=op.f("fk_core_claims_sentence_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_core_claims")),
        schema="core",
    )
    op.create_index(op.f("ix_core_claims_article_id"), "core_claims", ["article_id"], unique=False, schema="core")
    op.create_index("ix_core_claims_metric", "core_claims", ["metric"], unique=False, schema="core")
    op.create_index(
        op.f("ix_core_claims_partition_month"), "core_claims", ["partition_month"], unique=False, schema="core"
    )
    op.create_index("ix_core_claims_period_start", "core_claims", ["period_start"], unique=False, schema="core")
    op.create_index(op.f("ix_core_claims_sentence_id"), "core_claims", ["sentence_id"], unique=False, schema="core")
    op.create_index("ix_core_claims_subject", "core_claims", ["subject"], unique=False, schema="core")
    op.create_table(
        "core_mentions",
        sa.Column("mention_id", sa.Text(), nullable=False),
        sa.Column("sentence_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("timex_type", sa.Text(), nullable=True),
        sa.Column("timex_value", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("period_readings", sa.Text(), nullable=True),
        sa.Column("granularity", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint('"end" - start >= length(text)', name=op.f("ck_core_mentions_span_fits_text")),
        sa.CheckConstraint('"end" >= 0', name=op.f("ck_core_mentions_end_0")),
        sa.CheckConstraint(
            "\"kind\" IN ('number', 'scale', 'modifier', 'currency', 'unit', 'noun', 'per', 'direction', 'sign', 'fraction', 'multiple', 'rank', 'date', 'label', 'idiom', 'furniture', 'enumeration', 'time', 'score', 'phone', 'vague', 'unreadable')",
            name=op.f("ck_core_mentions_kind_known"),
        ),
        sa.CheckConstraint("\"mention_id\" ~ '^m_[a-z2-7]{16}$'", name=op.f("ck_core_mentions_mention_id_0")),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_mentions_partition_month_0")
        ),
        sa.CheckConstraint(
            "\"relation\" IN ('on', 'as_of', 'by', 'over', 'until', 'since', 'before', 'after')",
            name=op.f("ck_core_mentions_relation_known"),
        ),
        sa.CheckConstraint('"start" >= 0', name=op.f("ck_core_mentions_start_0")),
        sa.CheckConstraint(
            "\"timex_type\" IN ('DATE', 'TIME', 'DURATION', 'SET')", name=op.f("ck_core_mentions_timex_type_known")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["core.core_documents.article_id"],
            name=op.f("fk_core_mentions_article_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"],
            ["core.core_sentences.sentence_id"],
            name=op.f("fk_core_mentions_sentence_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("mention_id", name=op.f("pk_core_mentions")),
        schema="core",
    )
    op.create_index(op.f("ix_core_mentions_article_id"), "core_mentions", ["article_id"], unique=False, schema="core")
    op.create_index(
        op.f("ix_core_mentions_partition_month"), "core_mentions", ["partition_month"], unique=False, schema="core"
    )
    op.create_index(op.f("ix_core_mentions_sentence_id"), "core_mentions", ["sentence_id"], unique=False, schema="core")
    op.create_table(
        "core_claim_conversions",
        sa.Column("conversion_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("base_currency_code", sa.Text(), nullable=False),
        sa.Column("currency_rule", sa.Text(), nullable=False),
        sa.Column("to_currency_code", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("value_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("value_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("decimals", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("rate_start", sa.Date(), nullable=True),
        sa.Column("rate_end", sa.Date(), nullable=True),
        sa.Column("rate_days", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("snapshot_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"base_currency_code\" ~ '^[A-Z]{3}$'", name=op.f("ck_core_claim_conversions_base_currency_code_0")
        ),
        sa.CheckConstraint(
            "\"conversion_id\" ~ '^v_[a-z2-7]{16}$'", name=op.f("ck_core_claim_conversions_conversion_id_0")
        ),
        sa.CheckConstraint(
            "\"method\" IN ('own_currency', 'period_average', 'period_end', 'spot_published', 'none')",
            name=op.f("ck_core_claim_conversions_method_known"),
        ),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_claim_conversions_partition_month_0")
        ),
        sa.CheckConstraint('"rate_days" >= 0', name=op.f("ck_core_claim_conversions_rate_days_0")),
        sa.CheckConstraint(
            "\"to_currency_code\" ~ '^[A-Z]{3}$'", name=op.f("ck_core_claim_conversions_to_currency_code_0")
        ),
        sa.CheckConstraint("(rate IS NULL) <> (reason IS NULL)", name=op.f("ck_core_claim_conversions_rate_or_reason")),
        sa.CheckConstraint(
            "rate IS NOT NULL OR (value_low IS NULL AND value_high IS NULL)",
            name=op.f("ck_core_claim_conversions_no_value_without_rate"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_claim_conversions_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("conversion_id", name=op.f("pk_core_claim_conversions")),
        sa.UniqueConstraint("claim_id", "to_currency_code", name=op.f("uq_core_claim_conversions_claim_id")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_conversions_claim_id"), "core_claim_conversions", ["claim_id"], unique=False, schema="core"
    )
    op.create_index(
        op.f("ix_core_claim_conversions_partition_month"),
        "core_claim_conversions",
        ["partition_month"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_claim_corrections",
        sa.Column("correction_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("stated_value", sa.Text(), nullable=True),
        sa.Column("corrected_value", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"correction_id\" ~ '^k_[a-z2-7]{16}$'", name=op.f("ck_core_claim_corrections_correction_id_0")
        ),
        sa.CheckConstraint(
            "\"field\" IN ('unit', 'value_low', 'value_high')", name=op.f("ck_core_claim_corrections_field_known")
        ),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_claim_corrections_partition_month_0")
        ),
        sa.CheckConstraint("\"state\" IN ('applied', 'expired')", name=op.f("ck_core_claim_corrections_state_known")),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_claim_corrections_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_core_claim_corrections")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_corrections_claim_id"), "core_claim_corrections", ["claim_id"], unique=False, schema="core"
    )
    op.create_index(
        op.f("ix_core_claim_corrections_partition_month"),
        "core_claim_corrections",
        ["partition_month"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_claim_measures",
        sa.Column("measure_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("stated_unit", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("ratio_numerator", sa.BigInteger(), nullable=False),
        sa.Column("ratio_denominator", sa.BigInteger(), nullable=False),
        sa.Column("value_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("value_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("decimals", sa.BigInteger(), nullable=True),
        sa.Column("is_exact", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("\"measure_id\" ~ '^u_[a-z2-7]{16}$'", name=op.f("ck_core_claim_measures_measure_id_0")),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_claim_measures_partition_month_0")
        ),
        sa.CheckConstraint('"ratio_denominator" > 0', name=op.f("ck_core_claim_measures_ratio_denominator_0")),
        sa.CheckConstraint('"ratio_numerator" > 0', name=op.f("ck_core_claim_measures_ratio_numerator_0")),
        sa.CheckConstraint(
            "(coalesce(value_low, value_high) IS NULL) <> (reason IS NULL)",
            name=op.f("ck_core_claim_measures_value_or_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_claim_measures_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("measure_id", name=op.f("pk_core_claim_measures")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_core_claim_measures_claim_id")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_measures_claim_id"), "core_claim_measures", ["claim_id"], unique=False, schema="core"
    )
    op.create_index(
        op.f("ix_core_claim_measures_partition_month"),
        "core_claim_measures",
        ["partition_month"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_claim_mentions",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("mention_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_claim_mentions_partition_month_0")
        ),
        sa.CheckConstraint(
            "\"role\" IN ('number', 'scale', 'modifier', 'currency', 'unit', 'noun', 'per', 'direction', 'sign', 'fraction', 'multiple', 'rank', 'period', 'announced')",
            name=op.f("ck_core_claim_mentions_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_claim_mentions_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"],
            ["core.core_mentions.mention_id"],
            name=op.f("fk_core_claim_mentions_mention_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("claim_id", "mention_id", name=op.f("pk_core_claim_mentions")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_mentions_mention_id"), "core_claim_mentions", ["mention_id"], unique=False, schema="core"
    )
    op.create_index(
        op.f("ix_core_claim_mentions_partition_month"),
        "core_claim_mentions",
        ["partition_month"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_claim_relations",
        sa.Column("relation_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_claim_id", sa.Text(), nullable=False),
        sa.Column("to_claim_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"kind\" IN ('stated_conversion_of', 'growth_of', 'from_to', 'share_of', 'part_of', 'target_of', 'component_of', 'repeats')",
            name=op.f("ck_core_claim_relations_kind_known"),
        ),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_claim_relations_partition_month_0")
        ),
        sa.CheckConstraint("\"relation_id\" ~ '^l_[a-z2-7]{16}$'", name=op.f("ck_core_claim_relations_relation_id_0")),
        sa.ForeignKeyConstraint(
            ["from_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_claim_relations_from_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["to_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_claim_relations_to_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("relation_id", name=op.f("pk_core_claim_relations")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_relations_from_claim_id"),
        "core_claim_relations",
        ["from_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_relations_partition_month"),
        "core_claim_relations",
        ["partition_month"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_relations_to_claim_id"),
        "core_claim_relations",
        ["to_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_fx_checks",
        sa.Column("fx_check_id", sa.Text(), nullable=False),
        sa.Column("original_claim_id", sa.Text(), nullable=False),
        sa.Column("converted_claim_id", sa.Text(), nullable=False),
        sa.Column("original_currency_code", sa.Text(), nullable=False),
        sa.Column("converted_currency_code", sa.Text(), nullable=False),
        sa.Column("implied_rate", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("implied_rate_low", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("implied_rate_high", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("reference_rate", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("reference_rate_low", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("reference_rate_high", sa.Numeric(precision=28, scale=12), nullable=True),
        sa.Column("deviation_percent", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("is_bounded", sa.Boolean(), nullable=False),
        sa.Column("fitting_currency_code", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("partition_month", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint("\"fx_check_id\" ~ '^f_[a-z2-7]{16}$'", name=op.f("ck_core_fx_checks_fx_check_id_0")),
        sa.CheckConstraint(
            "\"partition_month\" ~ '^\\d{4}-(0[1-9]|1[0-2])$'", name=op.f("ck_core_fx_checks_partition_month_0")
        ),
        sa.CheckConstraint(
            "\"verdict\" IN ('consistent', 'within_rounding', 'inconsistent', 'not_comparable')",
            name=op.f("ck_core_fx_checks_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["converted_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_fx_checks_converted_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["original_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_fx_checks_original_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("fx_check_id", name=op.f("pk_core_fx_checks")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_fx_checks_converted_claim_id"),
        "core_fx_checks",
        ["converted_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_fx_checks_original_claim_id"),
        "core_fx_checks",
        ["original_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_fx_checks_partition_month"), "core_fx_checks", ["partition_month"], unique=False, schema="core"
    )
    op.create_table(
        "core_observations",
        sa.Column("observation_id", sa.Text(), nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("subject_code", sa.Text(), nullable=True),
        sa.Column("metric", sa.Text(), nullable=True),
        sa.Column("metric_code", sa.Text(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("per", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("modifier", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("value_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("value_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("decimals", sa.BigInteger(), nullable=True),
        sa.Column("value_additive", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("is_restatement", sa.Boolean(), nullable=False),
        sa.Column("claim_count", sa.BigInteger(), nullable=False),
        sa.Column("article_count", sa.BigInteger(), nullable=False),
        sa.Column("value_count", sa.BigInteger(), nullable=False),
        sa.Column("consistency", sa.Text(), nullable=False),
        sa.Column("chosen_claim_id", sa.Text(), nullable=False),
        sa.Column("chosen_rule", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint('"article_count" >= 1', name=op.f("ck_core_observations_article_count_0")),
        sa.CheckConstraint('"claim_count" >= 1', name=op.f("ck_core_observations_claim_count_0")),
        sa.CheckConstraint(
            "\"consistency\" IN ('single', 'consistent', 'conflict')",
            name=op.f("ck_core_observations_consistency_known"),
        ),
        sa.CheckConstraint("\"direction\" IN ('up', 'down')", name=op.f("ck_core_observations_direction_known")),
        sa.CheckConstraint(
            "\"kind\" IN ('money', 'percent', 'percent_change', 'count', 'rank', 'ratio', 'multiple', 'duration', 'area', 'length', 'mass', 'energy', 'power', 'volume', 'data', 'speed', 'index', 'other_measure')",
            name=op.f("ck_core_observations_kind_known"),
        ),
        sa.CheckConstraint("\"measure\" IN ('level', 'change')", name=op.f("ck_core_observations_measure_known")),
        sa.CheckConstraint(
            "\"modifier\" IN ('exact', 'approx', 'nearly', 'more_than', 'at_least', 'less_than', 'at_most', 'range')",
            name=op.f("ck_core_observations_modifier_known"),
        ),
        sa.CheckConstraint("\"nature\" IN ('flow', 'stock')", name=op.f("ck_core_observations_nature_known")),
        sa.CheckConstraint(
            "\"observation_id\" ~ '^o_[a-z2-7]{16}$'", name=op.f("ck_core_observations_observation_id_0")
        ),
        sa.CheckConstraint("\"series_id\" ~ '^i_[a-z2-7]{16}$'", name=op.f("ck_core_observations_series_id_0")),
        sa.CheckConstraint(
            "\"status\" IN ('actual', 'target', 'plan', 'projected', 'estimate', 'hypothetical')",
            name=op.f("ck_core_observations_status_known"),
        ),
        sa.CheckConstraint('"value_count" >= 1', name=op.f("ck_core_observations_value_count_0")),
        sa.ForeignKeyConstraint(
            ["chosen_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_observations_chosen_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("observation_id", name=op.f("pk_core_observations")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_observations_chosen_claim_id"),
        "core_observations",
        ["chosen_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        "ix_core_observations_metric_period_start",
        "core_observations",
        ["metric", "period_start"],
        unique=False,
        schema="core",
    )
    op.create_index(
        "ix_core_observations_series_id_period_start",
        "core_observations",
        ["series_id", "period_start"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_disagreements",
        sa.Column("disagreement_id", sa.Text(), nullable=False),
        sa.Column("observation_id", sa.Text(), nullable=False),
        sa.Column("chosen_claim_id", sa.Text(), nullable=False),
        sa.Column("other_claim_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("gap", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("gap_percent", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"disagreement_id\" ~ '^d_[a-z2-7]{16}$'", name=op.f("ck_core_disagreements_disagreement_id_0")
        ),
        sa.CheckConstraint(
            "\"verdict\" IN ('consistent', 'within_rounding', 'inconsistent', 'not_comparable')",
            name=op.f("ck_core_disagreements_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["chosen_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_disagreements_chosen_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["core.core_observations.observation_id"],
            name=op.f("fk_core_disagreements_observation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["other_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_disagreements_other_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("disagreement_id", name=op.f("pk_core_disagreements")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_disagreements_chosen_claim_id"),
        "core_disagreements",
        ["chosen_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_disagreements_observation_id"),
        "core_disagreements",
        ["observation_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_disagreements_other_claim_id"),
        "core_disagreements",
        ["other_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_growth_checks",
        sa.Column("growth_check_id", sa.Text(), nullable=False),
        sa.Column("growth_claim_id", sa.Text(), nullable=False),
        sa.Column("level_claim_id", sa.Text(), nullable=False),
        sa.Column("base_claim_id", sa.Text(), nullable=True),
        sa.Column("growth_observation_id", sa.Text(), nullable=False),
        sa.Column("level_observation_id", sa.Text(), nullable=False),
        sa.Column("base_observation_id", sa.Text(), nullable=True),
        sa.Column("price_basis", sa.Text(), nullable=False),
        sa.Column("reported_percent", sa.Numeric(precision=38, scale=9), nullable=False),
        sa.Column("reported_percent_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("reported_percent_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("implied_percent", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("implied_percent_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("implied_percent_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("implied_base", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("implied_base_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("implied_base_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"growth_check_id\" ~ '^w_[a-z2-7]{16}$'", name=op.f("ck_core_growth_checks_growth_check_id_0")
        ),
        sa.CheckConstraint(
            "\"price_basis\" IN ('real', 'nominal')", name=op.f("ck_core_growth_checks_price_basis_known")
        ),
        sa.CheckConstraint(
            "\"verdict\" IN ('consistent', 'within_rounding', 'inconsistent', 'not_comparable')",
            name=op.f("ck_core_growth_checks_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["base_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_growth_checks_base_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["base_observation_id"],
            ["core.core_observations.observation_id"],
            name=op.f("fk_core_growth_checks_base_observation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["growth_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_growth_checks_growth_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["growth_observation_id"],
            ["core.core_observations.observation_id"],
            name=op.f("fk_core_growth_checks_growth_observation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["level_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_growth_checks_level_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["level_observation_id"],
            ["core.core_observations.observation_id"],
            name=op.f("fk_core_growth_checks_level_observation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("growth_check_id", name=op.f("pk_core_growth_checks")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_growth_checks_base_claim_id"),
        "core_growth_checks",
        ["base_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_growth_checks_base_observation_id"),
        "core_growth_checks",
        ["base_observation_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_growth_checks_growth_claim_id"),
        "core_growth_checks",
        ["growth_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_growth_checks_growth_observation_id"),
        "core_growth_checks",
        ["growth_observation_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_growth_checks_level_claim_id"),
        "core_growth_checks",
        ["level_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_growth_checks_level_observation_id"),
        "core_growth_checks",
        ["level_observation_id"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_observation_claims",
        sa.Column("observation_id", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"role\" IN ('chosen', 'supporting', 'conflicting')", name=op.f("ck_core_observation_claims_role_known")
        ),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_observation_claims_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["core.core_observations.observation_id"],
            name=op.f("fk_core_observation_claims_observation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("observation_id", "claim_id", name=op.f("pk_core_observation_claims")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_core_observation_claims_claim_id")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_observation_claims_claim_id"),
        "core_observation_claims",
        ["claim_id"],
        unique=False,
        schema="core",
    )
    op.create_table(
        "core_target_outcomes",
        sa.Column("target_outcome_id", sa.Text(), nullable=False),
        sa.Column("target_observation_id", sa.Text(), nullable=False),
        sa.Column("target_claim_id", sa.Text(), nullable=False),
        sa.Column("outcome_observation_id", sa.Text(), nullable=True),
        sa.Column("outcome_claim_id", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("target_number", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("outcome_number", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("progress_percent", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("progress_percent_low", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("progress_percent_high", sa.Numeric(precision=38, scale=9), nullable=True),
        sa.Column("due_by", sa.Date(), nullable=True),
        sa.Column("outcome_by", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("row_hash", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "\"state\" IN ('met', 'missed', 'under_way', 'no_outcome', 'unknown')",
            name=op.f("ck_core_target_outcomes_state_known"),
        ),
        sa.CheckConstraint(
            "\"target_outcome_id\" ~ '^t_[a-z2-7]{16}$'", name=op.f("ck_core_target_outcomes_target_outcome_id_0")
        ),
        sa.CheckConstraint(
            "\"verdict\" IN ('consistent', 'within_rounding', 'inconsistent', 'not_comparable')",
            name=op.f("ck_core_target_outcomes_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["outcome_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_target_outcomes_outcome_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["outcome_observation_id"],
            ["core.core_observations.observation_id"],
            name=op.f("fk_core_target_outcomes_outcome_observation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_claim_id"],
            ["core.core_claims.claim_id"],
            name=op.f("fk_core_target_outcomes_target_claim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_observation_id"],
            ["core.core_observations.observation_id"],
            name=op.f("fk_core_target_outcomes_target_observation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("target_outcome_id", name=op.f("pk_core_target_outcomes")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_target_outcomes_outcome_claim_id"),
        "core_target_outcomes",
        ["outcome_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_target_outcomes_outcome_observation_id"),
        "core_target_outcomes",
        ["outcome_observation_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_target_outcomes_target_claim_id"),
        "core_target_outcomes",
        ["target_claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_target_outcomes_target_observation_id"),
        "core_target_outcomes",
        ["target_observation_id"],
        unique=False,
        schema="core",
    )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.drop_index(
        op.f("ix_core_target_outcomes_target_observation_id"), table_name="core_target_outcomes", schema="core"
    )
    op.drop_index(op.f("ix_core_target_outcomes_target_claim_id"), table_name="core_target_outcomes", schema="core")
    op.drop_index(
        op.f("ix_core_target_outcomes_outcome_observation_id"), table_name="core_target_outcomes", schema="core"
    )
    op.drop_index(op.f("ix_core_target_outcomes_outcome_claim_id"), table_name="core_target_outcomes", schema="core")
    op.drop_table("core_target_outcomes", schema="core")
    op.drop_index(op.f("ix_core_observation_claims_claim_id"), table_name="core_observation_claims", schema="core")
    op.drop_table("core_observation_claims", schema="core")
    op.drop_index(op.f("ix_core_growth_checks_level_observation_id"), table_name="core_growth_checks", schema="core")
    op.drop_index(op.f("ix_core_growth_checks_level_claim_id"), table_name="core_growth_checks", schema="core")
    op.drop_index(op.f("ix_core_growth_checks_growth_observation_id"), table_name="core_growth_checks", schema="core")
    op.drop_index(op.f("ix_core_growth_checks_growth_claim_id"), table_name="core_growth_checks", schema="core")
    op.drop_index(op.f("ix_core_growth_checks_base_observation_id"), table_name="core_growth_checks", schema="core")
    op.drop_index(op.f("ix_core_growth_checks_base_claim_id"), table_name="core_growth_checks", schema="core")
    op.drop_table("core_growth_checks", schema="core")
    op.drop_index(op.f("ix_core_disagreements_other_claim_id"), table_name="core_disagreements", schema="core")
    op.drop_index(op.f("ix_core_disagreements_observation_id"), table_name="core_disagreements", schema="core")
    op.drop_index(op.f("ix_core_disagreements_chosen_claim_id"), table_name="core_disagreements", schema="core")
    op.drop_table("core_disagreements", schema="core")
    op.drop_index("ix_core_observations_series_id_period_start", table_name="core_observations", schema="core")
    op.drop_index("ix_core_observations_metric_period_start", table_name="core_observations", schema="core")
    op.drop_index(op.f("ix_core_observations_chosen_claim_id"), table_name="core_observations", schema="core")
    op.drop_table("core_observations", schema="core")
    op.drop_index(op.f("ix_core_fx_checks_partition_month"), table_name="core_fx_checks", schema="core")
    op.drop_index(op.f("ix_core_fx_checks_original_claim_id"), table_name="core_fx_checks", schema="core")
    op.drop_index(op.f("ix_core_fx_checks_converted_claim_id"), table_name="core_fx_checks", schema="core")
    op.drop_table("core_fx_checks", schema="core")
    op.drop_index(op.f("ix_core_claim_relations_to_claim_id"), table_name="core_claim_relations", schema="core")
    op.drop_index(op.f("ix_core_claim_relations_partition_month"), table_name="core_claim_relations", schema="core")
    op.drop_index(op.f("ix_core_claim_relations_from_claim_id"), table_name="core_claim_relations", schema="core")
    op.drop_table("core_claim_relations", schema="core")
    op.drop_index(op.f("ix_core_claim_mentions_partition_month"), table_name="core_claim_mentions", schema="core")
    op.drop_index(op.f("ix_core_claim_mentions_mention_id"), table_name="core_claim_mentions", schema="core")
    op.drop_table("core_claim_mentions", schema="core")
    op.drop_index(op.f("ix_core_claim_measures_partition_month"), table_name="core_claim_measures", schema="core")
    op.drop_index(op.f("ix_core_claim_measures_claim_id"), table_name="core_claim_measures", schema="core")
    op.drop_table("core_claim_measures", schema="core")
    op.drop_index(op.f("ix_core_claim_corrections_partition_month"), table_name="core_claim_corrections", schema="core")
    op.drop_index(op.f("ix_core_claim_corrections_claim_id"), table_name="core_claim_corrections", schema="core")
    op.drop_table("core_claim_corrections", schema="core")
    op.drop_index(op.f("ix_core_claim_conversions_partition_month"), table_name="core_claim_conversions", schema="core")
    op.drop_index(op.f("ix_core_claim_conversions_claim_id"), table_name="core_claim_conversions", schema="core")
    op.drop_table("core_claim_conversions", schema="core")
    op.drop_index(op.f("ix_core_mentions_sentence_id"), table_name="core_mentions", schema="core")
    op.drop_index(op.f("ix_core_mentions_partition_month"), table_name="core_mentions", schema="core")
    op.drop_index(op.f("ix_core_mentions_article_id"), table_name="core_mentions", schema="core")
    op.drop_table("core_mentions", schema="core")
    op.drop_index("ix_core_claims_subject", table_name="core_claims", schema="core")
    op.drop_index(op.f("ix_core_claims_sentence_id"), table_name="core_claims", schema="core")
    op.drop_index("ix_core_claims_period_start", table_name="core_claims", schema="core")
    op.drop_index(op.f("ix_core_claims_partition_month"), table_name="core_claims", schema="core")
    op.drop_index("ix_core_claims_metric", table_name="core_claims", schema="core")
    op.drop_index(op.f("ix_core_claims_article_id"), table_name="core_claims", schema="core")
    op.drop_table("core_claims", schema="core")
    op.drop_index(op.f("ix_core_sentences_partition_month"), table_name="core_sentences", schema="core")
    op.drop_index(op.f("ix_core_sentences_article_id"), table_name="core_sentences", schema="core")
    op.drop_table("core_sentences", schema="core")
    op.drop_index(op.f("ix_core_regions_partition_month"), table_name="core_regions", schema="core")
    op.drop_index(op.f("ix_core_regions_article_id"), table_name="core_regions", schema="core")
    op.drop_table("core_regions", schema="core")
    op.drop_index(op.f("ix_core_documents_raw_article_id"), table_name="core_documents", schema="core")
    op.drop_index(op.f("ix_core_documents_partition_month"), table_name="core_documents", schema="core")
    op.drop_table("core_documents", schema="core")
    op.drop_table("ref_fx_rates", schema="core")
    op.drop_index(op.f("ix_raw_ledger_partition_month"), table_name="raw_ledger", schema="core")
    op.drop_table("raw_ledger", schema="core")
    op.drop_index(op.f("ix_core_rejects_partition_month"), table_name="core_rejects", schema="core")
    op.drop_table("core_rejects", schema="core")
