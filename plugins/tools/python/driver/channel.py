"""Length-prefixed JSON between the driver and its host, apart from the program's standard streams."""

import os

try:
    # The module json around these imports re and more, which takes longer than the start of a program may.
    from _json import encode_basestring_ascii, make_encoder, make_scanner
except ImportError:
    make_scanner = None


class Channel:
    def __init__(self, stream):
        self.stream = stream

    def receive(self):
        """Waits for the next request; None when the host is gone."""
        body = self.receive_bytes()
        return decode(body.decode("utf-8")) if body else None

    def receive_bytes(self):
        """Waits for the next request as it was sent; None when the host is gone."""
        header = self._read(4)
        return self._read(int.from_bytes(header, "big")) if header else None

    def send(self, message):
        body = encode(message)
        left = memoryview(len(body).to_bytes(4, "big") + body)
        while left:
            left = left[self.stream.write(left):]

    def is_quiet(self, milliseconds):
        """Whether no request comes within a time."""
        try:
            import select
            poll = select.poll()
            poll.register(self.stream.fileno(), select.POLLIN)
            return not poll.poll(milliseconds)
        except (ImportError, AttributeError):
            return False

    def close(self):
        self.stream.close()

    def _read(self, count):
        parts = []
        while count > 0:
            part = self.stream.read(count)
            if not part:
                return b""
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


class Rules:
    strict = False
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float


def decode(text):
    if make_scanner is None:
        import json
        return json.loads(text)
    return make_scanner(Rules)(text, 0)[0]


def encode(message):
    if make_scanner is not None:
        text = "".join(make_encoder(None, str, encode_basestring_ascii, None, ":", ",", False, False, False)(message, 0))
        if "\\ud" not in text:
            return text.encode("ascii")
    import json
    return json.dumps(message, ensure_ascii=False).encode("utf-8", shown())


def shown():
    """A program's text may hold lone surrogates, which no JSON reader accepts: they arrive as text, backslash and all."""
    import codecs
    codecs.register_error("tessera-shown", lambda problem: (
        "".join(f"\\\\u{ord(letter):04x}" for letter in problem.object[problem.start:problem.end]), problem.end))
    return "tessera-shown"
