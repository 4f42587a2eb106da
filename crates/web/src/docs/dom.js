// Small helpers around the DOM. Nothing here ever parses HTML: every text stays a text.

/** Makes an element: attributes, `on…` listeners, then children (elements, texts, lists; null is skipped). */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Texts of the description: paragraphs, lists of `- ` lines, and `code`. */
export function prose(text) {
  const blocks = [];
  for (const block of (text ?? "").split(/\n\n+/)) {
    const lines = block.split("\n");
    if (lines.every((line) => line.startsWith("- "))) {
      blocks.push(el("ul", {}, lines.map((line) => el("li", {}, inline(line.slice(2))))));
    } else if (block.trim()) {
      blocks.push(el("p", {}, inline(lines.join(" "))));
    }
  }
  return blocks;
}

/** One line with `code` in it. */
export function inline(text) {
  return (text ?? "").split("`").map((part, place) => (place % 2 ? el("code", {}, part) : part));
}

/** A JSON value, indented and coloured. */
export function jsonView(value) {
  const code = el("code");
  write(code, value, "");
  return el("pre", { class: "json", tabindex: "0" }, code);
}

function write(out, value, indent) {
  if (value === null || typeof value !== "object") {
    out.append(el("span", { class: value === null ? "null" : typeof value }, JSON.stringify(value)));
    return;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item) => [null, item]) : Object.entries(value);
  if (entries.length === 0) {
    out.append(isList ? "[]" : "{}");
    return;
  }
  out.append(isList ? "[" : "{");
  entries.forEach(([name, item], place) => {
    out.append(`${place ? "," : ""}\n${indent}  `);
    if (name !== null) out.append(el("span", { class: "name" }, JSON.stringify(name)), ": ");
    write(out, item, `${indent}  `);
  });
  out.append(`\n${indent}${isList ? "]" : "}"}`);
}

/** A button that copies what `text()` returns. */
export function copyButton(label, text) {
  const button = el("button", { type: "button", class: "quiet", onclick: copy }, label);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => (button.textContent = label), 1500);
  }
  return button;
}
