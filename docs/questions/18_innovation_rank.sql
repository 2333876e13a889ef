-- How did Chinas rank on the Global Innovation Index change?
SELECT before.value_low AS rank_before, now.value_low AS rank_now, before.value_low - now.value_low AS places_up,
    before.claim_id AS before_claim_id, now.claim_id AS now_claim_id
FROM core.core_claims AS before
JOIN core.core_claims AS now ON now.article_id = before.article_id AND now.metric = before.metric AND now.period_start > before.period_start
WHERE before.kind = 'rank' AND now.kind = 'rank' AND before.metric ILIKE '%Global Innovation Index%';
