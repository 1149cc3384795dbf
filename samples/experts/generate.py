"""Writes tasks.safetensors: twelve small regression tasks for one linear map, in three families.

The tasks of a family read the same six directions of the input and change the map's output in nearly the same way,
so their experts belong together, and a router that looks at the input can find them without being told the task.
Run it again to get the same bytes: python3 generate.py
"""
import json
import math
import random
import struct

INPUTS, OUTPUTS, WIDTH = 24, 40, 6
FAMILIES = {
    "tides": ["harbour", "estuary", "lagoon", "strait"],
    "winds": ["ridge", "valley", "plain", "coast"],
    "rains": ["meadow", "forest", "delta", "moor"],
}
TRAIN, TEST = 40, 30

numbers = random.Random(20260)


def gaussians(rows, columns, scale=1.0):
    return [[numbers.gauss(0, scale) for _ in range(columns)] for _ in range(rows)]


def product(left, right):
    columns = list(zip(*right))
    return [[math.fsum(a * b for a, b in zip(row, column)) for column in columns] for row in left]


def add(left, right, scale=1.0):
    return [[a + scale * b for a, b in zip(x, y)] for x, y in zip(left, right)]


def transpose(matrix):
    return [list(column) for column in zip(*matrix)]


def orthonormal(rows, columns):
    """Rows at right angles, by Gram and Schmidt."""
    basis = []
    while len(basis) < rows:
        vector = [numbers.gauss(0, 1) for _ in range(columns)]
        for other in basis:
            along = math.fsum(a * b for a, b in zip(vector, other))
            vector = [a - along * b for a, b in zip(vector, other)]
        length = math.sqrt(math.fsum(a * a for a in vector))
        basis.append([a / length for a in vector])
    return basis


def observe(weight, change, directions, middle, count):
    """Inputs around the family's middle, and what the changed map makes of them, with some noise."""
    inner = [[m + 0.7 * numbers.gauss(0, 1) for m in middle] for _ in range(count)]
    inputs = add(product(inner, directions), gaussians(count, INPUTS), 0.2)
    outputs = product(inputs, transpose(add(weight, change)))
    return inputs, add(outputs, gaussians(count, OUTPUTS), 0.3)


def main():
    weight = gaussians(OUTPUTS, INPUTS, 1 / math.sqrt(INPUTS))
    tensors = {"weight": weight}
    basis = orthonormal(WIDTH * len(FAMILIES), INPUTS)
    for index, tasks in enumerate(FAMILIES.values()):
        directions = basis[index * WIDTH:(index + 1) * WIDTH]
        middle = [2.0] + [0.0] * (WIDTH - 1)
        shared = gaussians(OUTPUTS, WIDTH, 0.5)
        for row in shared:
            row[0] *= 2
        for task in tasks:
            change = product(add(shared, gaussians(OUTPUTS, WIDTH, 0.5), 0.3), directions)
            for part, count in (("train", TRAIN), ("test", TEST)):
                inputs, targets = observe(weight, change, directions, middle, count)
                tensors[f"{task}.{part}.input"] = inputs
                tensors[f"{task}.{part}.target"] = targets
    write("tasks.safetensors", tensors)


def write(path, tensors):
    header, data = {}, b""
    for name in sorted(tensors):
        rows = tensors[name]
        packed = struct.pack(f"<{len(rows) * len(rows[0])}f", *(value for row in rows for value in row))
        header[name] = {"dtype": "F32", "shape": [len(rows), len(rows[0])], "data_offsets": [len(data), len(data) + len(packed)]}
        data += packed
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    main()
