"""Amounts of money, read from and written as text such as `1,249.90`."""

CENT = 0.01


def parse(text):
    """The amount that a text says."""
    cleaned = text.replace(",", "").strip()
    if not cleaned or cleaned.count(".") > 1:
        raise ValueError(f"{text!r} is no amount")
    return float(cleaned)


def show(amount):
    return f"{amount:,.2f}"


def rounded(amount):
    """An amount in whole cents, half a cent rounded up."""
    return round(amount, 2)
