import itertools
import unittest

import prices
from prices import Customer, PriceList
from shop import Basket


class Acceptance(unittest.TestCase):
    def setUp(self):
        prices.CACHE.clear()

    def test_nobodys_price_depends_on_who_came_before(self):
        def price(customer, quantity, price_list):
            basket = Basket(customer, price_list)
            basket.add("lamp", quantity)
            return basket.total()

        visits = list(itertools.product((Customer("guest"), Customer("member", is_member=True)), (1, 10, 100)))
        alone = []
        for customer, quantity in visits:
            prices.CACHE.clear()
            alone.append(price(customer, quantity, PriceList({"lamp": 1000})))
        prices.CACHE.clear()
        shop = PriceList({"lamp": 1000})
        self.assertEqual([price(customer, quantity, shop) for customer, quantity in visits], alone)

    def test_two_guests_share_a_price(self):
        shop = PriceList({"lamp": 1000})
        for name in ("Ada", "Ben", "Cleo"):
            shop.piece("lamp", Customer(name), 1)
        self.assertEqual(shop.questions, 1)

    def test_two_shops_do_not_share_a_price(self):
        cheap, dear = PriceList({"lamp": 500}), PriceList({"lamp": 900})
        guest = Customer("Ada")
        self.assertEqual((cheap.piece("lamp", guest, 1), dear.piece("lamp", guest, 1)), (500, 900))


if __name__ == "__main__":
    unittest.main()
