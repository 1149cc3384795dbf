"""A hall: its rows of seats, and which of them are not sold."""

FREE = "."
BLOCKED = "x"
SOLD = "#"


class Hall:
    """Rows of seats, from the front to the back."""

    def __init__(self, name, rows):
        if not rows or not all(rows):
            raise ValueError("a hall has rows, and every row has seats")
        self.name = name
        self._rows = rows

    @classmethod
    def parse(cls, name, drawing):
        """Reads a drawing with one line a row: `.` is a seat, `x` one that is never sold."""
        rows = [list(line.strip()) for line in drawing.splitlines() if line.strip()]
        for row in rows:
            unknown = set(row) - {FREE, BLOCKED}
            if unknown:
                raise ValueError(f"a drawing of seats does not have {sorted(unknown)}")
        return cls(name, rows)

    def layout(self):
        """The seats as they are before anything is sold, for a plan to write on."""
        return list(self._rows)

    @property
    def capacity(self):
        return sum(row.count(FREE) for row in self._rows)
