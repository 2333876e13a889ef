"""Generated articles: the same for a seed whatever the count, and every known claim stands where it says."""

from benchmarks.articles.generator import make_articles
from benchmarks.generated import score_accuracy


def test_an_article_is_the_same_however_many_are_made():
    assert list(make_articles(3, seed=5)) == list(make_articles(30, seed=5))[:3]
    assert list(make_articles(3, seed=5)) != list(make_articles(3, seed=6))


def test_known_claims_stand_in_their_text_and_do_not_overlap():
    for article in make_articles(40):
        behind = 0
        for claim in sorted(article.claims, key=lambda claim: claim.start):
            assert article.text[claim.start : claim.end] == claim.quote
            assert claim.start >= behind
            behind = claim.end


def test_scores_count_what_is_known_and_what_is_found():
    score, misses = score_accuracy(20, seed=11)
    assert score["claims"] == sum(len(article.claims) for article in make_articles(20))
    assert score["F1"] > 0.95
    assert all("article" in miss for miss in misses)
