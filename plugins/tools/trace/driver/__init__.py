"""The Python side of Tessera's function tracer. Standard library only, Python 3.9 or newer."""
