"""Keeps what functions answered."""

import functools
from collections import OrderedDict


class Cache:
    """The answers of the latest questions; the one that was not asked for longest goes first."""

    def __init__(self, most):
        self._most = most
        self._answers = OrderedDict()
        self.hits = 0
        self.misses = 0

    def get(self, key, compute):
        if key in self._answers:
            self.hits += 1
            self._answers.move_to_end(key)
            return self._answers[key]
        self.misses += 1
        answer = self._answers[key] = compute()
        if len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return answer

    def clear(self):
        self._answers.clear()


def cached(cache, key):
    """Has a method answer from a cache, by a key that is made of its arguments."""

    def decorate(method):
        @functools.wraps(method)
        def answer(self, *arguments, **named):
            return cache.get((method.__name__, key(*arguments, **named)), lambda: method(self, *arguments, **named))

        return answer

    return decorate
