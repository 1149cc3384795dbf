"""The highest of the last readings, in constant time a reading."""

from collections import deque


class RollingPeak:
    """Keeps only the readings that may still become the highest: their places grow and their values fall."""

    def __init__(self, size):
        if size < 1:
            raise ValueError("a window holds at least one reading")
        self._size = size
        self._count = 0
        self._candidates = deque()

    def add(self, value):
        """Takes a reading.

        Returns the highest of the last `size` readings, this one included.
        """
        place = self._count
        self._count += 1
        while self._candidates and self._candidates[-1][1] <= value:
            self._candidates.pop()
        self._candidates.append((place, value))
        self._forget_before(place - self._size)
        return self._candidates[0][1]

    def _forget_before(self, place):
        while self._candidates[0][0] < place:
            self._candidates.popleft()

    @property
    def is_full(self):
        return self._count >= self._size
