"""Records as a table."""

from columns import build


def table(records, description):
    """The lines of a table: a head, a rule, and a line a record."""
    columns = build(description)
    rows = [[column.cell(record) for column in columns] for record in records]
    widths = [
        max([column.width, len(column.title)] + [len(row[index]) for row in rows])
        for index, column in enumerate(columns)
    ]
    head = "  ".join(column.title.ljust(width) for column, width in zip(columns, widths)).rstrip()
    lines = [head, "  ".join("-" * width for width in widths)]
    for row in rows:
        cells = [
            text.rjust(width) if column.is_number else text.ljust(width)
            for text, column, width in zip(row, columns, widths)
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def totals(records, keys):
    """The sums of some keys; records without one count as nothing."""
    return {key: sum(record.get(key) or 0 for record in records) for key in keys}
