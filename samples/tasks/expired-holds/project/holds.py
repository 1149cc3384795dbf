"""Books that are held for readers."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Hold:
    book: str
    reader: str
    since: date
    days: int = 7

    def expires(self):
        return self.since + timedelta(days=self.days)

    def is_expired(self, today):
        return today > self.expires()


class Shelf:
    """The holds, in the order in which they were placed."""

    def __init__(self, listeners=()):
        self._holds = []
        self._listeners = list(listeners)

    def place(self, hold):
        if any(other.book == hold.book for other in self._holds):
            raise ValueError(f"{hold.book} is held already")
        self._holds.append(hold)

    def collect(self, book, reader):
        """Hands a book out. Returns whether it was held for the reader."""
        for hold in self._holds:
            if (hold.book, hold.reader) == (book, reader):
                self._holds.remove(hold)
                return True
        return False

    def expire(self, today):
        """Ends the holds that nobody collected, and tells the listeners of each. Returns them."""
        expired = []
        for hold in self._holds:
            if hold.is_expired(today):
                self._holds.remove(hold)
                expired.append(hold)
                for listener in self._listeners:
                    listener(self, hold, today)
        return expired

    def __iter__(self):
        return iter(self._holds)

    def __len__(self):
        return len(self._holds)
