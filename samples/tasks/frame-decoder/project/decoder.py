"""Finds frames in a stream of bytes."""

from encoding import END, ESCAPE, START, TURNED, check_sum

OUTSIDE, INSIDE, ESCAPED = "outside", "inside", "escaped"


class Decoder:
    """Takes bytes as they arrive, in pieces of any size."""

    def __init__(self, longest=64):
        self._longest = longest
        self._state = OUTSIDE
        self._data = bytearray()
        self.damaged = 0

    def feed(self, piece):
        """Takes some bytes. Returns the payloads of the frames that ended in them."""
        payloads = []
        for byte in piece:
            payload = self._take(byte)
            if payload is not None:
                payloads.append(payload)
        return payloads

    def _take(self, byte):
        if self._state == OUTSIDE:
            if byte == START:
                self._state = INSIDE
            return None
        if self._state == ESCAPED:
            self._append(byte ^ TURNED)
            if self._state == ESCAPED:
                self._state = INSIDE
            return None
        if byte == ESCAPE:
            self._state = ESCAPED
        elif byte == START:
            self.damaged += 1
            self._data.clear()
        elif byte == END:
            return self._finish()
        else:
            self._append(byte)
        return None

    def _append(self, byte):
        self._data.append(byte)
        if len(self._data) > self._longest + 1:
            self._drop()

    def _drop(self):
        self.damaged += 1
        self._state = OUTSIDE

    def _finish(self):
        payload, found = bytes(self._data[:-1]), self._data[-1:]
        if not found or found[0] != check_sum(payload):
            self._drop()
            return None
        self._state = OUTSIDE
        self._data.clear()
        return payload
