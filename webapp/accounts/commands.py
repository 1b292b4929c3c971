"""konferenz organiser …: who may sign in."""

import sys

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app

from webapp.accounts import actions
from webapp.accounts.permissions import Role
from webapp.core import clock
from webapp.core.db import transaction
from webapp.core.i18n import LANGUAGES
from webapp.core.links import public_url

PROGRAM = "program"
LONGEST_NAME = 160


@click.group()
def organiser() -> None:
    """The people who may sign in."""


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError as error:
        raise click.BadParameter(f"“{value}” is not an e-mail address: {error}") from None


def _name(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if len(value) > LONGEST_NAME:
        raise click.BadParameter(f"at most {LONGEST_NAME} characters")
    return value.strip()


@organiser.command()
@click.argument("email", callback=_address)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", default="", callback=_name, help="Shown to the person; else the address.")
@click.option("--locale", type=click.Choice(list(LANGUAGES)), default="de", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input (not in production).")
@click.option("--no-second-factor", is_flag=True, help="Needed with --password-stdin: says what is given up.")
def add(*, email: str, role: str, name: str, locale: str, password_stdin: bool, no_second_factor: bool) -> None:
    """Let somebody in: prints a link that works once, to choose a password. Repeatable."""
    if password_stdin != no_second_factor:
        raise click.UsageError("--password-stdin and --no-second-factor go together.")
    password_hash = _password_hash(email, name) if password_stdin else None
    now = clock.now()
    with transaction():
        user, new = actions.invite(email, Role(role), name=name, locale=locale, actor=PROGRAM, now=now)
        token = actions.welcome_token(user, now)
        if password_hash:
            actions.choose_password(user, version=user.link_version, password_hash=password_hash, actor=PROGRAM)
    click.echo(f"{email} is added as {role}." if new else f"{email} was there already and is now {role}.")
    if password_hash:
        click.echo(f"The password is set. Sign in at {public_url('accounts.sign_in')}")
        return
    hours = int(actions.INVITED_FOR.total_seconds() // 3600)
    click.echo(f"This link to choose a password works once and for {hours} hours; links of before are void:")
    click.echo(public_url("accounts.welcome", token=token))


def _password_hash(email: str, name: str) -> str:
    if not current_app.config["DEVELOPMENT"]:
        raise click.ClickException("--password-stdin works only where KONFERENZ_ENV is not “production”.")
    password = sys.stdin.readline().rstrip("\r\n")
    return actions.checked_hash(password, email=email, name=name)  # its Refused becomes one line
