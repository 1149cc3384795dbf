"""What test runners are told, so that two runs are the same run, and what they tell of their tests."""

import os
import sys

from tessera_driver import values

PYTEST_PLUGIN = "tessera_driver.pytest_results"
# What plugins of pytest are told that change the order of tests, or take them out of this process, by the module they lie in.
REORDERING = {"pytest_randomly": ["-p", "no:randomly"], "random_order": ["-p", "no:random_order"]}
DISTRIBUTING = {"xdist": ["-n0"]}
MOST_FAILED = 10


def runs_pytest(kind, target):
    return target == "pytest" if kind == "module" else kind == "script" and os.path.basename(target) in ("pytest", "py.test")


def arguments(kind, target, given):
    """The arguments of the program; pytest gets some more: of plugins the first that is said counts, of options the last."""
    if not runs_pytest(kind, target):
        return given
    end = given.index("--") if "--" in given else len(given)
    return ["-p", PYTEST_PLUGIN, *options(REORDERING), *given[:end], *options(DISTRIBUTING), *given[end:]]


def options(told):
    return [option for module, options in told.items() if is_installed(module) for option in options]


def is_installed(module):
    # The project's folder is out of sight while the driver starts.
    places = [os.path.join(folder, module) for folder in [os.getcwd(), *sys.path]]
    return any(os.path.isfile(place + ".py") or os.path.isfile(os.path.join(place, "__init__.py")) for place in places)


class UnittestResults:
    """Takes note of what unittest's own runner gives back, also to a script that calls unittest.main()."""

    MODULE = "unittest.runner"

    def __init__(self):
        self._results = []

    def install(self):
        if self.MODULE in sys.modules:
            self._watch(sys.modules[self.MODULE])
        else:
            # Most programs never import it, and it is not imported for those that do not.
            sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        if name != self.MODULE:
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def executed(module):
                execute(module)
                self._watch(module)

            spec.loader.exec_module = executed
        return spec

    def _watch(self, module):
        runner = getattr(module, "TextTestRunner", None)
        run = getattr(runner, "run", None)
        if run is None:
            return

        def noted(runner, test):
            result = run(runner, test)
            self._results.append(result)
            return result

        runner.run = noted

    def described(self):
        if not self._results:
            return None
        result = self._results[-1]
        # A test with several failing parts is one test. What fails around tests, as setUpClass does, is none, but is named.
        failed = {case(test).id(): text for test, text in reversed([*result.failures, *result.errors])}
        failed.update({test.id(): "It passed against expectation." for test in result.unexpectedSuccesses})
        tests = {case(test).id() for test, _ in [*result.failures, *result.errors] if hasattr(case(test), "_testMethodName")}
        tests |= {test.id() for test in result.unexpectedSuccesses}
        skipped = {test.id() for test, _ in result.skipped if hasattr(test, "_testMethodName")}
        run = result.testsRun - len(skipped - tests)
        return {
            "passed": run - len(tests), "run": run,
            "failed": [{"test": test, "problem": last_line(text)} for test, text in list(reversed(failed.items()))[:MOST_FAILED]],
        }


def case(test):
    """The test that a part of a test belongs to."""
    return getattr(test, "test_case", test)


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def results(unittest_results):
    """What became of the tests, where a known runner ran some; None otherwise."""
    pytest_results = sys.modules.get(PYTEST_PLUGIN)
    told = pytest_results.described() if pytest_results is not None else unittest_results.described()
    if told is None or not (told["run"] or told["failed"]):
        return None
    for failed in told["failed"]:
        failed["problem"] = values.cut(failed["problem"], 300)
    return told
