"""Copies of articles over all months."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "core_article_copies",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("duplicate_of_article_id", sa.Text(), nullable=False),
        sa.Column("similarity", sa.DOUBLE_PRECISION(), nullable=False),
        sa.CheckConstraint('"similarity" <= 1', name=op.f("ck_core_article_copies_similarity_1")),
        sa.CheckConstraint('"similarity" >= 0', name=op.f("ck_core_article_copies_similarity_0")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["core.core_documents.article_id"],
            name=op.f("fk_core_article_copies_article_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_article_id"],
            ["core.core_documents.article_id"],
            name=op.f("fk_core_article_copies_duplicate_of_article_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_core_article_copies")),
        schema="core",
    )
    op.create_index(
        op.f("ix_core_article_copies_duplicate_of_article_id"),
        "core_article_copies",
        ["duplicate_of_article_id"],
        unique=False,
        schema="core",
    )
    op.drop_column("core_documents", "duplicate_of_article_id", schema="core")


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.add_column(
        "core_documents",
        sa.Column("duplicate_of_article_id", sa.TEXT(), autoincrement=False, nullable=True),
        schema="core",
    )
    op.create_check_constraint(
        op.f("ck_core_documents_duplicate_of_article_id_0"),
        "core_documents",
        "\"duplicate_of_article_id\" ~ '^a_[a-z2-7]{16}$'",
        schema="core",
    )
    op.drop_index(
        op.f("ix_core_article_copies_duplicate_of_article_id"), table_name="core_article_copies", schema="core"
    )
    op.drop_table("core_article_copies", schema="core")
