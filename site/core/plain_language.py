"""Counting words, and how hard an English text is to read."""

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?…]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")


def count_words(text: str) -> int:
    return len((text or "").split())


def reading_grade(text: str) -> float:
    """The school grade of an English text (Flesch-Kincaid); 0 for an empty one."""
    words = _WORD.findall(text or "")
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(_syllables(word) for word in words)
    return max(0.0, 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59)


def _syllables(word: str) -> int:
    word = word.lower()
    count = len(_VOWELS.findall(word))
    # A silent e at the end, but not the one of "table".
    if word.endswith("e") and not word.endswith("le") and count > 1:
        count -= 1
    return max(1, count)
