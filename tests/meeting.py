"""A meeting at another https host, as far as a browser sees one: it redirects once, as video platforms do."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from webapp.core import clock


class _Meeting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/j/1":
            self.send_response(302)
            self.send_header("Location", "/meeting")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        referrer = self.headers.get("Referer", "none")
        self.wfile.write(f"<!doctype html><title>Meeting</title><h1>Meeting</h1><p>{referrer}</p>".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by http.server
        """Quiet."""


@contextmanager
def meeting(folder: Path) -> Iterator[str]:
    """Address of a meeting that is held meanwhile, as localhost:12345; its certificate is its own."""
    _certify(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Meeting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certify(folder: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kind = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(*kind))
