import unittest

from hall import Hall
from office import Office
from plan import SeatTaken

DRAWING = """
..x..
.....
"""


class OneShow(unittest.TestCase):
    def setUp(self):
        self.office = Office(Hall.parse("small stage", DRAWING))
        self.office.announce("Friday")
        self.friday = self.office.plan("Friday")

    def test_a_seat_is_sold_once(self):
        self.friday.sell("A1", "Ada")
        self.assertEqual(self.friday.buyer_of("A1"), "Ada")
        with self.assertRaises(SeatTaken):
            self.friday.sell("A1", "Ben")

    def test_a_blocked_seat_is_not_sold(self):
        with self.assertRaises(SeatTaken):
            self.friday.sell("A3", "Ada")

    def test_seats_side_by_side_are_found_behind_a_gap(self):
        self.assertEqual(self.friday.sell_together(3, "Cleo"), ["B1", "B2", "B3"])
        self.assertEqual(self.friday.draw(), "..x..\n###..")

    def test_a_seat_given_back_can_be_sold_again(self):
        self.friday.sell("B5", "Ada")
        self.friday.give_back("B5")
        self.friday.sell("B5", "Ben")
        self.assertEqual(self.friday.buyer_of("B5"), "Ben")


class SeveralShows(unittest.TestCase):
    def setUp(self):
        self.office = Office(Hall.parse("small stage", DRAWING))
        for show in ("Friday", "Saturday"):
            self.office.announce(show)

    def test_a_seat_sold_for_one_show_is_free_in_the_next(self):
        self.office.plan("Friday").sell("A1", "Ada")
        self.office.plan("Saturday").sell("A1", "Ben")
        self.assertEqual(self.office.plan("Saturday").buyer_of("A1"), "Ben")

    def test_one_show_sold_out_leaves_the_other(self):
        friday = self.office.plan("Friday")
        for count in (2, 2, 5):
            friday.sell_together(count, "school")
        self.assertEqual(self.office.sold_out(), ["Friday"])

    def test_occupancy_counts_what_was_sold(self):
        for label in ("A1", "A2", "A4"):
            self.office.plan("Friday").sell(label, "Ada")
        self.assertEqual((self.office.occupancy("Friday"), self.office.occupancy("Saturday")), (33, 0))


if __name__ == "__main__":
    unittest.main()
