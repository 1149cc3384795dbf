def high_tides(levels):
    pass


def range_of(levels):
    pass
