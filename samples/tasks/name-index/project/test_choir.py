import unittest

from choir import read, roll, voices
from names import tidy

COMPOSED = "Zo\u00eb M\u00fcller"
DECOMPOSED = "Zoe\u0308 Mu\u0308ller"


class Reading(unittest.TestCase):
    def test_a_file_is_read(self):
        self.assertEqual(roll(read(["Ada  Lovelace; alto", "", "ben carter;Bass"])), ["ben carter (bass)", "Ada Lovelace (alto)"])

    def test_a_line_without_a_voice_is_refused(self):
        with self.assertRaisesRegex(ValueError, "line 2"):
            read(["Ada; alto", "Ben"])

    def test_a_name_has_single_spaces(self):
        self.assertEqual(tidy("  Ada\tLovelace "), "Ada Lovelace")


class Finding(unittest.TestCase):
    def test_case_does_not_matter(self):
        self.assertEqual(read(["Ada Lovelace; alto"]).find("ADA lovelace").voices, ["alto"])

    def test_the_way_a_name_is_stored_does_not_matter(self):
        for stored, typed in ((COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)):
            with self.subTest(stored=ascii(stored)):
                found = read([f"{stored}; soprano"]).find(typed)
                self.assertIsNotNone(found)
                self.assertEqual(found.name, stored)

    def test_a_sharp_s_in_capitals_is_found(self):
        self.assertIsNotNone(read(["Ida Stra\u00dfer; alto"]).find("IDA STRASSER"))

    def test_whoever_is_not_there_is_not_found(self):
        self.assertIsNone(read(["Ada; alto"]).find("Ben"))

    def test_the_beginning_of_any_word_finds(self):
        index = read([f"{DECOMPOSED}; alto", "Ada M\u00fcnch; alto", "Max Mustermann; tenor"])
        self.assertEqual([member.name for member in index.starting_with("m\u00fc")], [DECOMPOSED, "Ada M\u00fcnch"])

    def test_marks_still_tell_names_apart(self):
        self.assertIsNone(read(["Zoe Muller; alto"]).find(COMPOSED))


class Members(unittest.TestCase):
    def test_a_member_is_there_once(self):
        index = read([f"{COMPOSED}; alto", f"{DECOMPOSED}; soprano"])
        self.assertEqual((len(index), index.find(COMPOSED).voices), (1, ["alto", "soprano"]))

    def test_voices_are_counted(self):
        self.assertEqual(voices(read(["Ada; alto", "Ben; bass", "Cleo; alto"])), {"alto": 2, "bass": 1})


if __name__ == "__main__":
    unittest.main()
