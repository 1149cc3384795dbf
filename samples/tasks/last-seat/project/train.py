"""A train and the tickets that were sold for it. Any thread may ask it for anything."""

import threading


class SoldOut(Exception):
    """No seat is left."""


class Train:
    def __init__(self, number, seats):
        if seats < 0:
            raise ValueError("a train has no seats or some")
        self.number = number
        self._seats = seats
        self._tickets = []
        self._lock = threading.Lock()

    @property
    def free(self):
        with self._lock:
            return self._seats - len(self._tickets)

    @property
    def passengers(self):
        with self._lock:
            return [passenger for passenger in self._tickets]

    def issue(self, passenger):
        with self._lock:
            self._tickets.append(passenger)

    def cancel(self, passenger):
        with self._lock:
            self._tickets.remove(passenger)
