"""Opens a sealed list as its own script does, with other code than sealed it."""

import base64
import hashlib
import json
import re
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def opened(file: str, passphrase: str) -> str:
    """Raises cryptography.exceptions.InvalidTag for a wrong passphrase or a changed file."""
    found = re.search(r'<script type="application/json" id="sealed">(.+?)</script>', file)
    assert found is not None
    sealed: dict[str, Any] = json.loads(found[1])
    salt, nonce, data = (base64.b64decode(sealed[name]) for name in ("salt", "nonce", "data"))
    typed = re.sub("[^a-z0-9]", "", passphrase.lower()).encode()
    key = hashlib.pbkdf2_hmac("sha256", typed, salt, sealed["rounds"], 32)
    return AESGCM(key).decrypt(nonce, data, None).decode()
