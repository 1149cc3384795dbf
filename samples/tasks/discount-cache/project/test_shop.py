import unittest

import prices
from prices import Customer, PriceList
from shop import Basket


class Baskets(unittest.TestCase):
    def setUp(self):
        prices.CACHE.clear()
        self.price_list = PriceList({"lamp": 1000, "bulb": 200})

    def total(self, customer, **quantities):
        basket = Basket(customer, self.price_list)
        for article, quantity in quantities.items():
            basket.add(article, quantity)
        return basket.total()

    def test_articles_are_summed(self):
        self.assertEqual(self.total(Customer("Ada"), lamp=1, bulb=2), 1400)

    def test_a_member_pays_less(self):
        self.assertEqual(self.total(Customer("Ben", is_member=True), lamp=2), 1900)

    def test_a_member_pays_less_after_a_guest(self):
        self.total(Customer("Ada"), lamp=1)
        self.assertEqual(self.total(Customer("Ben", is_member=True), lamp=1), 950)

    def test_many_pieces_cost_less(self):
        self.assertEqual(self.total(Customer("Ada"), bulb=10), 1800)

    def test_the_same_question_is_asked_once(self):
        for _ in range(3):
            self.total(Customer("Ada"), lamp=1)
        self.assertEqual(self.price_list.questions, 1)

    def test_a_new_price_holds_at_once(self):
        self.total(Customer("Ada"), lamp=1)
        self.price_list.change("lamp", 1200)
        self.assertEqual(self.total(Customer("Ada"), lamp=1), 1200)

    def test_a_basket_adds_up_pieces(self):
        basket = Basket(Customer("Ada"), self.price_list)
        basket.add("bulb", 4)
        basket.add("bulb", 6)
        self.assertEqual(basket.lines(), [("bulb", 10, 180, 1800)])


if __name__ == "__main__":
    unittest.main()
