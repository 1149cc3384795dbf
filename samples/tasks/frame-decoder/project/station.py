"""Measurements of a weather station: a letter for what was measured, and a value in hundredths."""

import struct

from decoder import Decoder
from encoding import frame

KINDS = {b"T": "temperature", b"H": "humidity", b"P": "pressure"}
LAYOUT = struct.Struct(">ci")


def pack(kind, value):
    letter = next(letter for letter, name in KINDS.items() if name == kind)
    return frame(LAYOUT.pack(letter, round(value * 100)))


class Station:
    """Keeps the latest value of each kind."""

    def __init__(self):
        self._decoder = Decoder(longest=LAYOUT.size)
        self.latest = {}
        self.unknown = 0

    def receive(self, piece):
        for payload in self._decoder.feed(piece):
            letter = payload[:1]
            if len(payload) != LAYOUT.size or letter not in KINDS:
                self.unknown += 1
                continue
            self.latest[KINDS[letter]] = LAYOUT.unpack(payload)[1] / 100

    @property
    def damaged(self):
        return self._decoder.damaged
