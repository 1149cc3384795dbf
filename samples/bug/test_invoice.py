import unittest

from invoice import read_order, show
from pricing import discount_percent, discounted, instalments


class Discounts(unittest.TestCase):
    def test_few_pieces_earn_nothing(self):
        self.assertEqual(discount_percent(9), 0)

    def test_many_pieces_earn_more(self):
        self.assertEqual([discount_percent(quantity) for quantity in (11, 51, 101)], [5, 10, 15])

    def test_the_first_piece_of_a_step_earns_its_discount(self):
        self.assertEqual([discount_percent(quantity) for quantity in (10, 50, 100)], [5, 10, 15])

    def test_half_a_cent_is_rounded_up(self):
        self.assertEqual(discounted(1, 30), 28)


class Instalments(unittest.TestCase):
    def test_an_even_total_is_cut_evenly(self):
        self.assertEqual(instalments(900, 3), [300, 300, 300])

    def test_the_parts_sum_to_the_total(self):
        self.assertEqual(sum(instalments(1000, 7)), 1000)

    def test_the_parts_differ_by_at_most_one_cent(self):
        self.assertEqual(instalments(1001, 3), [334, 334, 333])


class Orders(unittest.TestCase):
    def test_an_order_is_read_and_summed(self):
        self.assertEqual(read_order("# two lines\n1 drill 59.90\n\n2 saw 10\n").total(), 7990)

    def test_amounts_are_shown_with_two_digits(self):
        self.assertEqual(show(1205), "12.05")


if __name__ == "__main__":
    unittest.main()
