"""Opens the CEL binding's engine without the command line that its package brings along.

The package's ``__init__`` imports its shell (prompt_toolkit, rich, typer): half a second at every start
of a desk, for a program that nobody here calls.
"""

from __future__ import annotations

import importlib.util
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from types import ModuleType


def open_engine() -> ModuleType:
    """Return the module with ``compile``; the whole package where the engine is laid out otherwise."""
    package = importlib.util.find_spec("cel")
    for folder in (package.submodule_search_locations or []) if package else []:
        for suffix in EXTENSION_SUFFIXES:
            file = Path(folder) / f"cel{suffix}"
            spec = importlib.util.spec_from_file_location("cel", file) if file.exists() else None
            if spec is not None and spec.loader is not None:
                engine = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(engine)
                return engine
    return importlib.import_module("cel")
