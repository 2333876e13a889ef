"""The lexicon reader, at the name the rule files know it by."""

from pipelines.lexicons import read_lexicon

__all__ = ["read_lexicon"]
