"""A small MCP server, for tests of clients: over standard input and output, or over HTTP where it is started with --http."""
import http.server
import json
import os
import subprocess
import sys
import threading

ORDER = {
    "type": "object",
    "properties": {
        "lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/line"}},
        "speed": {"enum": ["slow", "fast", 3]},
        "to": {"type": "object", "properties": {"street": {"type": ["string", "null"]}}, "required": ["street"], "additionalProperties": False},
    },
    "required": ["lines"],
    "$defs": {"line": {"type": "object", "properties": {"item": {"type": "string", "pattern": "^[a-z]+$"}, "count": {"type": "integer", "default": 1}}}},
    "x-shop": {"open": True},
}
NONE = {"type": "object"}
PAGES = [["order", "look"], ["fail", "wait", "die"], ["tell", "spawn", "shop.door/open"]]
SCHEMAS = {"order": ORDER}
told = threading.Event()
headers = {}


def text(value):
    return {"type": "text", "text": value}


def call(name, arguments):
    if name == "order":
        return {"content": [text("ordered")], "structuredContent": {"arguments": arguments}}
    if name == "look":
        return {"content": [
            text("a lamp"),
            {"type": "image", "data": "AAAA", "mimeType": "image/png"},
            {"type": "resource_link", "uri": "file:///lamp.txt", "name": "the lamp"},
            {"type": "resource", "resource": {"uri": "file:///price.txt", "mimeType": "text/plain", "text": "12"}},
        ]}
    if name == "fail":
        return {"content": [text("we are closed")], "isError": True}
    if name == "wait":
        print("waiting", file=sys.stderr, flush=True)
        return {"content": [text("was told to stop" if told.wait(30) else "waited for nothing")]}
    if name == "die":
        print("the roof fell in; the key was", os.environ.get("SHOP_KEY", "nowhere"), file=sys.stderr, flush=True)
        os._exit(7)
    if name == "tell":
        return {"content": [text(json.dumps({"variables": sorted(os.environ), "headers": headers, "stopped": told.is_set(), "folder": os.getcwd()}))]}
    if name == "spawn":
        return {"content": [text(str(subprocess.Popen(["sleep", "300"]).pid))]}
    if name == "shop.door/open":
        return {"content": [text("the door is open")]}
    raise LookupError(f"There is no '{name}' in this shop.")


def answer(method, parameters):
    if method == "initialize":
        return {"protocolVersion": parameters["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": {"name": "shop", "version": "1"}}
    if method == "tools/list":
        page = int(parameters.get("cursor") or 0)
        tools = [{"name": name, "description": f"Does {name}.", "inputSchema": SCHEMAS.get(name, NONE)} for name in PAGES[page]]
        return {"tools": tools} | ({"nextCursor": str(page + 1)} if page + 1 < len(PAGES) else {})
    if method == "tools/call":
        return call(parameters["name"], parameters.get("arguments") or {})
    if method == "ping":
        return {}
    raise NotImplementedError(f"{method} is not known here.")


def respond(message):
    if message.get("method") == "notifications/cancelled":
        told.set()
    if "id" not in message or "method" not in message:
        return None
    try:
        return {"jsonrpc": "2.0", "id": message["id"], "result": answer(message["method"], message.get("params") or {})}
    except LookupError as unknown:
        return {"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32602, "message": str(unknown.args[0])}}
    except NotImplementedError as unknown:
        return {"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32601, "message": str(unknown)}}


def serve_stdio():
    writing = threading.Lock()

    def handle(message):
        if (response := respond(message)) is not None:
            with writing:
                sys.stdout.write(json.dumps(response) + "\n")
                sys.stdout.flush()

    for line in sys.stdin:
        threading.Thread(target=handle, args=[json.loads(line)], daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        headers.update({name: value for name, value in self.headers.items() if name.startswith("X-")})
        response = respond(json.loads(self.body()))
        self.send(202 if response is None else 200, b"" if response is None else json.dumps(response).encode())

    def body(self):
        if "Content-Length" in self.headers:
            return self.rfile.read(int(self.headers["Content-Length"]))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def do_GET(self):
        self.send(405, b"")

    def do_DELETE(self):
        self.send(200, b"")

    def send(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if sys.argv[1:] == ["--http"]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
elif sys.argv[1:] == ["--broken"]:
    sys.exit("there is no shop here")
elif sys.argv[1:] == ["--once", sys.argv[-1]]:
    # Works the first time, and never again.
    with open(sys.argv[-1], "a+") as beginnings:
        beginnings.write("x")
        beginnings.seek(0)
        if len(beginnings.read()) > 1:
            sys.exit("the shop is bankrupt")
    serve_stdio()
else:
    serve_stdio()
