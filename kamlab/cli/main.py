"""The command line: one short module a command, imported when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from kamlab import __version__
from kamlab.errors import KamLabError, did_you_mean

# command -> module of kamlab.cli and the one line that the overview shows
COMMANDS = {
    "doctor": ("doctor", "Check this installation; say how to cure what fails."),
    "demo": ("demo", "Run every report on the bundled company; make a gallery."),
    "reports": ("reports", "List the reports, or the parameters of one."),
    "run": ("run", "Run one report with your parameters."),
    "pay": ("pay", "Pay a plan on a table of results; a statement for each KAM."),
    "simulate": ("simulate", "Generate a company whose truth is known."),
    "import": ("importing", "Turn a CRM or ERP export into a company folder."),
    "validate": ("validate", "List all problems of a company folder."),
    "start": ("start", "Copy the notebooks to my_work/ and open JupyterLab there."),
    "progress": ("progress", "Show which exercises you have solved."),
    "class": ("classes", "Make the folders of a class, or collect its results."),
    "build": ("build", "Build the exercise notebooks from their solutions."),
}


class Lazy(click.Group):
    """A group of commands that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command."""
        if name not in COMMANDS:
            return None
        module = import_module(f"kamlab.cli.{COMMANDS[name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say which command is nearest to a misspelt one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(
                f"There is no command '{name}'{did_you_mean(name, COMMANDS)}"
            )
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog="A command's own options: kamlab COMMAND --help",
)
@click.version_option(__version__, prog_name="kamlab")
@click.option("--debug", is_flag=True, help="Show the full Python error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """KamLab: learn and decide how to look after key accounts, with data."""
    ctx.obj = {"debug": debug}


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error becomes one line and an exit code.

    Parameters
    ----------
    arguments : list of str, optional
        What was typed after ``kamlab``; by default this process's own.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    try:
        code = cli.main(
            ["--debug", *words] if debug else words,
            prog_name="kamlab",
            standalone_mode=False,
        )
    except Exception as error:
        if debug:
            raise
        code = _told(error)
    except KeyboardInterrupt:
        click.echo("kamlab: interrupted; nothing was changed.", err=True)
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _told(error: Exception) -> int:
    """Tell an error in one line and give the exit code."""
    if isinstance(error, click.exceptions.Abort):
        click.echo("kamlab: interrupted; nothing was changed.", err=True)
        return 130
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return 0
    if isinstance(error, click.ClickException):
        click.echo(f"kamlab: {error.format_message()}", err=True)
        return 2
    if isinstance(error, KamLabError):
        click.echo(f"kamlab: {error}", err=True)
        return 2
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        click.echo(f"kamlab: {error.strerror or error}{where}", err=True)
        return 1
    click.echo(
        f"kamlab: unexpected {type(error).__name__}: {error}. Run the command again "
        "with --debug and report what it shows.",
        err=True,
    )
    return 1
