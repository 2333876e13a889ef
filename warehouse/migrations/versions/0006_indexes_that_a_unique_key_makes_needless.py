"""Indexes that a unique key makes needless."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.drop_index(op.f("ix_core_claim_conversions_claim_id"), table_name="core_claim_conversions", schema="core")
    op.drop_index(op.f("ix_core_claim_measures_claim_id"), table_name="core_claim_measures", schema="core")
    op.drop_index(op.f("ix_core_observation_claims_claim_id"), table_name="core_observation_claims", schema="core")


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.create_index(
        op.f("ix_core_observation_claims_claim_id"),
        "core_observation_claims",
        ["claim_id"],
        unique=False,
        schema="core",
    )
    op.create_index(
        op.f("ix_core_claim_measures_claim_id"), "core_claim_measures", ["claim_id"], unique=False, schema="core"
    )
    op.create_index(
        op.f("ix_core_claim_conversions_claim_id"), "core_claim_conversions", ["claim_id"], unique=False, schema="core"
    )
