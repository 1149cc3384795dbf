"""Finds members by their names."""

from dataclasses import dataclass, field
from typing import List

from names import key, sort_key, tidy


@dataclass
class Member:
    name: str
    voices: List[str] = field(default_factory=list)


class Index:
    """The members, each once."""

    def __init__(self):
        self._members = {}

    def enter(self, name, voice):
        """Enters a member, or another voice of one who is there."""
        member = self._members.setdefault(key(name), Member(tidy(name)))
        if voice not in member.voices:
            member.voices.append(voice)
        return member

    def find(self, name):
        """The member of a name, or none."""
        return self._members.get(key(name))

    def starting_with(self, text):
        """The members with a word that starts with a text."""
        begun = key(text)
        return self._sorted(
            member for found, member in self._members.items()
            if any(word.startswith(begun) for word in found.split()) or found.startswith(begun)
        )

    def everybody(self):
        return self._sorted(self._members.values())

    def __len__(self):
        return len(self._members)

    @staticmethod
    def _sorted(members):
        return sorted(members, key=lambda member: sort_key(member.name))
