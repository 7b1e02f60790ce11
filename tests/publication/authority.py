"""A certificate authority and a time-stamp authority of the tests' own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign import signers, timestamps

PASSPHRASE = "only for tests"
SIGNER = "示例州财政局"


class Authority:
    """Issues certificates; its own is the root that a reader trusts."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.root = self._certificate("测试根证书", self.key.public_key(), is_root=True)

    def issue(self, name: str, path: Path, *, may_stamp: bool = False) -> Path:
        """A key with its certificate as a PKCS#12 file."""
        key = rsa.generate_private_key(65537, 2048)
        certificate = self._certificate(name, key.public_key(), may_stamp=may_stamp)
        encryption = BestAvailableEncryption(PASSPHRASE.encode())
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(b"key", key, certificate, [self.root], encryption)
        )
        return path

    def _certificate(
        self,
        name: str,
        key: rsa.RSAPublicKey,
        *,
        is_root: bool = False,
        may_stamp: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        issuer = _named(name) if is_root else self.root.subject
        builder = (
            x509.CertificateBuilder(issuer, _named(name), key, x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_root, None), critical=True)
            .add_extension(_usage(is_root=is_root), critical=True)
        )
        if may_stamp:
            stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(stamping, critical=True)
        return builder.sign(self.key, SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


@contextmanager
def time_stamps(key: Path) -> Iterator[str]:
    """A time-stamp authority on this machine, by its address."""
    signer = signers.SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call] # the library's
        str(key), passphrase=PASSPHRASE.encode()
    )
    assert signer
    stamper = timestamps.DummyTimeStamper(signer.signing_cert, signer.signing_key)

    class Stamping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Silent."""

    with HTTPServer(("127.0.0.1", 0), Stamping) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
