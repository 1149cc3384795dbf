import unittest

from alarm import Alarm, Change


class Alarms(unittest.TestCase):
    def test_an_alarm_is_raised_at_once(self):
        self.assertEqual(next(Alarm(10, 4).watch([1, 12])), Change(1, True, 12))

    def test_an_alarm_ends_when_its_peak_has_left_the_window(self):
        changes = list(Alarm(10, 3).watch([1, 12, 2, 3, 4, 5]))
        self.assertEqual(changes, [Change(1, True, 12), Change(4, False, 4)])

    def test_a_second_peak_prolongs_an_alarm(self):
        changes = list(Alarm(10, 3).watch([12, 1, 11, 1, 1, 1]))
        self.assertEqual(changes, [Change(0, True, 12), Change(5, False, 1)])


if __name__ == "__main__":
    unittest.main()
