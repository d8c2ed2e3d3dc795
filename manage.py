#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys
from pathlib import Path


def main():
    # The settings package lives in site/, a plain folder: a package named
    # "site" would lose to the standard library's module of that name.
    sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
