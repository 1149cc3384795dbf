"""How frames are written.

A frame is START, the payload, its check sum in one byte, END. Where one of the bytes START, END and ESCAPE stands
between START and END, it is written as ESCAPE and the byte with its bit 5 turned.
"""

START, END, ESCAPE = 0x7B, 0x7D, 0x5C
TURNED = 0x20
SPECIAL = (START, END, ESCAPE)


def check_sum(payload):
    """The sum of the bytes, each weighted by its place, so that exchanged bytes are noticed."""
    total = 0
    for place, byte in enumerate(payload, start=1):
        total = (total + place * byte) & 0xFF
    return total


def escaped(data):
    for byte in data:
        if byte in SPECIAL:
            yield ESCAPE
            yield byte ^ TURNED
        else:
            yield byte


def frame(payload):
    return bytes([START, *escaped([*payload, check_sum(payload)]), END])
