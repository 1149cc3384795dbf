"""What the program would otherwise use past the driver: breakpoint() and pdb itself, which would open prompts on its own streams."""

import sys

from tessera_driver import threads


def install(session):
    def called(*arguments, header=None, **named):
        if header is not None:
            session.message(header)
        session.called(sys._getframe(1))

    def called_with(debugger, frame=None, **named):
        # What pytest and others derive from pdb.Pdb come here.
        session.called(frame or sys._getframe(1))

    def take_pdb(pdb):
        pdb.set_trace = called
        pdb.Pdb.set_trace = called_with

    sys.breakpointhook = called
    def take_subprocess(subprocess):
        # From Python 3.13 on it would start most programs by a call that nothing can be put into.
        subprocess._USE_POSIX_SPAWN = False

    wanted = {"pdb": take_pdb, "subprocess": take_subprocess, "threading": lambda module: threads.watch_ends(session, module)}
    if session.stepping.patching is not None:
        wanted.update(session.stepping.patching.wants())
    for name in [name for name in wanted if name in sys.modules]:
        wanted.pop(name)(sys.modules[name])
    sys.meta_path.insert(1, Imports(wanted))


class Imports:
    """Has modules changed as soon as they are loaded."""

    def __init__(self, wanted):
        self._wanted = wanted

    def find_spec(self, name, path=None, target=None):
        change = self._wanted.pop(name, None)
        if change is None:
            return None
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target) if finder is not self and hasattr(finder, "find_spec") else None
            if spec is not None:
                if spec.loader is not None and hasattr(spec.loader, "exec_module"):
                    spec.loader = Changing(spec.loader, change)
                return spec
        return None


class Changing:
    def __init__(self, loader, change):
        self._loader = loader
        self._change = change

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        # From here on, the module is one like others.
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._change(module)
