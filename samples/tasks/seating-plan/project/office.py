"""The box office: the shows of a season, each with its plan."""

from plan import Plan


class Office:
    def __init__(self, hall):
        self._hall = hall
        self._plans = {}

    def announce(self, show):
        if show in self._plans:
            raise ValueError(f"{show} is announced already")
        self._plans[show] = Plan(self._hall)

    def plan(self, show):
        return self._plans[show]

    def sold_out(self):
        """The shows without a free seat, in the order of their announcement."""
        return [show for show, plan in self._plans.items() if plan.free == 0]

    def occupancy(self, show):
        """How much of the hall is sold, in whole percent."""
        sold = self._hall.capacity - self._plans[show].free
        return 100 * sold // self._hall.capacity
