"""The readers of lexicons, at the name the rule files know them by."""

from pipelines.lexicons import read_choices, read_lexicon, read_word_sets

__all__ = ["read_choices", "read_lexicon", "read_word_sets"]
