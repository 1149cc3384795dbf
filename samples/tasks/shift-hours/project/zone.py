"""The time of Central Europe, with its summer time."""

from datetime import datetime, timedelta, timezone, tzinfo

HOUR = timedelta(hours=1)


def last_sunday(year, month):
    day = datetime(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


class CentralEurope(tzinfo):
    """One hour ahead of UTC, two between one o'clock UTC of the last Sundays of March and October."""

    def _is_summer(self, utc):
        begin = last_sunday(utc.year, 3) + HOUR
        end = last_sunday(utc.year, 10) + HOUR
        return begin <= utc.replace(tzinfo=None, fold=0) < end

    def utcoffset(self, moment):
        return HOUR + self.dst(moment)

    def dst(self, moment):
        wall = moment.replace(tzinfo=None, fold=0)
        summer, winter = (self._is_summer(wall - 2 * HOUR), self._is_summer(wall - HOUR))
        if summer != winter:
            # The hour is there twice, or not at all: `fold` chooses.
            return HOUR if (moment.fold == 0) == summer else timedelta(0)
        return HOUR if summer else timedelta(0)

    def fromutc(self, moment):
        summer = self._is_summer(moment)
        wall = moment + (2 * HOUR if summer else HOUR)
        repeated = not summer and self._is_summer(moment - HOUR)
        return wall.replace(fold=1 if repeated else 0)

    def tzname(self, moment):
        return "CEST" if self.dst(moment) else "CET"


ZONE = CentralEurope()
UTC = timezone.utc
