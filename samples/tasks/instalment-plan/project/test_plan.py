import unittest

from ledger import Ledger
from money import parse, rounded, show
from plan import Payment, equal_instalments, loan


class Money(unittest.TestCase):
    def test_an_amount_is_written_as_it_is_read(self):
        self.assertEqual(show(parse("1,249.90")), "1,249.90")

    def test_half_a_cent_is_rounded_up(self):
        self.assertEqual([show(rounded(parse(text))) for text in ("0.005", "2.675", "1.005")], ["0.01", "2.68", "1.01"])

    def test_what_is_no_amount_is_refused(self):
        for text in ("", "1.2.3"):
            with self.assertRaises(ValueError):
                parse(text)


class Instalments(unittest.TestCase):
    def test_an_even_price_is_cut_evenly(self):
        self.assertEqual([payment.amount for payment in equal_instalments("90.00", 3)], ["30.00"] * 3)

    def test_the_last_instalment_takes_the_rest(self):
        self.assertEqual([payment.amount for payment in equal_instalments("100.00", 3)], ["33.33", "33.33", "33.34"])

    def test_nothing_is_owed_at_the_end(self):
        self.assertEqual(equal_instalments("0.30", 3)[-1], Payment(3, "0.10", "0.00"))

    def test_half_a_cent_goes_to_the_first_instalments(self):
        self.assertEqual([payment.amount for payment in equal_instalments("5.35", 2)], ["2.68", "2.67"])


class Loans(unittest.TestCase):
    def test_a_loan_without_interest_ends_with_its_last_payment(self):
        payments = loan("0.80", "0", "0.10")
        self.assertEqual((len(payments), payments[-1]), (8, Payment(8, "0.10", "0.00")))

    def test_interest_is_paid_on_what_is_owed(self):
        payments = loan("1,000.00", "12", "500.00")
        self.assertEqual([payment.amount for payment in payments], ["500.00", "500.00", "15.25"])

    def test_a_loan_that_never_ends_is_refused(self):
        with self.assertRaises(ValueError):
            loan("1,000.00", "12", "10.00")


class Ledgers(unittest.TestCase):
    def test_a_price_paid_in_parts_is_settled(self):
        ledger = Ledger("0.30")
        for _ in range(3):
            ledger.pay("0.10")
        self.assertTrue(ledger.is_settled)

    def test_a_statement_tells_what_is_left(self):
        ledger = Ledger("50.00")
        ledger.pay("20.00")
        self.assertEqual(ledger.statement(), "1. 20.00\nleft 30.00")


if __name__ == "__main__":
    unittest.main()
