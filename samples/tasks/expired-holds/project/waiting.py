"""Readers who wait for books."""

from collections import defaultdict, deque

from holds import Hold, Shelf


class WaitingList:
    """Who waits for which book, the longest first."""

    def __init__(self, hold_days=7):
        self._readers = defaultdict(deque)
        self._hold_days = hold_days

    def join(self, book, reader):
        if reader not in self._readers[book]:
            self._readers[book].append(reader)

    def next_reader(self, shelf, hold, today):
        """Holds a book whose hold expired for the next who waits."""
        waiting = self._readers[hold.book]
        if waiting:
            shelf.place(Hold(hold.book, waiting.popleft(), today, self._hold_days))

    def waiting_for(self, book):
        return list(self._readers[book])


class Library:
    """A shelf of holds with its waiting list, and the work of a night."""

    def __init__(self):
        self.waiting = WaitingList()
        self.shelf = Shelf([self.waiting.next_reader])

    def night(self, today):
        """Lets holds expire. Returns a letter for every reader concerned."""
        expired = self.shelf.expire(today)
        letters = [f"{hold.reader}: {hold.book} is no longer held for you" for hold in expired]
        books = {hold.book for hold in expired}
        letters.extend(f"{hold.reader}: {hold.book} waits for you" for hold in self.shelf if hold.book in books)
        return sorted(letters)
