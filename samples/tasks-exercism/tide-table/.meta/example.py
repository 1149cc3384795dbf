def high_tides(levels):
    found = []
    rose_at = None
    for number in range(1, len(levels)):
        if levels[number] > levels[number - 1]:
            rose_at = number
        elif levels[number] < levels[number - 1]:
            if rose_at is not None:
                found.append(rose_at)
            rose_at = None
    return found


def range_of(levels):
    if not levels:
        raise ValueError("there are no readings")
    return max(levels) - min(levels)
