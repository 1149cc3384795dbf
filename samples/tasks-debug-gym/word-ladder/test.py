import unittest

from ladder import ladder, neighbours

WORDS = ["cold", "cord", "card", "ward", "warm", "word", "worm", "corn"]


class Ladders(unittest.TestCase):
    def test_neighbours_differ_in_one_letter(self):
        self.assertEqual(neighbours("cord", WORDS), ["cold", "card", "word", "corn"])

    def test_a_ladder_changes_one_letter_at_a_time(self):
        self.assertEqual(ladder("cold", "warm", WORDS), ["cold", "cord", "card", "ward", "warm"])

    def test_a_word_is_its_own_ladder(self):
        self.assertEqual(ladder("cold", "cold", WORDS), ["cold"])

    def test_where_no_way_leads_there_is_none(self):
        self.assertEqual(ladder("cold", "bird", WORDS), [])


if __name__ == "__main__":
    unittest.main()
