// One route: what it takes, what it answers, and a form that tries it.

import { copyButton, el, inline, jsonView, prose } from "./dom.js";
import { example, factsLine, resolve, schemaTree } from "./schema.js";

/** Ids seen in earlier answers, by the name of what takes them: a parameter, a field of a body, or one of the two below. */
const seen = new Map();
/** A conversation of several people, and somebody who is not connected: not every id of their kind will do. */
const SEVERAL = "conversationUrn of several";
const STRANGER = "profileId of a stranger";
const KEPT = 20;

/** What the form needs from the page. */
let session = { key: () => "" };

export function setSession(given) {
  session = given;
}

/** The whole view of an operation. */
export function operationView(operation) {
  const [title, ...rest] = [operation.summary ?? operation.id, operation.description];
  return [
    el("p", { class: "crumb" }, operation.tag),
    el("h1", {}, title),
    el("p", { class: "address" }, badge(operation.method), el("code", {}, operation.path)),
    ...rest.flatMap(prose),
    el("div", { class: "columns" },
      el("div", {}, request(operation), responses(operation)),
      tryIt(operation)),
  ];
}

export function badge(method) {
  return el("span", { class: `badge ${method}` }, method.toUpperCase());
}

function request(operation) {
  const parts = [];
  if (operation.parameters.length) {
    parts.push(el("h2", {}, "Parameters"), el("ul", { class: "fields" }, operation.parameters.map(parameter)));
  }
  if (operation.body) parts.push(el("h2", {}, "Body"), schemaTree(operation.body));
  return el("section", {}, parts);
}

function parameter(given) {
  return el("li", {},
    el("div", {}, el("code", { class: "field" }, given.name), el("span", { class: "place" }, given.in),
      factsLine(given.schema, given.required)),
    given.description ? el("p", { class: "about" }, inline(given.description)) : null);
}

function responses(operation) {
  const items = Object.entries(operation.responses).map(([status, response]) => {
    const [type, content] = Object.entries(response.content ?? {})[0] ?? [];
    const isGood = status.startsWith("2");
    return el("details", { class: "response", open: status === "200" },
      el("summary", {}, el("span", { class: `status s${status[0]}` }, status),
        el("span", {}, isGood ? inline(response.description) : codesOf(response.description))),
      isGood ? null : prose(response.description),
      headers(response.headers),
      content ? el("p", { class: "muted" }, type) : null,
      content && isGood ? schemaTree(content.schema) : null,
      content && isGood ? el("details", {}, el("summary", {}, "Example"), jsonView(example(content.schema))) : null);
  });
  return el("section", {}, el("h2", {}, "Answers"), items);
}

