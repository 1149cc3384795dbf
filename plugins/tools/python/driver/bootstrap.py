# Run as `python3 -c`, so that no file of ours has to exist where the program runs. Must parse under any Python.
import sys

if sys.version_info < (3, 9):
    sys.exit("The debugger needs Python 3.9 or newer; %s is Python %s." % (sys.executable, sys.version.split()[0]))

# A project may hold a json.py or a code.py: while the driver loads its own modules, the project is out of sight.
loaded_before = set(sys.modules)
safe_path = sys.path[:1] != [""]
if not safe_path:
    del sys.path[0]

import binascii
import importlib.util
import json
import marshal
import os
import socket


def connect(address):
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(address[len("unix:"):])
        return connection
    host, port = address[len("tcp:"):].rsplit(":", 1)
    connection = socket.create_connection((host, int(port)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    token = os.environ.pop("TESSERA_CHANNEL_TOKEN", None)
    if token is not None:
        connection.sendall((token + "\n").encode())
    return connection


def close_input():
    # Nobody answers a program that asks: it shall read an end of file at once, not wait.
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


# Not derived from the abstract classes of importlib.abc: their import alone would take longer than all else here.
class SentSources:
    """Imports the driver's modules from the sources that the host sent."""

    def __init__(self, sources):
        compiled = sources.pop("compiled", None)
        self.sources = sources
        self.is_compiled = compiled is not None and compiled["magic"] == importlib.util.MAGIC_NUMBER.hex()
        self.codes = marshal.loads(binascii.a2b_base64(compiled["codes"])) if self.is_compiled else {}

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self) if name in self.sources else None

    def is_package(self, name):
        return "." not in name

    def get_source(self, name):
        return self.sources[name]

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        if name not in self.codes:
            self.codes[name] = compile(self.sources[name], "<" + name + ">", "exec")
        exec(self.codes[name], module.__dict__)

    def compiled(self):
        """What the host may send beside the sources the next time, so that this Python need not compile them again."""
        return {"magic": importlib.util.MAGIC_NUMBER.hex(), "codes": binascii.b2a_base64(marshal.dumps(self.codes), newline=False).decode()}


# Taken out of the environment: a Python that the program starts must not take the channel for its own.
with connect(os.environ.pop("TESSERA_CHANNEL")) as connection:
    stream = connection.makefile("rwb")
close_input()
sys.meta_path.insert(0, SentSources(json.loads(stream.read(int.from_bytes(stream.read(4), "big")))))

from tessera_driver.serving import serve

serve(stream, loaded_before, safe_path)
