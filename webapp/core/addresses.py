"""One comparison key for an e-mail address, however it was typed."""

import unicodedata


def address_key(address: str) -> str:
    """NFKC, lower case, the domain in its ASCII form; no provider's tricks with dots or plus signs are guessed."""
    text = unicodedata.normalize("NFKC", address).strip().lower()
    name, at, domain = text.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = domain
    return f"{name}{at}{ascii_domain}"
