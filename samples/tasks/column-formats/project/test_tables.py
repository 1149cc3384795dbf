import datetime
import unittest

from columns import build, parse
from formats import as_amount, as_date
from tables import table, totals

BILLS = [
    {"who": "Ada", "due": datetime.date(2024, 3, 1), "sum": 123456, "paid": 0.25},
    {"who": "Ben", "due": None, "sum": -950, "paid": 1.0},
]


class Descriptions(unittest.TestCase):
    def test_a_description_names_keys_formats_and_widths(self):
        self.assertEqual(parse("who, sum:amount:12"), [("who", "text", 0), ("sum", "amount", 12)])

    def test_an_unknown_format_is_refused(self):
        with self.assertRaisesRegex(ValueError, "there are amount, date, share, text"):
            parse("sum:money")

    def test_titles_come_from_keys(self):
        self.assertEqual([column.title for column in build("first_name,sum")], ["First Name", "Sum"])


class Formats(unittest.TestCase):
    def test_amounts_are_grouped(self):
        self.assertEqual([as_amount(cents) for cents in (5, -950, 123456789)], ["0.05", "-9.50", "1,234,567.89"])

    def test_what_is_no_date_is_a_dash(self):
        self.assertEqual(as_date("soon"), "-")


class Tables(unittest.TestCase):
    def test_a_single_column_is_written_in_its_format(self):
        self.assertEqual(table(BILLS, "sum:amount"), ["Sum", "--------", "1,234.56", "   -9.50"])

    def test_every_column_shows_its_own_value(self):
        self.assertEqual(build("who,sum:amount")[0].cell(BILLS[0]), "Ada")

    def test_every_column_keeps_its_format(self):
        self.assertEqual(
            table(BILLS, "who,due:date,sum:amount,paid:share"),
            [
                "Who  Due         Sum       Paid",
                "---  ----------  --------  -------",
                "Ada  01.03.2024  1,234.56   25.0 %",
                "Ben                 -9.50  100.0 %",
            ])

    def test_totals_leave_out_what_is_missing(self):
        self.assertEqual(totals([{"sum": 2}, {}, {"sum": None}, {"sum": 3}], ["sum"]), {"sum": 5})


if __name__ == "__main__":
    unittest.main()
