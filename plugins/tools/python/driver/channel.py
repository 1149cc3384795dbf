"""Length-prefixed JSON between the driver and its host, apart from the program's standard streams."""

import codecs
import json


def shown(problem):
    """A program's text may hold lone surrogates, which no JSON reader accepts: they arrive as text, backslash and all."""
    return "".join(f"\\\\u{ord(letter):04x}" for letter in problem.object[problem.start:problem.end]), problem.end


codecs.register_error("tessera-shown", shown)


class Channel:
    def __init__(self, stream):
        self._stream = stream

    def receive(self):
        """Waits for the next request; None when the host is gone."""
        header = self._stream.read(4)
        if len(header) < 4:
            return None
        return json.loads(self._stream.read(int.from_bytes(header, "big")))

    def send(self, message):
        body = json.dumps(message, ensure_ascii=False).encode("utf-8", "tessera-shown")
        self._stream.write(len(body).to_bytes(4, "big") + body)
        self._stream.flush()

    def close(self):
        self._stream.close()
