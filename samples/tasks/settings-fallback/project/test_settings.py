import os
import tempfile
import unittest

import values
from backup import plan
from settings import Settings, load, parse

USUAL = "target = /mnt/disk\nkeep = 30 days\ncompress = no\n"

CUSTOMERS = """\
# written by the installer
Target = /srv/backup
Keep = 2 weeks
Compress = Yes
Largest-File = 1.5G
Exclude = *.tmp, cache/
"""


class Files(unittest.TestCase):
    def load(self, text):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "settings.txt")
            with open(file, "w", encoding="utf-8") as stream:
                stream.write(text)
            return load(file)

    def test_a_usual_file_is_taken(self):
        self.assertEqual(self.load(USUAL), Settings(target="/mnt/disk", keep_days=30, compress=False))

    def test_the_customers_file_is_taken(self):
        self.assertEqual(self.load(CUSTOMERS), Settings("/srv/backup", 14, 1536 * 1024 ** 2, True, ["*.tmp", "cache/"]))

    def test_a_file_that_makes_no_sense_is_refused(self):
        for text in ("keep = some time\n", "colour = red\n", "compress = perhaps\n"):
            with self.subTest(text=text), self.assertRaises(ValueError):
                self.load(text)

    def test_without_a_file_the_defaults_hold(self):
        self.assertEqual(load(os.path.join(tempfile.gettempdir(), "no", "such", "file")), Settings())


class Values(unittest.TestCase):
    def test_sizes(self):
        self.assertEqual([values.size(text) for text in ("512", "64k", "1.5G")], [512, 65536, 1610612736])

    def test_durations(self):
        self.assertEqual([values.duration(text) for text in ("10", " 1 day", "2 weeks")], [10, 1, 14])

    def test_switches(self):
        self.assertEqual([values.switch(text) for text in ("yes", " off")], [True, False])


class Plans(unittest.TestCase):
    def test_a_plan_says_what_is_left_out(self):
        self.assertEqual(plan(parse("largest-file = 1k\nexclude = a, b\ncompress = off\n"))[2:],
                         ["leave out files above 1024 bytes", "leave out a", "leave out b"])


if __name__ == "__main__":
    unittest.main()
