"""Reports each test to the host as it ends: one line of JSON on a channel apart from the program's output."""

import os
import sys

# Not by the modules json and socket: importing them takes longer than many a test run.
try:
    from _json import encode_basestring_ascii as quoted
except ImportError:
    from json import dumps as quoted

MOST_LETTERS = 500


def connect():
    # Taken out of the environment: the tests, and what they start, shall not report in the runner's place.
    address = os.environ.pop("TESSERA_CHANNEL")
    if address.startswith("unix:"):
        import _socket
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        connection.connect(address[len("unix:"):])
        return connection
    import socket
    host, port = address[len("tcp:"):].rsplit(":", 1)
    connection = socket.create_connection((host, int(port)))
    token = os.environ.pop("TESSERA_CHANNEL_TOKEN", None)
    if token is not None:
        connection.sendall((token + "\n").encode())
    return connection


class Report:
    def __init__(self):
        self.connection = connect()
        self.process = os.getpid()

    def add(self, name, verdict, why=None):
        message = quoted(first_line(why)[:MOST_LETTERS]) if why else "null"
        self.send(f'{{"test": {quoted(name)}, "verdict": {quoted(verdict)}, "message": {message}}}')

    def lack(self, module, interpreter):
        self.send(f'{{"lacking": {quoted(module)}, "interpreter": {quoted(interpreter)}}}')

    def finish(self):
        self.send('{"finished": true}')

    def send(self, line):
        # A test that forks takes the connection with it.
        if os.getpid() == self.process:
            self.connection.sendall(line.encode() + b"\n")


def first_line(text):
    return next((line.strip() for line in str(text).splitlines() if line.strip()), "")


# Nobody answers a test that asks: it shall read an end of file at once, not wait.
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

# `python3 -m` finds modules in the folder it starts in, also after the program has gone elsewhere.
if sys.path[0] == "":
    sys.path[0] = os.getcwd()
