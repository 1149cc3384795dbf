"""Values as they stand in files of settings."""

UNITS = {"k": 1024, "m": 1024 ** 2, "g": 1024 ** 3}


def size(text):
    """A size in bytes: `512`, `64k`, `1.5G`."""
    text = text.strip().lower()
    if text and text[-1] in UNITS:
        return int(float(text[:-1]) * UNITS[text[-1]])
    return int(text)


def switch(text):
    words = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
    return words[text.strip()]


def words(text):
    """A list: words between commas, empty ones left out."""
    return [word.strip() for word in text.split(",") if word.strip()]


def duration(text):
    """A duration in days: `10`, `10 days`, `2 weeks`."""
    number, _, unit = text.strip().partition(" ")
    return int(number) * {"": 1, "day": 1, "days": 1, "week": 7, "weeks": 7}[unit.strip()]
