import unittest

from tide_table import high_tides, range_of


class TideTableTest(unittest.TestCase):
    def test_one_high_tide(self):
        self.assertEqual(high_tides([1, 3, 2]), [1])

    def test_several_high_tides(self):
        self.assertEqual(high_tides([0, 2, 1, 4, 3, 3, 5, 1]), [1, 3, 6])

    def test_a_level_that_stays_counts_once_at_its_first_reading(self):
        self.assertEqual(high_tides([1, 4, 4, 4, 2]), [1])

    def test_the_ends_are_no_high_tides(self):
        self.assertEqual(high_tides([5, 3, 1, 4]), [])

    def test_range(self):
        self.assertEqual(range_of([2, -1, 4]), 5)

    def test_no_readings_have_no_range(self):
        with self.assertRaises(ValueError) as refused:
            range_of([])
        self.assertEqual(refused.exception.args[0], "there are no readings")
