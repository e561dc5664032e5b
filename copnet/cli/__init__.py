"""The commands: ``copnet --help``. Errors become one sentence and an exit code here, and nowhere else."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

import click

from copnet.cli import community as community  # registers its commands
from copnet.cli import duplicates as duplicates  # the same
from copnet.cli import export as export  # the same
from copnet.cli import mapping as mapping  # the same
from copnet.cli import people as people  # the same
from copnet.cli import same as same  # the same
from copnet.cli.commands import root
from copnet.cli.show import show_problems
from copnet.errors import CopnetError, ImportRefused

INTERRUPTED = 130  # the shells' number for Ctrl-C


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 refused, 2 wrong usage, 3 store not usable."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    sys.exit(run(arguments))


def _as_interrupt(*_: object) -> None:
    """Being asked to end is like Ctrl-C: what is open is closed, what is half written is taken back."""
    raise KeyboardInterrupt


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        result = root.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except ImportRefused as refused:
        show_problems(refused)
        return refused.exit_code
    except CopnetError as error:
        click.echo(f"copnet: {error}", err=True)
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("copnet: stopped; nothing was left half written.", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return result if isinstance(result, int) else 0
