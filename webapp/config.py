"""Every setting once: name, type, default and one sentence; from instance/config.toml and KONFERENZ_* variables."""

import os
import re
import secrets
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
LONGEST_FORM_SECONDS = 3
HOME = "http://127.0.0.1:8000"  #: of a development installation that says no other
MEETING_HOST = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
DEMO_MEETING_HOST = "meeting.example.org"  #: nothing is there
TRUE_WORDS = {"1", "true", "yes", "on"}


class ConfigError(Exception):
    """The program cannot start with these settings; the text is one line for the person who starts it."""


def _setting(default: Any, sentence: str, variable: str = "") -> Any:
    return field(default=default, metadata={"sentence": sentence, "variable": variable})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; the name of a variable is KONFERENZ_ and the field's name in capitals unless it says another."""

    env: str = _setting(
        "production", "“production” or “development”; development shows mails on a page and accepts http."
    )
    secret_key: str = _setting("", "At least 32 random characters; signs sessions and personal links.")
    database_url: str = _setting("", "postgresql://user:password@host/name; empty: SQLite in the instance folder.")
    base_url: str = _setting("", "The public address of this service, with https in production.")
    instance: Path = _setting(ROOT / "instance", "Folder for configuration, the SQLite file and the demo mailbox.")
    exports: Path = _setting(ROOT / "exports", "Folder for written workbooks and reports.")
    smtp_url: str = _setting(
        "", "smtp://user:password@host:port?tls=starttls|on|off; empty in development: .eml files."
    )
    mail_from: str = _setting("konferenz@example.org", "The one sender address of all mails.")
    contact_email: str = _setting("konferenz@example.org", "The address for help that every page shows in its footer.")
    contact_phone: str = _setting("", "The telephone number for help in the footer, like +49 211 12345.")
    controller: str = _setting(
        "", "Who is responsible by law: name and postal address, for imprint and privacy notice."
    )
    data_protection: str = _setting(
        "", "Name and e-mail address of the data protection officer, for the privacy notice."
    )
    redis_url: str = _setting(
        "", "redis:// or unix:// address of Redis or Valkey, where several web processes count limits together."
    )
    proxies: int = _setting(0, "How many trusted proxies stand in front; 0 ignores all X-Forwarded-* headers.")
    processes: int = _setting(1, "Number of web processes; more than one needs redis_url.", "WEB_CONCURRENCY")
    form_seconds: int = _setting(
        2, "Whoever sends the form sooner after opening it is asked to send it again; 0 to 3, 0 switches it off."
    )
    meeting_hosts: str = _setting(
        "zoom.us *.zoom.us teams.microsoft.com teams.live.com *.webex.com meet.google.com",
        "Hosts that a meeting may be at, separated by spaces; *.zoom.us stands for all below zoom.us.",
    )
    debug: bool = _setting(default=False, sentence="Flask's debugger; never in production.", variable="FLASK_DEBUG")

    @property
    def development(self) -> bool:
        return self.env == "development"

    @property
    def allowed_meeting_hosts(self) -> list[str]:
        """In development also where the demo's meeting is."""
        return self.meeting_hosts.split() + ([DEMO_MEETING_HOST] if self.development else [])

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.instance / 'konferenz.sqlite'}"

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https://")


def load() -> Settings:
    """Settings of this process, checked. In development the missing folders and the secret are made.

    Raises ConfigError with one clear line.
    """
    instance = Path(os.environ.get("KONFERENZ_INSTANCE") or ROOT / "instance")
    values = {"instance": instance, **_from_file(instance / "config.toml"), **_from_environment()}
    settings = Settings(**values)
    if settings.development:
        settings = _prepared(settings)
    check(settings)
    return settings


def variable(name: str) -> str:
    """Name of the environment variable that sets this field."""
    special = next(item.metadata["variable"] for item in fields(Settings) if item.name == name)
    return special or f"KONFERENZ_{name.upper()}"


