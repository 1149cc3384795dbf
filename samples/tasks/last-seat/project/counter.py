"""A counter where tickets are sold."""

from train import SoldOut


class PaymentFailed(Exception):
    """A customer could not pay."""


class Counter:
    """Sells tickets of a train.

    `pay` takes a passenger and returns whether the payment succeeded; it may take as long as it likes.
    """

    def __init__(self, train, pay):
        self._train = train
        self._pay = pay

    def sell(self, passenger):
        if self._train.free < 1:
            raise SoldOut(self._train.number)
        if not self._pay(passenger):
            raise PaymentFailed(passenger)
        self._train.issue(passenger)

    def try_to_sell(self, passenger):
        """Sells a ticket. Returns what is said to the customer."""
        try:
            self.sell(passenger)
            return f"{passenger} travels with {self._train.number}"
        except SoldOut:
            return f"{passenger} finds {self._train.number} sold out"
        except PaymentFailed:
            return f"{passenger} could not pay"
