"""A choir's file: `name; voice` a line."""

from collections import Counter

from index import Index


def read(lines):
    """The index of a file's members."""
    index = Index()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, separator, voice = line.partition(";")
        if not separator:
            raise ValueError(f"line {number}: write a name, a semicolon and a voice")
        index.enter(name, voice.strip().lower())
    return index


def voices(index):
    """How many sing each voice."""
    return Counter(voice for member in index.everybody() for voice in member.voices)


def roll(index):
    """The members as they are printed."""
    return [f"{member.name} ({', '.join(member.voices)})" for member in index.everybody()]
