"""How values are written."""

import datetime


def as_text(value):
    return str(value)


def as_date(value):
    return value.strftime("%d.%m.%Y") if isinstance(value, datetime.date) else "-"


def as_amount(cents):
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100:,}.{cents % 100:02}"


def as_share(part):
    return f"{100 * part:.1f} %"


BY_NAME = {"text": as_text, "date": as_date, "amount": as_amount, "share": as_share}
