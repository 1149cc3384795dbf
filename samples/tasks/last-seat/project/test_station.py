import threading
import unittest

from counter import Counter, PaymentFailed
from station import Station
from train import SoldOut, Train


class Meeting:
    """Payments that wait for each other for a while, so that they take place at the same time if they can."""

    def __init__(self, count, patience):
        self._barrier = threading.Barrier(count)
        self._patience = patience
        self.met = False

    def __call__(self, passenger):
        try:
            self._barrier.wait(self._patience)
            self.met = True
        except threading.BrokenBarrierError:
            pass
        return True


class OneCounter(unittest.TestCase):
    def test_a_ticket_takes_a_seat(self):
        train = Train("R 1", 2)
        Counter(train, lambda passenger: True).sell("Ada")
        self.assertEqual((train.free, train.passengers), (1, ["Ada"]))

    def test_a_full_train_is_sold_out(self):
        with self.assertRaises(SoldOut):
            Counter(Train("R 1", 0), lambda passenger: True).sell("Ada")

    def test_who_cannot_pay_takes_no_seat(self):
        train = Train("R 1", 1)
        with self.assertRaises(PaymentFailed):
            Counter(train, lambda passenger: False).sell("Ada")
        self.assertEqual((train.free, train.passengers), (1, []))

    def test_a_payment_that_breaks_off_takes_no_seat(self):
        def pay(passenger):
            raise ConnectionError("the bank does not answer")

        train = Train("R 1", 1)
        with self.assertRaises(ConnectionError):
            Counter(train, pay).sell("Ada")
        self.assertEqual(train.free, 1)

    def test_a_cancelled_ticket_can_be_sold_again(self):
        train = Train("R 1", 1)
        counter = Counter(train, lambda passenger: True)
        counter.sell("Ada")
        train.cancel("Ada")
        counter.sell("Ben")
        self.assertEqual(train.passengers, ["Ben"])


class SeveralCounters(unittest.TestCase):
    def test_two_who_want_the_last_seat_get_one_ticket(self):
        train = Train("R 1", 1)
        told = Station(train, Meeting(2, patience=0.5), counters=2).serve(["Ada", "Ben"])
        self.assertEqual(len(train.passengers), 1, told)
        self.assertEqual(sum("sold out" in answer for answer in told), 1)

    def test_two_who_both_have_seats_pay_at_the_same_time(self):
        meeting = Meeting(2, patience=10)
        train = Train("R 1", 2)
        Station(train, meeting, counters=2).serve(["Ada", "Ben"])
        self.assertTrue(meeting.met)
        self.assertEqual(sorted(train.passengers), ["Ada", "Ben"])

    def test_answers_come_in_the_order_of_the_queue(self):
        told = Station(Train("R 1", 9), lambda passenger: True).serve(["Ada", "Ben", "Cleo"])
        self.assertEqual(told, [f"{name} travels with R 1" for name in ("Ada", "Ben", "Cleo")])


if __name__ == "__main__":
    unittest.main()
