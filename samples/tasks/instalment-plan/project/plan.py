"""Plans of payments: equal instalments, and loans with interest."""

from dataclasses import dataclass

from money import parse, rounded, show


@dataclass(frozen=True)
class Payment:
    """One payment and what is owed after it."""

    number: int
    amount: str
    owed: str


def equal_instalments(price, count):
    """Cuts a price into equal parts; the last one takes what rounding leaves."""
    if count < 1:
        raise ValueError("a plan has at least one instalment")
    total = parse(price)
    part = rounded(total / count)
    payments = []
    owed = total
    for number in range(1, count + 1):
        amount = owed if number == count else part
        owed = owed - amount
        payments.append(Payment(number, show(amount), show(owed)))
    return payments


def loan(price, yearly_percent, monthly):
    """Pays a fixed amount a month, and interest on what is owed; the last payment is the rest."""
    owed, amount = parse(price), parse(monthly)
    rate = parse(yearly_percent) / 1200
    payments = []
    while owed > 0:
        interest = rounded(owed * rate)
        if interest >= amount:
            raise ValueError("the interest is more than is paid")
        due = min(amount, owed + interest)
        owed = owed + interest - due
        payments.append(Payment(len(payments) + 1, show(due), show(owed)))
    return payments
