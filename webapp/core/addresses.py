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
    return f"{name}{at}{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """As mail servers look it up, in small letters; what is no domain stays as it is.

    By the rules of today: Python's own codec, of 2003, makes strasse.de of straße.de, which may be somebody else's.
    """
    if domain.isascii():
        return domain.lower()
    try:
        return validate_email(f"x@{domain}", check_deliverability=False, test_environment=True).ascii_domain
    except EmailNotValidError:
        return domain
