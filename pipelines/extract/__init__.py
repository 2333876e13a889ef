"""Sentences to claims. Each rule file stands beside its lexicon (`.lexicon.csv`) and its corpus (`.corpus.yaml`)."""
