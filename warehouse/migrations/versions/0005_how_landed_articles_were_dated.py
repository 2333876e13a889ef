"""How landed articles were dated."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.add_column("raw_ledger", sa.Column("reference_start", sa.Date(), nullable=True), schema="core")
    op.add_column("raw_ledger", sa.Column("reference_end", sa.Date(), nullable=True), schema="core")
    op.add_column(
        "raw_ledger", sa.Column("publication_confidence", sa.DOUBLE_PRECISION(), nullable=True), schema="core"
    )
    op.add_column("raw_ledger", sa.Column("publication_rule", sa.Text(), nullable=True), schema="core")
    op.add_column("raw_ledger", sa.Column("publication_evidence", sa.Text(), nullable=True), schema="core")
    op.execute(
        "ALTER TABLE core.raw_ledger ADD CONSTRAINT ck_raw_ledger_publication_confidence_0 CHECK ((publication_confidence >= (0)::double precision))"
    )
    op.execute(
        "ALTER TABLE core.raw_ledger ADD CONSTRAINT ck_raw_ledger_publication_confidence_1 CHECK ((publication_confidence <= (1)::double precision))"
    )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.execute("ALTER TABLE core.raw_ledger DROP CONSTRAINT ck_raw_ledger_publication_confidence_0")
    op.execute("ALTER TABLE core.raw_ledger DROP CONSTRAINT ck_raw_ledger_publication_confidence_1")
    op.drop_column("raw_ledger", "publication_evidence", schema="core")
    op.drop_column("raw_ledger", "publication_rule", schema="core")
    op.drop_column("raw_ledger", "publication_confidence", schema="core")
    op.drop_column("raw_ledger", "reference_end", schema="core")
    op.drop_column("raw_ledger", "reference_start", schema="core")
