"""A station whose counters work at the same time."""

from concurrent.futures import ThreadPoolExecutor

from counter import Counter


class Station:
    def __init__(self, train, pay, counters=4):
        self._counters = [Counter(train, pay) for _ in range(counters)]

    def serve(self, customers):
        """Serves a queue of customers. Returns what each was told, in the queue's order."""
        with ThreadPoolExecutor(max_workers=len(self._counters)) as pool:
            answers = [
                pool.submit(self._counters[number % len(self._counters)].try_to_sell, customer)
                for number, customer in enumerate(customers)
            ]
            return [answer.result() for answer in answers]
