"""Word ladders: from one word to another, one letter at a time."""

from collections import deque


def neighbours(word, words):
    """The words that differ from a word in exactly one letter."""
    return [
        other for other in words
        if len(other) == len(word) and sum(a != b for a, b in zip(word, other)) == 1
    ]


def ladder(start, goal, words):
    """A shortest ladder from one word to another, both included; an empty list where there is none."""
    cleaned = sorted({word.strip().lower() for word in words} | {goal})
    before = {}
    waiting = deque([start])
    while waiting:
        word = waiting.popleft()
        if word == goal:
            return path(before, word)
        for other in neighbours(word, cleaned):
            if other not in before:
                before[other] = word
                waiting.append(other)
    return []


def path(before, word):
    """The way back to the first word, told forth."""
    steps = [word]
    while word in before:
        word = before[word]
        if word in steps:
            raise RuntimeError(f"the way to {steps[0]} leads round in a circle at {word}")
        steps.append(word)
    return steps[::-1]
