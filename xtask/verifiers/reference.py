"""Holds the vectors against the library of Standard Webhooks, which nobody here wrote; the vectors are the argument.

The library must agree with every case, and must differ where a case says so. It does not know the guide's format.
"""

import base64
import datetime
import json
import pathlib
import sys

from standardwebhooks import webhooks


def set_clock(now: int) -> None:
    """The library asks for the time by itself."""

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(now, tz)

    webhooks.datetime = Clock


def is_accepted(case: dict) -> bool:
    set_clock(case["now"])
    text = case.get("body")
    body = base64.b64decode(case["body_base64"]) if text is None else text.encode()
    return any(accepts(secret, case["headers"], body) for secret in case["secrets"])


def accepts(secret: str, headers: dict, body: bytes) -> bool:
    try:
        webhooks.Webhook(secret).verify(body, headers, json_parse=False)
    except Exception:  # The library falls over where others refuse.
        return False
    return True


def check() -> None:
    cases = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))["cases"]
    cases = [case for case in cases if case["format"] == "standard"]
    agreeing = [case for case in cases if is_accepted(case) == ("accepted" in case["expect"])]
    wrong = [case["name"] for case in cases if (case in agreeing) == ("reference_differs" in case)]
    if wrong:
        sys.exit(f"standardwebhooks judges otherwise than these cases say: {', '.join(wrong)}")
    accepted = sum("accepted" in case["expect"] for case in agreeing)
    counts = f"{accepted} accepted and {len(agreeing) - accepted} refused"
    print(f"standardwebhooks: {len(agreeing)} cases agree, {counts}; {len(cases) - len(agreeing)} differ as they say")


check()
