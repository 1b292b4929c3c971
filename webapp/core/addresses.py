"""Whether a text is an e-mail address, and one comparison key for it, however it was typed."""

import unicodedata

from email_validator import EmailNotValidError, validate_email


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
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = domain
    return f"{name}{at}{ascii_domain}"
