// Verifies webhooks: copy this file into the program that receives them.
//
// It needs Node.js and nothing else. Give it the body as the bytes that came, before anything has read them as JSON;
// `now` is in seconds since 1970: `Math.floor(Date.now() / 1000)`. Headers are an object, as `request.headers` of Node.js
// and Express is one; of a `Headers`, give `Object.fromEntries(headers)`.

import { createHmac, timingSafeEqual } from "node:crypto";

/** How far the sender's clock and ours may be apart, and how old a copied request may be. */
const TOLERANCE_SECONDS = 5 * 60;

/** Which check failed. `secret_malformed` is a mistake on the receiver's own side; all others are the request's. */
export type Reason =
  | "secret_malformed"
  | "header_repeated"
  | "id_missing"
  | "id_malformed"
  | "timestamp_missing"
  | "timestamp_malformed"
  | "timestamp_too_old"
  | "timestamp_too_new"
  | "signature_missing"
  | "signature_unknown"
  | "signature_mismatch";

export class Refused extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(`webhook refused: ${reason}`);
    this.reason = reason;
  }
}

export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Checks a request of Standard Webhooks, version `v1`, and returns its id. The same id can come again: remember it. */
export function verify(
  secrets: readonly string[],
  headers: RequestHeaders,
  body: Uint8Array,
  now: number,
): string {
  const keys = allKeys(secrets.map(standardKey));
  const id = header(headers, "webhook-id", "id_missing");
  const timestamp = header(headers, "webhook-timestamp", "timestamp_missing");
  const signatures = header(headers, "webhook-signature", "signature_missing");
  // A dot in the id would leave open where the id ends and the timestamp begins.
  if (!/^[!-~]+$/.test(id) || id.includes(".")) throw new Refused("id_malformed");
  checkTimestamp(timestamp, now);
  // Several entries come while the secret is being changed, and other versions may stand beside ours.
  const given = signatures.split(" ").filter((entry) => entry.startsWith("v1,"));
  const start = Buffer.from(`${id}.${timestamp}.`);
  const expected = keys.map((key) => `v1,${hmacSha256(key, start, body).toString("base64")}`);
  checkSignature(given, expected);
  return id;
}

/**
 * Checks a request in the guide's format: `X-Webhook-Signature: sha256=<hex>` over the body alone.
 *
 * The timestamp is not signed: whoever has seen one request can send it again with a new timestamp, and it passes here.
 * So remember the id of each message (`data.id` in the body), and drop what you have had.
 */
export function verifyGuide(
  secrets: readonly string[],
  headers: RequestHeaders,
  body: Uint8Array,
  now: number,
): void {
  const keys = allKeys(secrets.map((secret) => Buffer.from(secret)));
  const timestamp = header(headers, "x-webhook-timestamp", "timestamp_missing");
  const signature = header(headers, "x-webhook-signature", "signature_missing").toLowerCase();
  checkTimestamp(timestamp, now);
  const given = [signature].filter((entry) => entry.startsWith("sha256="));
  const expected = keys.map((key) => `sha256=${hmacSha256(key, body).toString("hex")}`);
  checkSignature(given, expected);
}

function allKeys(keys: Buffer[]): Buffer[] {
  // Without a key, and with an empty one, everybody could sign.
  if (keys.length === 0 || keys.some((key) => key.length === 0)) throw new Refused("secret_malformed");
  return keys;
}

function standardKey(secret: string): Buffer {
  const text = secret.startsWith("whsec_") ? secret.slice("whsec_".length) : "";
  const key = Buffer.from(text, "base64");
  // Node.js skips what is not base64: only what comes out the same again was.
  if (key.toString("base64") !== text) throw new Refused("secret_malformed");
  return key;
}

function header(headers: RequestHeaders, name: string, missing: Reason): string {
  const values = Object.entries(headers)
    .filter(([given]) => given.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  if (values.length > 1) throw new Refused("header_repeated");
  const value = values[0];
  if (value === undefined || value === "") throw new Refused(missing);
  return value;
}

function checkTimestamp(text: string, now: number): void {
  if (!/^[0-9]{1,15}$/.test(text)) throw new Refused("timestamp_malformed");
  const sent = Number(text);
  // Asked this way round, a `now` that is no number lets nothing through.
  if (!(sent >= now - TOLERANCE_SECONDS)) throw new Refused("timestamp_too_old");
  if (!(sent <= now + TOLERANCE_SECONDS)) throw new Refused("timestamp_too_new");
}

/**
 * Compares the texts, not what they decode to, so that there is one spelling of each signature; and in constant time,
 * so that nobody can find a signature sign by sign.
 */
function checkSignature(given: string[], expected: string[]): void {
  if (given.length === 0) throw new Refused("signature_unknown");
  const isEqual = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other);
  const isExpected = (entry: string) => expected.some((text) => isEqual(Buffer.from(text), Buffer.from(entry)));
  if (!given.some(isExpected)) throw new Refused("signature_mismatch");
}

function hmacSha256(key: Buffer, ...parts: Uint8Array[]): Buffer {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}
