"""The plan of one show: who sits where."""

import string

from hall import FREE, SOLD


class SeatTaken(Exception):
    """A seat is sold, or never was for sale."""


def place(label):
    """The row and the seat that a label such as `B12` names, both from 0."""
    letter, number = label[:1], label[1:]
    if letter not in string.ascii_uppercase or not number.isdigit() or number == "0":
        raise ValueError(f"{label!r} is no seat; write a row's letter and a number from 1")
    return string.ascii_uppercase.index(letter), int(number) - 1


class Plan:
    """The seats of a hall for one show."""

    def __init__(self, hall):
        self._seats = hall.layout()
        self._buyers = {}

    def sell(self, label, buyer):
        row, seat = place(label)
        if row >= len(self._seats) or seat >= len(self._seats[row]):
            raise ValueError(f"the hall has no seat {label}")
        if self._seats[row][seat] != FREE:
            raise SeatTaken(label)
        self._seats[row][seat] = SOLD
        self._buyers[label] = buyer

    def give_back(self, label):
        row, seat = place(label)
        del self._buyers[label]
        self._seats[row][seat] = FREE

    def sell_together(self, count, buyer):
        """Sells seats side by side in the first row that has them; their labels, or none."""
        for row, seats in enumerate(self._seats):
            start = "".join(seats).find(FREE * count)
            if start >= 0:
                labels = [f"{string.ascii_uppercase[row]}{start + offset + 1}" for offset in range(count)]
                for label in labels:
                    self.sell(label, buyer)
                return labels
        return []

    @property
    def free(self):
        return sum(row.count(FREE) for row in self._seats)

    def buyer_of(self, label):
        return self._buyers.get(label)

    def draw(self):
        return "\n".join("".join(row) for row in self._seats)
