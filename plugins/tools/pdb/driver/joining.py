# Run in a Python that the program started, with the driver's modules in `code`.
import os
import sys

loaded_before = set(sys.modules)
safe_path = sys.path[:1] != [""]
if not safe_path:
    del sys.path[0]

from _frozen_importlib import ModuleSpec


class SentModules:
    """Imports the driver's modules as they came from the process that started this one."""

    def __init__(self, code):
        self.code = code

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self, is_package="." not in name) if name in self.code else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.code[module.__name__], module.__dict__)


sys.meta_path.insert(0, SentModules(code))

from tessera_driver.serving import join

join(sys.argv[1], loaded_before, safe_path)
