"""What a command line runs, prepared as Python itself would prepare it."""

import io
import os
import sys


class Target:
    def __init__(self, code, namespace, program, folder):
        self.code = code
        self.namespace = namespace
        self.program = program
        self.folder = folder

    def install(self, arguments, safe_path):
        """Makes sys.argv, sys.path and __main__ what they are under `python3 TARGET ARGUMENTS`."""
        sys.argv[:] = [self.program, *arguments]
        if not safe_path:
            sys.path.insert(0, self.folder)
        module = type(sys)("__main__")
        module.__dict__.update(self.namespace)
        sys.modules["__main__"] = module
        return module.__dict__


def script(name):
    path = os.path.abspath(name)
    if os.path.isdir(path):
        raise IsADirectoryError(f"{name} is a folder; a Python file is needed.")
    if not os.path.isfile(path):
        raise FileNotFoundError(f"There is no file {name} in {os.getcwd()}.")
    with io.open_code(path) as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    namespace = {"__file__": path, "__cached__": None, "__builtins__": __builtins__}
    return Target(code, namespace, name, os.path.dirname(os.path.realpath(path)))


def module(name):
    # Imported only where it is needed, which is where Python itself needs it.
    import runpy
    # runpy itself looks a module up in the folder that `python3 -m` starts in.
    sys.path.insert(0, os.getcwd())
    try:
        _, spec, code = runpy._get_module_details(name)
    finally:
        sys.path.remove(os.getcwd())
    namespace = {
        "__file__": code.co_filename, "__cached__": spec.cached, "__package__": spec.parent,
        "__loader__": spec.loader, "__spec__": spec, "__builtins__": __builtins__,
    }
    return Target(code, namespace, spec.origin, os.getcwd())


def statements(text):
    return Target(compile(text, "<string>", "exec", dont_inherit=True), {"__builtins__": __builtins__}, "-c", "")


def release_shadowed(loaded_before):
    """Forgets modules that only the driver imported where the program has its own of that name, so that it gets its own."""
    folder = sys.path[0] if sys.path else ""
    for name in set(sys.modules) - loaded_before:
        top = os.path.join(folder, name.partition(".")[0])
        if os.path.isfile(top + ".py") or os.path.isfile(os.path.join(top, "__init__.py")):
            del sys.modules[name]


KINDS = {"script": script, "module": module, "code": statements}
