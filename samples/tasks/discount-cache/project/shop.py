"""What a visitor's basket costs."""


class Basket:
    def __init__(self, customer, price_list):
        self._customer = customer
        self._price_list = price_list
        self._quantities = {}

    def add(self, article, quantity=1):
        if quantity < 1:
            raise ValueError("a basket takes whole pieces")
        self._quantities[article] = self._quantities.get(article, 0) + quantity

    def lines(self):
        """Article, quantity, price of a piece and of all."""
        found = []
        for article, quantity in sorted(self._quantities.items()):
            piece = self._price_list.piece(article, self._customer, quantity)
            found.append((article, quantity, piece, piece * quantity))
        return found

    def total(self):
        return sum(line[3] for line in self.lines())
