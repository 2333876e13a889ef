"""Patterns said without counting."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.execute("ALTER TABLE core.core_claim_conversions DROP CONSTRAINT ck_core_claim_conversions_conversion_id_0")
    op.execute("ALTER TABLE core.core_claim_conversions DROP CONSTRAINT ck_core_claim_conversions_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_corrections DROP CONSTRAINT ck_core_claim_corrections_correction_id_0")
    op.execute("ALTER TABLE core.core_claim_corrections DROP CONSTRAINT ck_core_claim_corrections_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_measures DROP CONSTRAINT ck_core_claim_measures_measure_id_0")
    op.execute("ALTER TABLE core.core_claim_measures DROP CONSTRAINT ck_core_claim_measures_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_mentions DROP CONSTRAINT ck_core_claim_mentions_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_relations DROP CONSTRAINT ck_core_claim_relations_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_relations DROP CONSTRAINT ck_core_claim_relations_relation_id_0")
    op.execute("ALTER TABLE core.core_claims DROP CONSTRAINT ck_core_claims_claim_id_0")
    op.execute("ALTER TABLE core.core_claims DROP CONSTRAINT ck_core_claims_partition_month_0")
    op.execute("ALTER TABLE core.core_disagreements DROP CONSTRAINT ck_core_disagreements_disagreement_id_0")
    op.execute("ALTER TABLE core.core_documents DROP CONSTRAINT ck_core_documents_article_id_0")
    op.execute("ALTER TABLE core.core_documents DROP CONSTRAINT ck_core_documents_partition_month_0")
    op.execute("ALTER TABLE core.core_fx_checks DROP CONSTRAINT ck_core_fx_checks_fx_check_id_0")
    op.execute("ALTER TABLE core.core_fx_checks DROP CONSTRAINT ck_core_fx_checks_partition_month_0")
    op.execute("ALTER TABLE core.core_growth_checks DROP CONSTRAINT ck_core_growth_checks_growth_check_id_0")
    op.execute("ALTER TABLE core.core_mentions DROP CONSTRAINT ck_core_mentions_mention_id_0")
    op.execute("ALTER TABLE core.core_mentions DROP CONSTRAINT ck_core_mentions_partition_month_0")
    op.execute("ALTER TABLE core.core_observations DROP CONSTRAINT ck_core_observations_observation_id_0")
    op.execute("ALTER TABLE core.core_observations DROP CONSTRAINT ck_core_observations_series_id_0")
    op.execute("ALTER TABLE core.core_regions DROP CONSTRAINT ck_core_regions_partition_month_0")
    op.execute("ALTER TABLE core.core_regions DROP CONSTRAINT ck_core_regions_region_id_0")
    op.execute("ALTER TABLE core.core_rejects DROP CONSTRAINT ck_core_rejects_article_id_0")
    op.execute("ALTER TABLE core.core_rejects DROP CONSTRAINT ck_core_rejects_partition_month_0")
    op.execute("ALTER TABLE core.core_rejects DROP CONSTRAINT ck_core_rejects_reject_id_0")
    op.execute("ALTER TABLE core.core_sentences DROP CONSTRAINT ck_core_sentences_partition_month_0")
    op.execute("ALTER TABLE core.core_sentences DROP CONSTRAINT ck_core_sentences_sentence_id_0")
    op.execute("ALTER TABLE core.core_target_outcomes DROP CONSTRAINT ck_core_target_outcomes_target_outcome_id_0")
    op.execute("ALTER TABLE core.raw_ledger DROP CONSTRAINT ck_raw_ledger_partition_month_0")
    op.execute("ALTER TABLE core.raw_ledger DROP CONSTRAINT ck_raw_ledger_raw_article_id_0")
    op.execute(
        "ALTER TABLE core.core_claim_conversions ADD CONSTRAINT ck_core_claim_conversions_conversion_id_0 CHECK (((conversion_id ~~ 'v\\_________________'::text) AND (\"right\"(conversion_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_conversions ADD CONSTRAINT ck_core_claim_conversions_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_corrections ADD CONSTRAINT ck_core_claim_corrections_correction_id_0 CHECK (((correction_id ~~ 'k\\_________________'::text) AND (\"right\"(correction_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_corrections ADD CONSTRAINT ck_core_claim_corrections_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_measures ADD CONSTRAINT ck_core_claim_measures_measure_id_0 CHECK (((measure_id ~~ 'u\\_________________'::text) AND (\"right\"(measure_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_measures ADD CONSTRAINT ck_core_claim_measures_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_mentions ADD CONSTRAINT ck_core_claim_mentions_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_relations ADD CONSTRAINT ck_core_claim_relations_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_relations ADD CONSTRAINT ck_core_claim_relations_relation_id_0 CHECK (((relation_id ~~ 'l\\_________________'::text) AND (\"right\"(relation_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_claims ADD CONSTRAINT ck_core_claims_claim_id_0 CHECK (((claim_id ~~ 'c\\_________________'::text) AND (\"right\"(claim_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_claims ADD CONSTRAINT ck_core_claims_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_disagreements ADD CONSTRAINT ck_core_disagreements_disagreement_id_0 CHECK (((disagreement_id ~~ 'd\\_________________'::text) AND (\"right\"(disagreement_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_documents ADD CONSTRAINT ck_core_documents_article_id_0 CHECK (((article_id ~~ 'a\\_________________'::text) AND (\"right\"(article_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_documents ADD CONSTRAINT ck_core_documents_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_fx_checks ADD CONSTRAINT ck_core_fx_checks_fx_check_id_0 CHECK (((fx_check_id ~~ 'f\\_________________'::text) AND (\"right\"(fx_check_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_fx_checks ADD CONSTRAINT ck_core_fx_checks_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_growth_checks ADD CONSTRAINT ck_core_growth_checks_growth_check_id_0 CHECK (((growth_check_id ~~ 'w\\_________________'::text) AND (\"right\"(growth_check_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_mentions ADD CONSTRAINT ck_core_mentions_mention_id_0 CHECK (((mention_id ~~ 'm\\_________________'::text) AND (\"right\"(mention_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_mentions ADD CONSTRAINT ck_core_mentions_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_observations ADD CONSTRAINT ck_core_observations_observation_id_0 CHECK (((observation_id ~~ 'o\\_________________'::text) AND (\"right\"(observation_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_observations ADD CONSTRAINT ck_core_observations_series_id_0 CHECK (((series_id ~~ 'i\\_________________'::text) AND (\"right\"(series_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_regions ADD CONSTRAINT ck_core_regions_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_regions ADD CONSTRAINT ck_core_regions_region_id_0 CHECK (((region_id ~~ 'g\\_________________'::text) AND (\"right\"(region_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_rejects ADD CONSTRAINT ck_core_rejects_article_id_0 CHECK (((article_id ~~ 'a\\_________________'::text) AND (\"right\"(article_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_rejects ADD CONSTRAINT ck_core_rejects_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_rejects ADD CONSTRAINT ck_core_rejects_reject_id_0 CHECK (((reject_id ~~ 'x\\_________________'::text) AND (\"right\"(reject_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_sentences ADD CONSTRAINT ck_core_sentences_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.core_sentences ADD CONSTRAINT ck_core_sentences_sentence_id_0 CHECK (((sentence_id ~~ 's\\_________________'::text) AND (\"right\"(sentence_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.core_target_outcomes ADD CONSTRAINT ck_core_target_outcomes_target_outcome_id_0 CHECK (((target_outcome_id ~~ 't\\_________________'::text) AND (\"right\"(target_outcome_id, 16) !~ '[^a-z2-7]'::text)))"
    )
    op.execute(
        "ALTER TABLE core.raw_ledger ADD CONSTRAINT ck_raw_ledger_partition_month_0 CHECK (((partition_month ~~ '____-__'::text) AND (\"left\"(partition_month, 4) !~ '[^0-9]'::text) AND (\"right\"(partition_month, 2) = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text, '08'::text, '09'::text, '10'::text, '11'::text, '12'::text]))))"
    )
    op.execute(
        "ALTER TABLE core.raw_ledger ADD CONSTRAINT ck_raw_ledger_raw_article_id_0 CHECK (((raw_article_id ~~ 'r\\_________________'::text) AND (\"right\"(raw_article_id, 16) !~ '[^a-z2-7]'::text)))"
    )


def downgrade() -> None:
    """Bring the tables back to the revision before."""
    op.execute("ALTER TABLE core.core_claim_conversions DROP CONSTRAINT ck_core_claim_conversions_conversion_id_0")
    op.execute("ALTER TABLE core.core_claim_conversions DROP CONSTRAINT ck_core_claim_conversions_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_corrections DROP CONSTRAINT ck_core_claim_corrections_correction_id_0")
    op.execute("ALTER TABLE core.core_claim_corrections DROP CONSTRAINT ck_core_claim_corrections_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_measures DROP CONSTRAINT ck_core_claim_measures_measure_id_0")
    op.execute("ALTER TABLE core.core_claim_measures DROP CONSTRAINT ck_core_claim_measures_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_mentions DROP CONSTRAINT ck_core_claim_mentions_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_relations DROP CONSTRAINT ck_core_claim_relations_partition_month_0")
    op.execute("ALTER TABLE core.core_claim_relations DROP CONSTRAINT ck_core_claim_relations_relation_id_0")
    op.execute("ALTER TABLE core.core_claims DROP CONSTRAINT ck_core_claims_claim_id_0")
    op.execute("ALTER TABLE core.core_claims DROP CONSTRAINT ck_core_claims_partition_month_0")
    op.execute("ALTER TABLE core.core_disagreements DROP CONSTRAINT ck_core_disagreements_disagreement_id_0")
    op.execute("ALTER TABLE core.core_documents DROP CONSTRAINT ck_core_documents_article_id_0")
    op.execute("ALTER TABLE core.core_documents DROP CONSTRAINT ck_core_documents_partition_month_0")
    op.execute("ALTER TABLE core.core_fx_checks DROP CONSTRAINT ck_core_fx_checks_fx_check_id_0")
    op.execute("ALTER TABLE core.core_fx_checks DROP CONSTRAINT ck_core_fx_checks_partition_month_0")
    op.execute("ALTER TABLE core.core_growth_checks DROP CONSTRAINT ck_core_growth_checks_growth_check_id_0")
    op.execute("ALTER TABLE core.core_mentions DROP CONSTRAINT ck_core_mentions_mention_id_0")
    op.execute("ALTER TABLE core.core_mentions DROP CONSTRAINT ck_core_mentions_partition_month_0")
    op.execute("ALTER TABLE core.core_observations DROP CONSTRAINT ck_core_observations_observation_id_0")
    op.execute("ALTER TABLE core.core_observations DROP CONSTRAINT ck_core_observations_series_id_0")
    op.execute("ALTER TABLE core.core_regions DROP CONSTRAINT ck_core_regions_partition_month_0")
    op.execute("ALTER TABLE core.core_regions DROP CONSTRAINT ck_core_regions_region_id_0")
    op.execute("ALTER TABLE core.core_rejects DROP CONSTRAINT ck_core_rejects_article_id_0")
    op.execute("ALTER TABLE core.core_rejects DROP CONSTRAINT ck_core_rejects_partition_month_0")
    op.execute("ALTER TABLE core.core_rejects DROP CONSTRAINT ck_core_rejects_reject_id_0")
    op.execute("ALTER TABLE core.core_sentences DROP CONSTRAINT ck_core_sentences_partition_month_0")
    op.execute("ALTER TABLE core.core_sentences DROP CONSTRAINT ck_core_sentences_sentence_id_0")
    op.execute("ALTER TABLE core.core_target_outcomes DROP CONSTRAINT ck_core_target_outcomes_target_outcome_id_0")
    op.execute("ALTER TABLE core.raw_ledger DROP CONSTRAINT ck_raw_ledger_partition_month_0")
    op.execute("ALTER TABLE core.raw_ledger DROP CONSTRAINT ck_raw_ledger_raw_article_id_0")
    op.execute(
        "ALTER TABLE core.core_claim_conversions ADD CONSTRAINT ck_core_claim_conversions_conversion_id_0 CHECK ((conversion_id ~ '^v_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_conversions ADD CONSTRAINT ck_core_claim_conversions_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_corrections ADD CONSTRAINT ck_core_claim_corrections_correction_id_0 CHECK ((correction_id ~ '^k_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_corrections ADD CONSTRAINT ck_core_claim_corrections_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_measures ADD CONSTRAINT ck_core_claim_measures_measure_id_0 CHECK ((measure_id ~ '^u_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_measures ADD CONSTRAINT ck_core_claim_measures_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_mentions ADD CONSTRAINT ck_core_claim_mentions_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_relations ADD CONSTRAINT ck_core_claim_relations_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claim_relations ADD CONSTRAINT ck_core_claim_relations_relation_id_0 CHECK ((relation_id ~ '^l_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claims ADD CONSTRAINT ck_core_claims_claim_id_0 CHECK ((claim_id ~ '^c_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_claims ADD CONSTRAINT ck_core_claims_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_disagreements ADD CONSTRAINT ck_core_disagreements_disagreement_id_0 CHECK ((disagreement_id ~ '^d_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_documents ADD CONSTRAINT ck_core_documents_article_id_0 CHECK ((article_id ~ '^a_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_documents ADD CONSTRAINT ck_core_documents_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_fx_checks ADD CONSTRAINT ck_core_fx_checks_fx_check_id_0 CHECK ((fx_check_id ~ '^f_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_fx_checks ADD CONSTRAINT ck_core_fx_checks_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_growth_checks ADD CONSTRAINT ck_core_growth_checks_growth_check_id_0 CHECK ((growth_check_id ~ '^w_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_mentions ADD CONSTRAINT ck_core_mentions_mention_id_0 CHECK ((mention_id ~ '^m_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_mentions ADD CONSTRAINT ck_core_mentions_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_observations ADD CONSTRAINT ck_core_observations_observation_id_0 CHECK ((observation_id ~ '^o_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_observations ADD CONSTRAINT ck_core_observations_series_id_0 CHECK ((series_id ~ '^i_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_regions ADD CONSTRAINT ck_core_regions_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_regions ADD CONSTRAINT ck_core_regions_region_id_0 CHECK ((region_id ~ '^g_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_rejects ADD CONSTRAINT ck_core_rejects_article_id_0 CHECK ((article_id ~ '^a_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_rejects ADD CONSTRAINT ck_core_rejects_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_rejects ADD CONSTRAINT ck_core_rejects_reject_id_0 CHECK ((reject_id ~ '^x_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_sentences ADD CONSTRAINT ck_core_sentences_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_sentences ADD CONSTRAINT ck_core_sentences_sentence_id_0 CHECK ((sentence_id ~ '^s_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.core_target_outcomes ADD CONSTRAINT ck_core_target_outcomes_target_outcome_id_0 CHECK ((target_outcome_id ~ '^t_[a-z2-7]{16}$'::text))"
    )
    op.execute(
        "ALTER TABLE core.raw_ledger ADD CONSTRAINT ck_raw_ledger_partition_month_0 CHECK ((partition_month ~ '^\\d{4}-(0[1-9]|1[0-2])$'::text))"
    )
    op.execute(
        "ALTER TABLE core.raw_ledger ADD CONSTRAINT ck_raw_ledger_raw_article_id_0 CHECK ((raw_article_id ~ '^r_[a-z2-7]{16}$'::text))"
    )
