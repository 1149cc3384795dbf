"""Tells one command or statement from several."""


def is_statement(text):
    """Whether a text is one whole Python statement, over however many lines."""
    import ast
    try:
        return len(ast.parse(text.lstrip("!").strip()).body) == 1
    except (SyntaxError, ValueError):
        return False


def problem_with(text):
    """Why a text is not one command; None when it is."""
    if text.startswith("commands") and text[8:9] in ("", " ", "\n"):
        return None
    if "\n" in text:
        return None if is_statement(text) else several()
    if ";;" not in text or is_statement(text):
        return None
    # An argument may hold the separator inside a string, as in: p 'a;;b'
    _, _, argument = text.strip().partition(" ")
    return None if is_statement(argument) else several()


def several():
    return "More than one command was given; nothing was run. Give one command, or one Python statement, at a time."
