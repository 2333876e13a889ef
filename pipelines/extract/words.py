"""Loads the word list: the words of English whose part of speech hardly ever depends on the sentence.

`words.lexicon.csv` names a tag a word (the letters are told in `tagging.py`); nouns and adjectives are listed only
where their ending would mislead (approval, spending, strategic) or a verb looks the same (plan, rise).
"""

from pipelines.extract.lexicons import read_lexicon

WORD_TAGS: dict[str, str] = {row["word"]: row["tag"] for row in read_lexicon(__file__)}

DETERMINERS = frozenset(word for word, tag in WORD_TAGS.items() if tag in "TG")
"""What may open a noun phrase: articles, possessives, `these`, `each`."""