def check(settings: Settings) -> None:
    """Refuse settings under which the program would be unsafe; raises ConfigError."""
    if settings.env not in {"production", "development"}:
        raise ConfigError(f"KONFERENZ_ENV is “{settings.env}”; it must be “production” or “development”.")
    if len(settings.secret_key) < SHORTEST_SECRET:
        state = "too short" if settings.secret_key else "missing"
        raise ConfigError(f"KONFERENZ_SECRET_KEY is {state}: set at least {SHORTEST_SECRET} random characters.")
    if settings.proxies < 0 or settings.processes < 1:
        raise ConfigError("KONFERENZ_PROXIES must be 0 or more, WEB_CONCURRENCY 1 or more.")
    if not settings.database.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ConfigError("KONFERENZ_DATABASE_URL must begin with postgresql:// or sqlite:///.")
    if not 0 <= settings.form_seconds <= LONGEST_FORM_SECONDS:
        raise ConfigError(f"KONFERENZ_FORM_SECONDS must be 0 to {LONGEST_FORM_SECONDS}: people fill in quickly too.")
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError("KONFERENZ_REDIS_URL must begin with redis://, rediss:// or unix://.")
    if "@" not in settings.mail_from or set(settings.mail_from) & set("<> ,"):
        raise ConfigError("KONFERENZ_MAIL_FROM must be one plain address, like konferenz@example.org.")
    if settings.processes > 1 and not settings.redis_url:
        raise ConfigError(
            f"{settings.processes} web processes need KONFERENZ_REDIS_URL: limits in memory would not be shared."
        )
    _check_smtp(settings.smtp_url)
    _check_meeting_hosts(settings.meeting_hosts)
    if not settings.development:
        _check_production(settings)


def _check_production(settings: Settings) -> None:
    if settings.debug:
        raise ConfigError("Debug mode is on (FLASK_DEBUG); it must be off in production.")
    if not settings.secure or not urlsplit(settings.base_url).hostname:
        raise ConfigError(f"KONFERENZ_BASE_URL is “{settings.base_url}”; production needs an https:// address.")
    for folder in (settings.instance, settings.exports):
        if not folder.is_dir():
            raise ConfigError(f"The folder {folder} is missing; create it for the service's user.")


def _check_smtp(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        usable = parts.scheme == "smtp" and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        usable = False
    tls = parse_qs(parts.query).get("tls", ["starttls"])[0] if usable else ""
    if tls not in {"starttls", "on", "off"}:
        raise ConfigError("KONFERENZ_SMTP_URL must look like smtp://user:password@host:port?tls=starttls|on|off.")
    if tls == "off" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ConfigError(
            "KONFERENZ_SMTP_URL switches TLS off for another host; only this machine may be reached without."
        )


def _check_meeting_hosts(hosts: str) -> None:
    if not all(MEETING_HOST.fullmatch(name) for name in hosts.split()):
        raise ConfigError("KONFERENZ_MEETING_HOSTS must hold host names separated by spaces, like zoom.us *.zoom.us.")


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from None
    known = {item.name for item in fields(Settings)}
    if unknown := sorted(set(read) - known):
        raise ConfigError(f"{path} has unknown settings: {', '.join(unknown)}.")
    return {name: _typed(name, str(value)) for name, value in read.items()}


def _from_environment() -> dict[str, Any]:
    names = [item.name for item in fields(Settings)]
    return {name: _typed(name, os.environ[variable(name)]) for name in names if os.environ.get(variable(name))}


def _typed(name: str, text: str) -> Any:
    kind = next(item.type for item in fields(Settings) if item.name == name)
    if kind is bool:
        return text.lower() in TRUE_WORDS
    if kind is Path:
        return Path(text)
    try:
        return int(text) if kind is int else text.strip()
    except ValueError:
        raise ConfigError(f"{variable(name)} must be a whole number, not “{text}”.") from None


def _prepared(settings: Settings) -> Settings:
    for folder in (settings.instance, settings.exports):
        folder.mkdir(parents=True, exist_ok=True)
    if not settings.base_url:
        settings = replace(settings, base_url=HOME)
    if settings.secret_key:
        return settings
    path = settings.instance / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # a second call only reads it
    return replace(settings, secret_key=path.read_text("utf-8"))
