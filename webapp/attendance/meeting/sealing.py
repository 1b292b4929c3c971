"""A list in one HTML file that opens in any browser, without network, for whoever knows its passphrase; pure.

AES-256-GCM under a key that PBKDF2 makes of the passphrase: what browsers can undo with their own means (js/unseal.js).
"""

import base64
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from html import escape
from string import Template
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  #: none that is easily taken for another
GROUPS, GROUP = 5, 4  #: 99 random bits
PASSPHRASE: Final = re.compile(rf"[{LETTERS}]{{{GROUP}}}(-[{LETTERS}]{{{GROUP}}}){{{GROUPS - 1}}}")
ROUNDS: Final = 600_000
TEXTS: Final = ("title", "heading", "lead", "label", "hint", "button", "wrong", "too_old")
PAGE: Final = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '$script_hash'; style-src '$style_hash'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<div id="closed">
<h1>$heading</h1>
<p>$lead</p>
<form id="open" method="dialog" data-wrong="$wrong" data-too-old="$too_old">
<label for="passphrase">$label</label>
<p id="hint">$hint</p>
<input id="passphrase" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" required aria-describedby="hint problem">
<p id="problem" role="alert"></p>
<button type="submit">$button</button>
</form>
</div>
<div id="list" tabindex="-1"></div>
</main>
<script type="application/json" id="sealed">$sealed</script>
<script>$script</script>
</body>
</html>
""")  # noqa: E501 - a policy is one line


def new_passphrase() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS))


def is_passphrase(text: str) -> bool:
    """Whether it is as strong as those made here."""
    return PASSPHRASE.fullmatch(text) is not None


def seal(content: str, passphrase: str) -> dict[str, str | int]:
    """What js/unseal.js needs, as base64: salt, nonce and the sealed text with its tag."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    key = hashlib.pbkdf2_hmac("sha256", passphrase.replace("-", "").encode(), salt, ROUNDS, 32)
    sealed = AESGCM(key).encrypt(nonce, content.encode(), None)
    return {"rounds": ROUNDS, "salt": _base64(salt), "nonce": _base64(nonce), "data": _base64(sealed)}


def page(content: str, passphrase: str, *, lang: str, texts: Mapping[str, str], style: str, script: str) -> str:
    """The whole file; `content` is HTML that was escaped where people wrote it, `texts` has one for each of TEXTS."""
    return PAGE.substitute(
        {name: escape(str(texts[name])) for name in TEXTS},
        lang=lang,
        style=style,
        script=script,
        style_hash=_source(style),
        script_hash=_source(script),
        sealed=json.dumps(seal(content, passphrase)),
    )


def _source(text: str) -> str:
    """As a content security policy names an inline text."""
    return f"sha256-{_base64(hashlib.sha256(text.encode()).digest())}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
