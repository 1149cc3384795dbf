"""Values as bounded text that is the same from run to run."""

import reprlib
import types

ADDRESS = " at 0x"
DIGITS = "0123456789abcdefABCDEF"


class Shown(reprlib.Repr):
    """Objects without a representation of their own are shown by their attributes."""

    def __init__(self, limit):
        super().__init__()
        self.limit = limit
        self.maxlevel = 4
        self.maxdict = self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdeque = self.maxarray = 10
        self.maxstring = self.maxother = self.maxlong = limit

    def __call__(self, value):
        try:
            text = without_addresses(self.repr(value))
        except Exception as problem:
            text = f"<{type(value).__name__}, whose repr raised {type(problem).__name__}>"
        return cut(text, self.limit)

    def repr_set(self, value, level):
        return self._unsorted(value, level, self.maxset, "{", "}") if len(value) > 1000 else super().repr_set(value, level)

    def repr_instance(self, value, level):
        kind = type(value)
        if kind.__repr__ is not object.__repr__:
            return super().repr_instance(value, level)
        if level <= 0:
            return f"{kind.__name__}(...)"
        shown = [f"{name}={self.repr1(held, level - 1)}" for name, held in attributes(value, self.maxdict)]
        return f"{kind.__name__}({', '.join(shown)})"

    def _unsorted(self, value, level, most, left, right):
        shown = [self.repr1(item, level - 1) for item, _ in zip(value, range(most))]
        return f"{left}{', '.join(shown)}, ...{right}"


def without_addresses(text):
    """Addresses differ from run to run. Cut by hand, since regular expressions take longer to load than many a program runs."""
    first, *others = text.split(ADDRESS)
    return first + "".join(other.lstrip(DIGITS) if other[:1] and other[0] in DIGITS else ADDRESS + other for other in others)


def attributes(value, most):
    """
    Attributes as the class's own code names them. To ask for `__dict__` would make every later access to the object slower,
    and a program under trace shall run at its own speed.
    """
    found = []
    for name in attribute_names(type(value)):
        try:
            found.append((name, object.__getattribute__(value, name)))
        except AttributeError:
            continue
        if len(found) == most:
            break
    return found


def attribute_names(kind):
    if kind not in NAMES:
        names = {}
        for base in reversed(kind.__mro__):
            for name, member in vars(base).items():
                if isinstance(member, types.MemberDescriptorType):
                    names[name] = None
                code = getattr(member, "__code__", None)
                if code is not None:
                    names.update(dict.fromkeys(stored_attributes(code)))
        NAMES[kind] = [name for name in names if not is_computed(kind, name)]
    return NAMES[kind]


def stored_attributes(code):
    """The attributes that code sets, from its two-byte instructions: to load `dis` takes longer than many a program runs."""
    from opcode import EXTENDED_ARG, opmap

    stores, instructions, extended = opmap["STORE_ATTR"], code.co_code, 0
    if stores not in instructions[::2]:
        return
    for operation, argument in zip(instructions[::2], instructions[1::2]):
        argument |= extended
        if operation == stores:
            yield code.co_names[argument]
        extended = argument << 8 if operation == EXTENDED_ARG else 0


def is_computed(kind, name):
    """Whether reading the attribute would run code of the program."""
    member = next((vars(base)[name] for base in kind.__mro__ if name in vars(base)), None)
    return hasattr(type(member), "__get__") and not isinstance(member, types.MemberDescriptorType)


NAMES = {}


def cut(text, limit):
    return text if len(text) <= limit else f"{text[:limit - 3]}..."


def exception(problem):
    """An exception as the last line of a traceback shows it."""
    try:
        text = str(problem)
    except Exception:
        text = "<its str raised an exception>"
    text = cut(text, 500)
    return f"{type(problem).__name__}: {text}" if text else type(problem).__name__


def line_of(problem, frame):
    """The line of a frame that an exception left it from, whatever ran there since."""
    trace = getattr(problem, "__traceback__", None)
    while trace is not None and trace.tb_frame is not frame:
        trace = trace.tb_next
    return frame.f_lineno if trace is None else trace.tb_lineno
