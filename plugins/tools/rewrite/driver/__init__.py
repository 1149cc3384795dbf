"""The Python side of `rewrite`: it says whether a file compiles."""
