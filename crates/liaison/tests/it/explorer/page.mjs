// The page at /docs with as much of a browser around it as it needs. Opens one route after the other, sends its form as it
// stands, and prints what each answered: {"id", "status", "body", "notes"}, one line each.

class Element {
  constructor(name) {
    Object.assign(this, { name, children: [], attributes: {}, listeners: {}, className: "", value: "", disabled: false });
    this.classList = { add() {} };
  }
  append(...children) {
    this.children.push(...children.map((child) => (child instanceof Element ? child : String(child))));
    if (this.name === "textarea") this.value = this.textContent;
  }
  replaceChildren(...children) {
    this.children = [];
    this.append(...children);
  }
  setAttribute(name, value) {
    this.attributes[name] = String(value);
    if (name === "value") this.value = String(value);
  }
  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }
  get firstChild() {
    return this.children[0];
  }
  get textContent() {
    return this.children.map((child) => (child instanceof Element ? child.textContent : child)).join("");
  }
  set textContent(text) {
    this.children = [String(text)];
  }
  focus() {}
  scrollIntoView() {}
  find(isIt) {
    if (isIt(this)) return [this];
    return this.children.flatMap((child) => (child instanceof Element ? child.find(isIt) : []));
  }
}

const [folder, base, key, ...ids] = process.argv.slice(2);
const known = new Map();
for (const id of ["main", "routes", "filter", "menu", "key", "key-state", "key-form", "version"]) {
  known.set(id, new Element(id));
}
const events = {};
const kept = new Map([["liaison.key", key]]);
const fetchFromBase = globalThis.fetch;
Object.assign(globalThis, {
  document: { createElement: (name) => new Element(name), getElementById: (id) => known.get(id) ?? null },
  location: { hash: "", origin: base },
  sessionStorage: { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) },
  matchMedia: () => ({ matches: false }),
  scrollTo() {},
  addEventListener: (name, listener) => (events[name] = listener),
  fetch: (address, options) => fetchFromBase(new URL(address, base), { ...options, credentials: undefined }),
});

await import(`${folder}/explorer.js`);
const main = known.get("main");
const hasClass = (name) => (element) => element.className.split(" ").includes(name);
while (!main.find((element) => element.name === "h1").length) {
  if (main.find(hasClass("notice")).length) throw new Error(main.textContent);
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log(JSON.stringify({ id: "overview", text: main.textContent }));
for (const id of ids) {
  location.hash = `#${id}`;
  events.hashchange();
  const form = main.find(hasClass("try"))[0];
  const notes = form.find(hasClass("muted")).map((note) => note.textContent);
  const body = form.find((element) => element.name === "textarea")[0]?.value ?? null;
  await form.listeners.submit({ preventDefault() {} });
  const status = form.find(hasClass("result"))[0]?.find(hasClass("status"))[0].textContent ?? form.textContent;
  console.log(JSON.stringify({ id, status, body, notes }));
}
