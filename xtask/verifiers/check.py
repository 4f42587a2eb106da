"""Runs `docs/webhooks/verify.py` against the vectors; the folder of both is the argument."""

import base64
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(folder))

from verify import Refused, verify, verify_guide  # noqa: E402

VERIFIERS = {"standard": verify, "guide": verify_guide}


def judged(case: dict) -> dict:
    text = case.get("body")
    body = base64.b64decode(case["body_base64"]) if text is None else text.encode()
    arguments = (case["headers"], body, case["now"])
    try:
        verifier = VERIFIERS[case["format"]]
        said = {"accepted": verifier(case["secrets"], *arguments)}
        # One secret may be given as it is; it must not be taken for a list of its signs.
        if len(case["secrets"]) == 1:
            assert {"accepted": verifier(case["secrets"][0], *arguments)} == said
        return said
    except Refused as refused:
        return {"refused": refused.reason}


def check() -> None:
    cases = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))["cases"]
    differing = 0
    for case in cases:
        try:
            said = judged(case)
        except Exception as error:  # A verifier that falls over has not refused.
            said = {"raised": repr(error)}
        if said != case["expect"]:
            differing += 1
            print(f"{case['name']}: expected {case['expect']}, and verify.py says {said}", file=sys.stderr)
    if differing:
        sys.exit(f"verify.py: {differing} of {len(cases)} cases differ")
    accepted = sum("accepted" in case["expect"] for case in cases)
    print(f"verify.py: {len(cases)} cases passed, {accepted} accepted and {len(cases) - accepted} refused")


check()
