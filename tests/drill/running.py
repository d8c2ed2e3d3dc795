"""Runs one scene in a process of a drill site and brings home what it measured."""

import json

from tests.support.nursery import NurseryProcess
from tests.support.processes import Site

CODE = """
import json, sys
from importlib import import_module
module, name, arguments = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
print(json.dumps(getattr(import_module(module), name)(**arguments)))
"""


def play(site: Site, module: str, name: str, *, timeout: float = 120, **arguments):
    """`name(**arguments)` of `module` inside the site; arguments and answer are JSON values."""
    answer = site.python(CODE, module, name, json.dumps(arguments), timeout=timeout)
    return json.loads(answer.splitlines()[-1])


def begin(site: Site, module: str, name: str, **arguments) -> NurseryProcess:
    """As `play`, without waiting for the end."""
    return site.start_python(CODE, module, name, json.dumps(arguments))
