import unittest

from digest import digest
from measures import Count, FailingAddresses, SlowPages
from reading import Request, requests, within

LOG = [
    '10.0.0.1 "GET /cart?item=3" 200 1850',
    '10.0.0.2 "GET /cart" 500 2100',
    'rotated at midnight',
    '10.0.0.2 "POST /order" 403 90',
    '10.0.0.3 "GET /help" 404 1000',
]


class Reading(unittest.TestCase):
    def test_requests_are_read_without_their_queries(self):
        self.assertEqual(next(requests(LOG)), Request("10.0.0.1", "/cart", 200, 1850))

    def test_what_is_no_request_is_left_out(self):
        self.assertEqual(len(list(requests(LOG))), 4)

    def test_requests_are_chosen_by_page(self):
        self.assertEqual([request.status for request in within(requests(LOG), ["/order", "/help"])], [403, 404])


class Measures(unittest.TestCase):
    def test_slow_pages_are_ordered_by_their_slowest_request(self):
        self.assertEqual(SlowPages(limit=1000).of(requests(LOG)), ["/cart 2100 ms", "/help 1000 ms"])

    def test_failing_addresses_are_ordered_by_failures(self):
        self.assertEqual(FailingAddresses(most=1).of(requests(LOG)), ["10.0.0.2 2"])


class Digest(unittest.TestCase):
    def test_one_measure_stands_alone(self):
        self.assertEqual(digest(LOG, measures=[Count()]), ["requests:", "  4"])

    def test_every_measure_sees_every_request(self):
        self.assertEqual(digest(LOG), [
            "requests:", "  4",
            "slow pages:", "  /cart 2100 ms", "  /help 1000 ms",
            "failing addresses:", "  10.0.0.2 2", "  10.0.0.3 1",
        ])

    def test_the_order_of_measures_changes_nothing_else(self):
        forth = digest(LOG, measures=[Count(), FailingAddresses()])
        back = digest(LOG, measures=[FailingAddresses(), Count()])
        self.assertEqual(sorted(forth), sorted(back))

    def test_an_empty_log_has_nothing(self):
        self.assertEqual(digest([], measures=[SlowPages(1)]), ["slow pages:", "  none"])

    def test_a_log_is_read_once(self):
        self.assertEqual(digest(iter(LOG), measures=[Count(), Count()]), ["requests:", "  4"] * 2)


if __name__ == "__main__":
    unittest.main()
