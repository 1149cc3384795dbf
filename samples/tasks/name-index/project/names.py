"""Names of people, and how they are compared."""


def tidy(name):
    """A name with single spaces."""
    words = name.split()
    if not words:
        raise ValueError("a name has at least one word")
    return " ".join(words)


def key(name):
    """The same for names that are the same to a reader."""
    return tidy(name).lower()


def sort_key(name):
    """Orders names by their last word."""
    words = key(name).split()
    return words[-1:] + words[:-1]
