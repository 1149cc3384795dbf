# Run as `python3 -c`, so that no file of ours has to exist where the program runs. Must parse under any Python.
import sys

if sys.version_info < (3, 9):
    sys.exit("The debugger needs Python 3.9 or newer; %s is Python %s." % (sys.executable, sys.version.split()[0]))

# A project may hold a json.py or a code.py: while the driver loads its own modules, the project is out of sight.
loaded_before = set(sys.modules)
safe_path = sys.path[:1] != [""]
if not safe_path:
    del sys.path[0]

import marshal
import os
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER


def connect(address):
    # Not by the module socket: importing it takes as long as all the rest.
    import _socket
    if address.startswith("unix:"):
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        connection.connect(address[len("unix:"):])
        return os.fdopen(connection.detach(), "r+b", buffering=0)
    import socket
    host, port = address[len("tcp:"):].rsplit(":", 1)
    connection = socket.create_connection((host, int(port)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    token = os.environ.pop("TESSERA_CHANNEL_TOKEN", None)
    if token is not None:
        connection.sendall((token + "\n").encode())
    return connection.makefile("rwb", buffering=0)


def receive():
    length = int.from_bytes(read(4), "big")
    return read(length)


def read(count):
    parts = []
    while count > 0:
        part = stream.read(count)
        if not part:
            os._exit(1)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def send(body):
    left = memoryview(len(body).to_bytes(4, "big") + body)
    while left:
        left = left[stream.write(left):]


def driver_code():
    """The driver's modules, compiled for this very Python; compiled here and now when the host has them as sources only."""
    send((MAGIC_NUMBER.hex() + str(sys.flags.optimize)).encode())
    sent = receive()
    if sent[:1] != b"{":
        return marshal.loads(sent)
    import json
    code = {name: compile(source, "<" + name + ">", "exec", dont_inherit=True) for name, source in json.loads(sent).items()}
    send(marshal.dumps(code))
    return code


class SentModules:
    """Imports the driver's modules from what the host sent."""

    def __init__(self, code):
        self.code = code

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package="." not in name) if name in self.code else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.code[module.__name__], module.__dict__)


# Taken out of the environment: a Python that the program starts must not take the channel for its own.
stream = connect(os.environ.pop("TESSERA_CHANNEL"))
sent_modules = SentModules(driver_code())
sys.meta_path.insert(0, sent_modules)

from tessera_driver.serving import serve

serve(stream, loaded_before, safe_path)
