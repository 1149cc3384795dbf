"""An alarm that follows the rolling peak of a meter."""

from dataclasses import dataclass

from window import RollingPeak


@dataclass(frozen=True)
class Change:
    """The alarm began or ended at a reading, counted from 0."""

    reading: int
    raised: bool
    peak: float


class Alarm:
    """Is raised while the highest of the last readings lies above a limit."""

    def __init__(self, limit, window):
        self._limit = limit
        self._peak = RollingPeak(window)
        self._raised = False

    def watch(self, readings):
        """Follows readings, and yields every change."""
        for number, value in enumerate(readings):
            peak = self._peak.add(value)
            if (peak > self._limit) != self._raised:
                self._raised = not self._raised
                yield Change(number, self._raised, peak)
