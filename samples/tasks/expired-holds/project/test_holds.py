import unittest
from datetime import date

from holds import Hold, Shelf
from waiting import Library

MARCH = [date(2024, 3, day) for day in range(1, 32)]


def hold(book, reader="Ada", since=MARCH[0]):
    return Hold(book, reader, since)


class Shelves(unittest.TestCase):
    def setUp(self):
        self.shelf = Shelf()

    def test_a_hold_lasts_a_week(self):
        self.shelf.place(hold("Emma"))
        self.assertEqual(self.shelf.expire(MARCH[7]), [])
        self.assertEqual(self.shelf.expire(MARCH[8]), [hold("Emma")])

    def test_a_collected_book_is_held_no_more(self):
        self.shelf.place(hold("Emma"))
        self.assertTrue(self.shelf.collect("Emma", "Ada"))
        self.assertFalse(self.shelf.collect("Emma", "Ada"))

    def test_a_book_is_held_once(self):
        self.shelf.place(hold("Emma"))
        with self.assertRaises(ValueError):
            self.shelf.place(hold("Emma", "Ben"))

    def test_all_that_expired_go_in_one_night(self):
        for book in ("Emma", "Ulysses", "Walden", "Dracula"):
            self.shelf.place(hold(book))
        self.assertEqual([expired.book for expired in self.shelf.expire(MARCH[20])], ["Emma", "Ulysses", "Walden", "Dracula"])

    def test_others_stay_in_their_order(self):
        for number, book in enumerate(("Emma", "Ulysses", "Walden", "Dracula")):
            self.shelf.place(hold(book, since=MARCH[0 if number in (1, 2) else 10]))
        self.shelf.expire(MARCH[12])
        self.assertEqual([left.book for left in self.shelf], ["Emma", "Dracula"])


class Nights(unittest.TestCase):
    def setUp(self):
        self.library = Library()

    def test_the_next_reader_gets_the_book(self):
        self.library.shelf.place(hold("Emma"))
        self.library.waiting.join("Emma", "Ben")
        self.assertEqual(self.library.night(MARCH[8]), ["Ada: Emma is no longer held for you", "Ben: Emma waits for you"])

    def test_a_hold_that_was_just_placed_does_not_expire_the_same_night(self):
        self.library.shelf.place(hold("Emma"))
        self.library.waiting.join("Emma", "Ben")
        self.library.night(MARCH[8])
        self.assertEqual([(left.reader, left.since) for left in self.library.shelf], [("Ben", MARCH[8])])

    def test_every_reader_of_a_night_is_written_to(self):
        for book in ("Emma", "Ulysses", "Walden"):
            self.library.shelf.place(hold(book, f"reader of {book}"))
            self.library.waiting.join(book, f"waiting for {book}")
        self.assertEqual(len(self.library.night(MARCH[20])), 6)
        self.assertEqual([left.reader for left in self.library.shelf],
                         ["waiting for Emma", "waiting for Ulysses", "waiting for Walden"])


if __name__ == "__main__":
    unittest.main()
