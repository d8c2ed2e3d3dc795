"""Runs one scene in a process of a drill site and brings home what it measured."""

import json

from tests.support.drills import DrillSite

CODE = """
import json, sys
from importlib import import_module
module, name, arguments = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
print(json.dumps(getattr(import_module(module), name)(**arguments)))
"""


def play(site: DrillSite, module: str, name: str, **arguments):
    """`name(**arguments)` of `module` inside the site; arguments and answer are JSON values."""
    return json.loads(site.python(CODE, module, name, json.dumps(arguments), timeout=120).splitlines()[-1])
