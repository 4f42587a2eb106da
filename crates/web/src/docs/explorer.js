// The page: reads the description of this server, lists its routes, shows the one in the address.

import { el, prose } from "./dom.js";
import { badge, operationView, setSession } from "./operation.js";
import { setComponents } from "./schema.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
const KEY = "liaison.key";

const main = document.getElementById("main");
const routes = document.getElementById("routes");
const filter = document.getElementById("filter");
const menu = document.getElementById("menu");
const keyInput = document.getElementById("key");
const keyState = document.getElementById("key-state");

let description;
let operations = [];

/** Every operation in the order of the description. */
function operationsOf(api) {
  const found = [];
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      const given = item[method];
      found.push({
        id: given.operationId, method, path, tag: given.tags?.[0] ?? "Other",
        summary: given.summary, description: given.description,
        parameters: given.parameters ?? [],
        body: given.requestBody?.content?.["application/json"]?.schema,
        responses: given.responses ?? {},
      });
    }
  }
  return found;
}

function showRoutes() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  const isWanted = (operation) => {
    const text = `${operation.method} ${operation.path} ${operation.summary} ${operation.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const groups = (description.tags ?? []).map((tag) => {
    const wanted = operations.filter((operation) => operation.tag === tag.name && isWanted(operation));
    if (!wanted.length) return null;
    return el("section", {}, el("h2", { title: tag.description }, tag.name), el("ul", {}, wanted.map(routeLink)));
  });
  const pages = [["#errors", "Error codes"], ["/docs/reference/events", "Types of events"], ["/docs/contents", "Guides and more"]];
  const links = el("ul", {}, pages.map(([href, title]) => el("li", {}, el("a", { href }, title))));
  routes.replaceChildren(...groups.filter(Boolean), el("section", {}, el("h2", {}, "Reference"), links));
}

function routeLink(operation) {
  const isHere = location.hash === `#${operation.id}`;
  const path = operation.path.replace(/^\/linkedin/, "");
  return el("li", {}, el("a", { href: `#${operation.id}`, title: operation.summary, "aria-current": isHere ? "page" : null },
    badge(operation.method), el("span", {}, path)));
}

function overview() {
  const first = operations.find((operation) => operation.id === "recentMessages") ?? operations[0];
  return [
    el("h1", {}, "One inbox, one API"),
    ...prose(description.info.description),
    el("div", { class: "cards" }, (description.tags ?? []).map((tag) => {
      const mine = operations.filter((operation) => operation.tag === tag.name);
      return el("a", { class: "card", href: `#${mine[0]?.id ?? ""}` }, el("h2", {}, tag.name),
        el("p", {}, tag.description ?? ""), el("p", { class: "muted" }, `${mine.length} ${mine.length === 1 ? "route" : "routes"}`));
    })),
    el("h2", {}, "Start here"),
    el("ol", {},
      el("li", {}, "Paste an API key above. It stays in this tab and is gone when you close it."),
      el("li", {}, "Open ", el("a", { href: `#${first.id}` }, first.summary ?? first.id), " and send the request."),
      el("li", {}, "Ids from answers stand in the next form you open, or are offered there.")),
    el("p", {}, "The description itself: ", el("a", { href: "/openapi.json" }, "/openapi.json"), " (OpenAPI ", description.openapi, ")."),
  ];
}

function errorCodes() {
  const text = description.components.schemas.ErrorCode?.description ?? "";
  const rows = [...text.matchAll(/^- `([^`]+)` \((\d+)\): (.*)$/gm)].map(([, code, status, meaning]) =>
    el("tr", { id: `error-${code}` }, el("td", {}, el("a", { href: `/docs/errors/${code}` }, el("code", {}, code))),
      el("td", {}, el("span", { class: `status s${status[0]}` }, status)), el("td", {}, meaning)));
  return [
    el("h1", {}, "Error codes"),
    el("p", {}, "Branch on the code, show the message. Codes are only ever added."),
    el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", {}, "Code"), el("th", {}, "Status"), el("th", {}, "Meaning"))),
      el("tbody", {}, rows))),
  ];
}

function show() {
  const place = decodeURIComponent(location.hash.slice(1));
  const operation = operations.find((candidate) => candidate.id === place);
  const isError = place === "errors" || place.startsWith("error-");
  const view = operation ? operationView(operation) : isError ? errorCodes() : overview();
  main.replaceChildren(...view.filter(Boolean));
  document.title = operation ? `${operation.summary} · Liaison API` : "Liaison API";
  showRoutes();
  if (matchMedia("(max-width: 60rem)").matches) menu.open = false;
  const row = place.startsWith("error-") ? document.getElementById(place) : null;
  row?.classList.add("marked");
  if (row) row.scrollIntoView({ block: "center" });
  else scrollTo(0, 0);
}

async function testKey(event) {
  event?.preventDefault();
  const key = keyInput.value.trim();
  if (!key) {
    keyState.textContent = "";
    return;
  }
  const response = await fetch("/health", { headers: { Authorization: `Bearer ${key}` }, credentials: "omit" }).catch(() => null);
  keyState.className = response?.ok ? "good" : "bad";
  keyState.textContent = response?.ok ? "valid" : response ? "not valid" : "no answer";
}

function keepKey() {
  keyState.textContent = "";
  const key = keyInput.value.trim();
  if (key) sessionStorage.setItem(KEY, key);
  else sessionStorage.removeItem(KEY);
}

function onKey(event) {
  const isTyping = event.target.closest("input, textarea, select");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    menu.open = true;
    filter.focus();
  }
}

async function start() {
  keyInput.value = sessionStorage.getItem(KEY) ?? "";
  keyInput.addEventListener("input", keepKey);
  document.getElementById("key-form").addEventListener("submit", testKey);
  setSession({ key: () => keyInput.value.trim() });
  const response = await fetch("/openapi.json");
  description = await response.json();
  setComponents(description.components?.schemas);
  operations = operationsOf(description);
  document.getElementById("version").textContent = description.info.version;
  filter.addEventListener("input", showRoutes);
  addEventListener("hashchange", () => {
    show();
    main.focus({ preventScroll: true });
  });
  addEventListener("keydown", onKey);
  show();
  testKey();
}

start().catch((error) => {
  main.replaceChildren(el("p", { class: "notice" }, `The description could not be read: ${error.message}`));
});
