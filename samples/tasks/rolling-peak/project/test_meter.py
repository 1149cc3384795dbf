import unittest

from meter import peaks, readings, report


class Readings(unittest.TestCase):
    def test_comments_and_empty_lines_are_left_out(self):
        self.assertEqual(list(readings(["# night", "1.5", "", "2 # wind"])), [1.5, 2.0])

    def test_a_lost_reading_repeats_the_last(self):
        self.assertEqual(list(readings(["3", "-", "4"])), [3.0, 3.0, 4.0])


class Peaks(unittest.TestCase):
    def test_a_rising_load_is_its_own_peak(self):
        self.assertEqual(peaks(["1", "2", "3", "4", "5"], 3), [3, 4, 5])

    def test_a_peak_hides_lower_readings_behind_it(self):
        self.assertEqual(peaks(["1", "9", "2", "3"], 3), [9, 9])

    def test_equal_readings_keep_the_window_moving(self):
        self.assertEqual(peaks(["5", "5", "5", "1", "1"], 2), [5, 5, 5, 1])

    def test_a_falling_load_is_followed(self):
        self.assertEqual(peaks(["9", "7", "5", "3", "1"], 2), [9, 7, 5, 3])

    def test_every_window_agrees_with_a_plain_search(self):
        load = [(number * 37 + 11) % 23 for number in range(40)]
        lines = [str(value) for value in load]
        for size in (1, 2, 5, 13):
            with self.subTest(size=size):
                expected = [max(load[end - size:end]) for end in range(size, len(load) + 1)]
                self.assertEqual(peaks(lines, size), expected)

    def test_the_report_is_scaled_to_the_largest(self):
        self.assertEqual(report(["2", "4"], 1), [f"{2.0:8.1f} {'=' * 20}", f"{4.0:8.1f} {'=' * 40}"])


if __name__ == "__main__":
    unittest.main()
