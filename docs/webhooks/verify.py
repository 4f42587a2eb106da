"""Verifies webhooks: copy this file into the program that receives them.

It needs Python 3.9 or newer and nothing else. Give it the body as the bytes that came, before anything has read them as
JSON; `now` is in seconds since 1970: `int(time.time())`. Headers are a mapping, as Flask, Django and Starlette have one.
"""

import base64
import binascii
import hashlib
import hmac
import re
from typing import Callable, List, Mapping, Sequence, Union

Secrets = Union[str, Sequence[str]]

# How far the sender's clock and ours may be apart, and how old a copied request may be.
TOLERANCE_SECONDS = 5 * 60


class Refused(Exception):
    """Says in `reason` which check failed.

    `secret_malformed` is a mistake on the receiver's own side. All others are the request's: `header_repeated`,
    `id_missing`, `id_malformed`, `timestamp_missing`, `timestamp_malformed`, `timestamp_too_old`, `timestamp_too_new`,
    `signature_missing`, `signature_unknown`, `signature_mismatch`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"webhook refused: {reason}")
        self.reason = reason


def verify(secrets: Secrets, headers: Mapping[str, str], body: bytes, now: int) -> str:
    """Checks a request of Standard Webhooks, version `v1`, and returns its id. The same id can come again: remember it."""
    keys = _keys(secrets, _standard_key)
    message_id = _header(headers, "webhook-id", "id_missing")
    timestamp = _header(headers, "webhook-timestamp", "timestamp_missing")
    signatures = _header(headers, "webhook-signature", "signature_missing")
    # A dot in the id would leave open where the id ends and the timestamp begins.
    if not re.fullmatch(r"[!-~]+", message_id) or "." in message_id:
        raise Refused("id_malformed")
    _check_timestamp(timestamp, now)
    # Several entries come while the secret is being changed, and other versions may stand beside ours.
    given = [entry for entry in signatures.split(" ") if entry.startswith("v1,")]
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = ["v1," + base64.b64encode(_hmac_sha256(key, signed)).decode() for key in keys]
    _check_signature(given, expected)
    return message_id


def verify_guide(secrets: Secrets, headers: Mapping[str, str], body: bytes, now: int) -> None:
    """Checks a request in the guide's format: `X-Webhook-Signature: sha256=<hex>` over the body alone.

    The timestamp is not signed: whoever has seen one request can send it again with a new timestamp, and it passes
    here. So remember the id of each message (`data.id` in the body), and drop what you have had.
    """
    keys = _keys(secrets, str.encode)
    timestamp = _header(headers, "x-webhook-timestamp", "timestamp_missing")
    signature = _header(headers, "x-webhook-signature", "signature_missing").lower()
    _check_timestamp(timestamp, now)
    given = [signature] if signature.startswith("sha256=") else []
    expected = ["sha256=" + _hmac_sha256(key, body).hex() for key in keys]
    _check_signature(given, expected)


def _keys(secrets: Secrets, key: Callable[[str], bytes]) -> List[bytes]:
    # A text is a sequence, too: without this, each of its signs would be a secret.
    keys = [key(secret) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    # Without a key, and with an empty one, everybody could sign.
    if not keys or not all(keys):
        raise Refused("secret_malformed")
    return keys


def _standard_key(secret: str) -> bytes:
    prefix = "whsec_"
    text = secret[len(prefix) :] if secret.startswith(prefix) else ""
    try:
        key = base64.b64decode(text)
    except (binascii.Error, ValueError):
        raise Refused("secret_malformed") from None
    # Python skips what is not base64: only what comes out the same again was.
    if base64.b64encode(key).decode() != text:
        raise Refused("secret_malformed")
    return key


def _header(headers: Mapping[str, str], name: str, missing: str) -> str:
    values = [value for given, value in headers.items() if given.lower() == name]
    if len(values) > 1:
        raise Refused("header_repeated")
    if not values or not values[0]:
        raise Refused(missing)
    return values[0]


def _check_timestamp(text: str, now: int) -> None:
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise Refused("timestamp_malformed")
    sent = int(text)
    if sent < now - TOLERANCE_SECONDS:
        raise Refused("timestamp_too_old")
    if sent > now + TOLERANCE_SECONDS:
        raise Refused("timestamp_too_new")


def _check_signature(given: List[str], expected: List[str]) -> None:
    """Compares the texts, not what they decode to, so that there is one spelling of each signature; and in constant
    time, so that nobody can find a signature sign by sign."""
    if not given:
        raise Refused("signature_unknown")
    entries = [entry.encode(errors="replace") for entry in given]
    if not any(hmac.compare_digest(text.encode(), entry) for entry in entries for text in expected):
        raise Refused("signature_mismatch")


def _hmac_sha256(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()
