"""Whether a text is an e-mail address, and one comparison key for it, however it was typed."""

import unicodedata

from email_validator import EmailNotValidError, ValidatedEmail, validate_email


def is_address(text: str) -> bool:
    """By its form alone; nobody is asked whether it exists."""
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=False)
    except EmailNotValidError:
        return False
    return True


def address_key(address: str) -> str:
    """NFKC, lower case, the domain in its ASCII form; no provider's tricks with dots or plus signs are guessed."""
    text = unicodedata.normalize("NFKC", address).strip().lower()
    name, at, domain = text.rpartition("@")
    return f"{name}{at}{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """As mail servers look it up, in small letters; what is no domain stays as it is.

    By the rules of today: Python's own codec, of 2003, makes strasse.de of straße.de, which may be somebody else's.
    """
    if domain.isascii():
        return domain.lower()
    found = _understood(domain)
    return found.ascii_domain if found else domain


def read_domain(domain: str) -> str:
    """As people read it: an `ascii_domain()` in its own letters."""
    found = _understood(domain) if "xn--" in domain else None
    return found.domain if found else domain


def _understood(domain: str) -> ValidatedEmail | None:
    try:
        return validate_email(f"x@{domain}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
