"""An invoice from an order: `python3 invoice.py order.txt 3` prints it with three instalments."""

import sys

from pricing import discounted, instalments


class Invoice:
    """What was ordered, line by line."""

    def __init__(self):
        self.lines = []

    def add(self, article, quantity, price):
        self.lines.append((article, quantity, discounted(price, quantity)))

    def total(self):
        return sum(amount for _, _, amount in self.lines)


def read_order(text):
    """Reads lines such as `12 bolt 0.25`; empty ones and those that begin with # are left out."""
    invoice = Invoice()
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        quantity, article, price = line.split()
        units, _, cents = price.partition(".")
        invoice.add(article, int(quantity), int(units) * 100 + int(cents or 0))
    return invoice


def show(cents):
    return f"{cents // 100}.{cents % 100:02}"


def main(file, count):
    with open(file, encoding="utf-8") as order:
        invoice = read_order(order.read())
    for article, quantity, amount in invoice.lines:
        print(f"{quantity:5} {article:12} {show(amount):>10}")
    print(f"total {show(invoice.total()):>24}")
    print("to pay in instalments of", ", ".join(show(part) for part in instalments(invoice.total(), count)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
