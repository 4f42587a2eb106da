// Runs `docs/webhooks/verify.ts` against the vectors; the folder of the vectors is the argument.

import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { Refused, type RequestHeaders, verify, verifyGuide } from "../../docs/webhooks/verify.ts";

interface Case {
  name: string;
  format: "standard" | "guide";
  secrets: string[];
  headers: Record<string, string>;
  body?: string;
  body_base64?: string;
  now: number;
  expect: object;
}

// What Node.js hands over can be given as it is.
export const taken: RequestHeaders = {} as IncomingHttpHeaders;

function judged({ format, secrets, headers, body, body_base64, now }: Case): object {
  const bytes = body === undefined ? Buffer.from(body_base64 ?? "", "base64") : Buffer.from(body);
  try {
    if (format === "standard") return { accepted: verify(secrets, headers, bytes, now) };
    verifyGuide(secrets, headers, bytes, now);
    return { accepted: null };
  } catch (error) {
    // A verifier that falls over has not refused.
    return error instanceof Refused ? { refused: error.reason } : { threw: String(error) };
  }
}

const text = readFileSync(join(process.argv[2] ?? ".", "vectors.json"), "utf8");
const cases = (JSON.parse(text) as { cases: Case[] }).cases;
let differing = 0;
for (const one of cases) {
  const said = judged(one);
  if (!isDeepStrictEqual(said, one.expect)) {
    differing += 1;
    const expected = JSON.stringify(one.expect);
    console.error(`${one.name}: expected ${expected}, and verify.ts says ${JSON.stringify(said)}`);
  }
}
if (differing > 0) {
  console.error(`verify.ts: ${differing} of ${cases.length} cases differ`);
  process.exitCode = 1;
} else {
  const accepted = cases.filter((one) => "accepted" in one.expect).length;
  console.log(`verify.ts: ${cases.length} cases passed, ${accepted} accepted and ${cases.length - accepted} refused`);
}