function codesOf(description) {
  const codes = [...(description ?? "").matchAll(/^- `([^`]+)`/gm)].map((match) => match[1]);
  return codes.length ? codes.map((code) => el("code", {}, code)).flatMap((code) => [code, " "]) : description;
}

function headers(given) {
  const names = Object.keys(given ?? {});
  return names.length ? el("p", { class: "muted" }, "Headers: ", names.join(", ")) : null;
}

/** The first id that was seen under this name. */
function first(name) {
  return [...(seen.get(name) ?? [])][0];
}

/** The example of a body with ids of earlier answers in the place of its own; `invented` if it still has some of those. */
function filled(operation) {
  const body = example(operation.body);
  if (operation.path.includes("send-group")) {
    const conversationUrn = first(SEVERAL);
    const { groupId, recipientProfileUrn, ...rest } = body;
    return conversationUrn ? { body: { ...rest, conversationUrn } } : { body, invented: true };
  }
  if (operation.id === "connect") body.profileId = first(STRANGER) ?? body.profileId;
  if (!body.conversationUrn) return { body };
  const conversationUrn = first("conversationUrn");
  return conversationUrn ? { body: { ...body, conversationUrn } } : { body, invented: true };
}

function tryIt(operation) {
  const inputs = operation.parameters.map((given) => ({ given, input: inputFor(given) }));
  const { body: value, invented } = operation.body ? filled(operation) : {};
  const body = operation.body
    ? el("textarea", { id: "try-body", rows: 10, spellcheck: "false" }, JSON.stringify(value, null, 2))
    : null;
  const curl = el("pre", { class: "curl", tabindex: "0" }, el("code"));
  const answer = el("div", { class: "answer", "aria-live": "polite" });
  const send = el("button", { type: "submit", class: "primary" }, "Send request");
  const built = () => build(operation, inputs, body);
  const refresh = () => (curl.firstChild.textContent = curlOf(built()));
  const form = el("form", { class: "try", oninput: refresh, onsubmit: submit },
    el("h2", {}, "Try it"),
    inputs.filter(({ given }) => given.in !== "header").map(labelled),
    body ? el("label", { for: "try-body" }, el("span", {}, "Body"), body) : null,
    invented ? el("p", { class: "muted" }, "The ids in it are invented. ", el("a", { href: "#recentMessages" }, "Read the inbox"),
      " first, and ids of yours stand here.") : null,
    optionalHeaders(inputs.filter(({ given }) => given.in === "header")),
    el("div", { class: "row" }, send, copyButton("Copy curl", () => curlOf(built()))),
    curl, answer);
  refresh();
  return form;

  async function submit(event) {
    event.preventDefault();
    send.disabled = true;
    answer.replaceChildren(el("p", { class: "muted" }, "Waiting for the answer…"));
    answer.replaceChildren(...(await perform(built())));
    send.disabled = false;
  }
}

function labelled({ given, input }) {
  return el("label", {},
    el("span", {}, el("code", {}, given.name), given.required ? el("b", { title: "required" }, " *") : null),
    input, suggestions(given.name, input));
}

function optionalHeaders(inputs) {
  return inputs.length ? el("details", {}, el("summary", {}, "Headers"), inputs.map(labelled)) : null;
}

function inputFor(given) {
  const schema = resolve(given.schema);
  const words = schema.enum ?? (schema.type === "boolean" ? ["true", "false"] : null);
  if (words) {
    const options = words.map((word) => el("option", { value: word }, word));
    return el("select", { name: given.name }, el("option", { value: "" }, "not given"), options);
  }
  const hints = { integer: "numeric", number: "numeric" };
  const value = given.required ? first(given.name) : "";
  return el("input", {
    name: given.name, required: given.required, value: value ?? "", spellcheck: "false", autocapitalize: "off",
    autocomplete: "off", inputmode: hints[schema.type], list: `seen-${given.name}`, placeholder: given.name === "Prefer" ? "wait=5" : null,
  });
}

function suggestions(name, input) {
  if (input.tagName !== "INPUT") return null;
  return el("datalist", { id: `seen-${name}` }, [...(seen.get(name) ?? [])].map((value) => el("option", { value })));
}

function build(operation, inputs, body) {
  let path = operation.path;
  const query = new URLSearchParams();
  const sent = {};
  for (const { given, input } of inputs) {
    const value = input.value;
    if (given.in === "path") path = path.replace(`{${given.name}}`, encodeURIComponent(value) || `{${given.name}}`);
    else if (value && given.in === "query") query.set(given.name, value);
    else if (value && given.in === "header") sent[given.name] = value;
  }
  if (body) sent["Content-Type"] = "application/json";
  const search = query.toString();
  return { method: operation.method.toUpperCase(), url: path + (search ? `?${search}` : ""), headers: sent, body: body?.value };
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function curlOf(built) {
  const lines = [`curl -X ${built.method} ${quoted(location.origin + built.url)}`];
  lines.push('-H "Authorization: Bearer $LIAISON_KEY"');
  for (const [name, value] of Object.entries(built.headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (built.body !== undefined) lines.push(`-d ${quoted(built.body)}`);
  return lines.join(" \\\n  ");
}

async function perform(built) {
  const began = performance.now();
  const key = session.key();
  const headers = key ? { ...built.headers, Authorization: `Bearer ${key}` } : built.headers;
  try {
    const response = await fetch(built.url, {
      method: built.method, headers, body: built.body, cache: "no-store", credentials: "omit",
    });
    const text = await response.text();
    const line = el("p", { class: "result" },
      el("span", { class: `status s${String(response.status)[0]}` }, String(response.status)),
      ` ${Math.round(performance.now() - began)} ms · ${text.length} characters`);
    const shown = [...response.headers].filter(([name]) => /^x-ratelimit|^retry|^etag|^location|^content-type/.test(name));
    const list = el("details", {}, el("summary", {}, "Headers"),
      el("pre", { class: "curl" }, shown.map(([name, value]) => `${name}: ${value}`).join("\n")));
    return [line, list, bodyView(text)];
  } catch (error) {
    return [el("p", { class: "notice" }, `No answer: ${error.message}`)];
  }
}

function bodyView(text) {
  try {
    const value = JSON.parse(text);
    remember(value);
    return jsonView(value);
  } catch {
    return el("pre", { class: "curl" }, text || "(no body)");
  }
}

/** Keeps the ids of an answer, under the names that parameters have. */
function remember(value, name) {
  if (Array.isArray(value)) value.slice(0, KEPT).forEach((item) => remember(item, name));
  else if (value && typeof value === "object") {
    if (value.participants?.length > 1) keep(SEVERAL, value.conversationUrn);
    if (/^DISTANCE_[23]$/.test(value.distance)) keep(STRANGER, value.profileId);
    for (const [key, item] of Object.entries(value)) remember(item, key);
  } else if (typeof value === "string" && name === "id") {
    // Many things have an id; only an account's fits a parameter.
    if (value.startsWith("acc_")) keep("accountId", value);
  } else if (typeof value === "string" && /(Id|Urn|Cursor)$/.test(name ?? "")) {
    keep(name === "sendId" ? "id" : name, value);
  }
}

function keep(name, value) {
  const values = [...(seen.get(name) ?? [])].filter((known) => known !== value);
  seen.set(name, new Set([...values, value].slice(-KEPT)));
}
