import unittest
from datetime import datetime, timedelta

from payroll import paid_time, payroll, show
from shifts import parse
from zone import UTC, ZONE


def hours(line):
    return parse(line).duration / timedelta(hours=1)


class Zones(unittest.TestCase):
    def test_summer_and_winter_differ_by_an_hour(self):
        self.assertEqual([datetime(2024, month, 1, 12, tzinfo=ZONE).tzname() for month in (1, 7)], ["CET", "CEST"])

    def test_every_hour_of_a_year_survives_the_way_to_utc_and_back(self):
        begin = datetime(2024, 1, 1, tzinfo=UTC)
        for number in range(366 * 24):
            moment = begin + number * timedelta(hours=1)
            self.assertEqual(moment.astimezone(ZONE).astimezone(UTC), moment)


class Shifts(unittest.TestCase):
    def test_a_usual_night_has_eight_hours(self):
        self.assertEqual(hours("2024-03-29 22:00 2024-03-30 06:00 Ada"), 8)

    def test_the_night_that_loses_an_hour_has_seven(self):
        self.assertEqual(hours("2024-03-30 22:00 2024-03-31 06:00 Ada"), 7)

    def test_the_night_that_gains_an_hour_has_nine(self):
        self.assertEqual(hours("2024-10-26 22:00 2024-10-27 06:00 Ada"), 9)

    def test_the_hour_that_comes_twice_can_be_told_apart(self):
        self.assertEqual(hours("2024-10-27 02:30 2024-10-27 02:30* Ada"), 1)

    def test_a_shift_that_ends_before_it_begins_is_refused(self):
        with self.assertRaises(ValueError):
            parse("2024-03-30 22:00 2024-03-30 06:00 Ada")


class Payrolls(unittest.TestCase):
    def test_a_short_shift_has_no_break(self):
        self.assertEqual(paid_time(parse("2024-05-01 08:00 2024-05-01 14:00 Ada")), timedelta(hours=6))

    def test_times_are_shown_in_hours_and_minutes(self):
        self.assertEqual(show(timedelta(hours=30, minutes=5)), "30:05")

    def test_everybody_is_paid_by_the_hour(self):
        lines = ["2024-05-01 22:00 2024-05-02 06:00 Ben", "2024-05-01 08:00 2024-05-01 12:00 Ada", "",
                 "2024-05-02 08:00 2024-05-02 12:00 Ada"]
        self.assertEqual(payroll(lines, 2400), [("Ada", "8:00", 19200), ("Ben", "7:30", 18000)])

    def test_the_longest_night_is_paid_in_full(self):
        self.assertEqual(payroll(["2024-10-26 22:00 2024-10-27 06:00 Ada"], 2400), [("Ada", "8:30", 20400)])


if __name__ == "__main__":
    unittest.main()
