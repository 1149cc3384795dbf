"""What is measured of requests."""

from collections import Counter


class Count:
    """How many requests there were."""

    title = "requests"

    def of(self, found):
        return [str(sum(1 for _ in found))]


class SlowPages:
    """The pages whose slowest request took longest."""

    title = "slow pages"

    def __init__(self, limit, most=3):
        self._limit = limit
        self._most = most

    def of(self, found):
        slowest = {}
        for request in found:
            if request.milliseconds >= self._limit:
                slowest[request.page] = max(request.milliseconds, slowest.get(request.page, 0))
        ordered = sorted(slowest.items(), key=lambda item: (-item[1], item[0]))
        return [f"{page} {milliseconds} ms" for page, milliseconds in ordered[:self._most]]


class FailingAddresses:
    """The addresses with the most failed requests."""

    title = "failing addresses"

    def __init__(self, most=3):
        self._most = most

    def of(self, found):
        failures = Counter(request.address for request in found if request.failed)
        ordered = sorted(failures.items(), key=lambda item: (-item[1], item[0]))
        return [f"{address} {count}" for address, count in ordered[:self._most]]
