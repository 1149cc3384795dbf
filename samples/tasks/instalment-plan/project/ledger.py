"""What a customer has paid of a plan."""

from money import parse, show


class Ledger:
    """Takes payments, and says what is left."""

    def __init__(self, price):
        self._price = parse(price)
        self._paid = []

    def pay(self, amount):
        self._paid.append(parse(amount))

    @property
    def left(self):
        return show(self._price - sum(self._paid))

    @property
    def is_settled(self):
        return sum(self._paid) == self._price

    def statement(self):
        """One line a payment, and what is left."""
        lines = [f"{number}. {show(amount)}" for number, amount in enumerate(self._paid, start=1)]
        return "\n".join(lines + [f"left {self.left}"])
