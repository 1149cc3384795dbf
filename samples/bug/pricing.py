"""Prices in whole cents, so that no fraction of a cent is lost on the way."""

# From this many pieces on, this many percent.
DISCOUNTS = [(10, 5), (50, 10), (100, 15)]


def discount_percent(quantity):
    """The discount that a quantity earns."""
    percent = 0
    for pieces, earned in DISCOUNTS:
        if quantity > pieces:
            percent = earned
    return percent


def discounted(price, quantity):
    """The price of several pieces after the discount, rounded half up."""
    full = price * quantity
    return full - (full * discount_percent(quantity) + 50) // 100


def instalments(total, count):
    """Parts that sum to the total and differ by at most one cent, the larger ones first."""
    part, rest = divmod(total, count)
    parts = [part] * count
    for index in range(rest):
        parts[0] += 1
    return parts
