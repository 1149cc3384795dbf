"""What a command is, and who performs it: stepping and breakpoints here, the rest pdb itself."""

from tessera_driver import setting, statements

WHITE = ("", " ", "\t", "\n")

# A letter that stands before one of these is a variable of the program.
OPERATORS = ("==", "!=", "<=", ">=", "=", "+=", "-=", "*=", "/=", "//=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**=", "@=", ":")


def perform(session, text):
    """Performs one command; says whether the program goes on."""
    problem = statements.problem_with(text)
    if problem:
        session.error(problem)
        return False
    text = text.strip()
    aliases = session.shell.aliases if session.shell is not None else session.aliases
    if aliases and text.split(None, 1)[0] in aliases:
        expanded = session.enter().precmd(text)
        if ";;" in expanded:
            return perform_all(session, expanded.split(";;"))
        text = expanded
    word = leading_word(text)
    rest = text[len(word):]
    if word in ("p", "pp") and rest[:1] == "(":
        rest = " " + rest
    if "\n" in text and word != "commands" or rest[:1] not in WHITE or is_operation(rest):
        # As in `s = 1`, `c.close()` or `n[0]`: a variable of the program, not the command of that letter.
        return session.enter().perform(text) if text[:1] == "?" else session.enter().perform_statement(text)
    own = OWN.get(word)
    if own is None:
        return session.enter().perform(word + rest)
    try:
        return bool(own(session, word, rest.strip()))
    except setting.Refused as refused:
        session.error(str(refused))
        return False


def leading_word(text):
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return text[:end]


def perform_all(session, texts):
    """Performs several commands; says whether one of them let the program go on."""
    for text in texts:
        if text.strip() == "silent":
            continue
        if text.strip() and perform(session, text):
            return True
    return False


def is_operation(rest):
    operator = rest.split(None, 1)[0] if rest.strip() else ""
    return operator in OPERATORS or operator[:1] == "="


# Going on

def go_on(session, word, rest):
    no_argument(word, rest)
    session.stepping.go("run")
    return True


def step(session, word, rest):
    no_argument(word, rest)
    return walk(session, "step", None)


def next_line(session, word, rest):
    no_argument(word, rest)
    return walk(session, "next", session.selected)


def finish(session, word, rest):
    no_argument(word, rest)
    return walk(session, "return", session.selected)


def until(session, word, rest):
    frame, line = session.place()
    if not rest:
        return walk(session, "until", frame, line + 1)
    try:
        wanted = int(rest)
    except ValueError:
        raise setting.Refused(f"'{rest}' is not a line: give `until` and the number of a line below the current one.") from None
    if wanted <= line:
        raise setting.Refused(f"Line {wanted} is not below the current line {line}; give a line below it, or `b {wanted}` and `c`.")
    return walk(session, "until", frame, wanted)


def walk(session, kind, frame, line=0):
    if session.frame is None:
        # After an uncaught exception nothing is left to step through.
        kind = "run"
    session.stepping.go(kind, frame, line)
    return True


def no_argument(word, rest):
    if rest:
        raise setting.Refused(f"`{word}` takes no argument; '{rest}' was not understood, and nothing was run. To run a statement, write `!{word} {rest}`.")


def refuse_debug(session, word, rest):
    session.error("`debug` opens a prompt of its own, which is not available here. To walk through a call, set a breakpoint in the function "
                  "and give an entry point that makes the call, such as `python3 -c 'import main; main.work(1)'`.")


def refuse_interact(session, word, rest):
    session.error("`interact` opens a prompt of its own, which is not available here. Give Python statements as commands, one a call, "
                  "over as many lines as needed; what they assign stays.")


OWN = {
    **dict.fromkeys(("c", "cont", "continue"), go_on),
    **dict.fromkeys(("s", "step"), step),
    **dict.fromkeys(("n", "next"), next_line),
    **dict.fromkeys(("r", "return"), finish),
    **dict.fromkeys(("unt", "until"), until),
    **dict.fromkeys(("b", "break"), setting.set_break),
    "tbreak": setting.set_temporary,
    **dict.fromkeys(("cl", "clear"), setting.clear),
    "enable": setting.enable,
    "disable": setting.disable,
    "ignore": setting.ignore,
    "condition": setting.condition,
    "commands": setting.commands,
    "debug": refuse_debug,
    "interact": refuse_interact,
}
