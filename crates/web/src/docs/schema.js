// Schemas of the description: resolved, shown as a tree, turned into examples.

import { el, inline, prose } from "./dom.js";

let components = {};

/** Where `$ref` leads. */
export function setComponents(given) {
  components = given ?? {};
}

/** The schema without `$ref`, `allOf` and the alternative `null`; `nullable` says whether there was one. */
export function resolve(schema) {
  if (!schema) return {};
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return { ...resolve(components[name]), ...(schema.description ? { description: schema.description } : {}) };
  }
  if (schema.allOf) {
    const parts = schema.allOf.map(resolve);
    const merged = { ...schema, type: "object", properties: {}, required: [] };
    delete merged.allOf;
    for (const part of parts) {
      Object.assign(merged.properties, part.properties);
      merged.required.push(...(part.required ?? []));
    }
    return merged;
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) {
    const real = choices.filter((choice) => choice.type !== "null");
    const nullable = real.length < choices.length;
    if (real.length === 1) {
      const inner = resolve(real[0]);
      return { ...inner, description: schema.description ?? inner.description, nullable };
    }
  }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== "null");
    return { ...schema, type: types[0], nullable: types.length < schema.type.length };
  }
  return schema;
}

function typeName(schema) {
  if (schema.type === "array") return `${typeName(resolve(schema.items))}[]`;
  const name = schema.enum ? "word" : (schema.type ?? "any");
  return schema.format && !/^int|^double/.test(schema.format) ? `${name} (${schema.format})` : name;
}

function bounds(schema) {
  const parts = [];
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    parts.push(`${schema.minimum ?? "…"} to ${schema.maximum ?? "…"}`);
  }
  if (schema.minLength > 1) parts.push(`at least ${schema.minLength} characters`);
  if (schema.maxLength) parts.push(`at most ${schema.maxLength} characters`);
  if (schema.maxItems) parts.push(`at most ${schema.maxItems} items`);
  if (schema.default !== undefined) parts.push(`default ${JSON.stringify(schema.default)}`);
  return parts.join(" · ");
}

/** Type, need and bounds of one field, as the line next to its name. */
export function factsLine(schema, isRequired) {
  const resolved = resolve(schema);
  const facts = bounds(resolved);
  return el("span", { class: "facts" },
    el("span", { class: "type" }, typeName(resolved) + (resolved.nullable ? " or null" : "")),
    isRequired ? el("span", { class: "required" }, "required") : null,
    facts ? el("span", {}, facts) : null);
}

/** The fields of a schema, nested ones behind a fold. */
export function schemaTree(schema, depth = 0) {
  const resolved = resolve(schema);
  const inner = resolved.type === "array" ? resolve(resolved.items) : resolved;
  if (!inner.properties) {
    return el("div", { class: "fields" }, el("p", { class: "muted" }, factsLine(schema, false)));
  }
  const rows = Object.entries(inner.properties).map(([name, property]) => field(name, property, inner, depth));
  return el("ul", { class: "fields" }, rows);
}

function field(name, property, parent, depth) {
  const resolved = resolve(property);
  const isRequired = parent.required?.includes(name);
  const head = [el("code", { class: "field" }, name), factsLine(property, isRequired)];
  const text = resolved.enum && resolved.description ? summaryOfWords(resolved) : inlineText(resolved.description);
  const inner = resolved.type === "array" ? resolve(resolved.items) : resolved;
  if (!inner.properties || depth > 5) return el("li", {}, el("div", {}, head), text);
  return el("li", {}, el("details", { open: depth < 1 }, el("summary", {}, head), text, schemaTree(property, depth + 1)));
}

function inlineText(text) {
  return text ? el("p", { class: "about" }, inline(text.replaceAll("\n", " "))) : null;
}

function summaryOfWords(schema) {
  return el("details", { class: "words" }, el("summary", {}, "Words"), prose(schema.description));
}

/** The value with its members in the order of the schema. */
function ordered(value, schema) {
  const resolved = resolve(schema);
  if (Array.isArray(value)) return value.map((item) => ordered(item, resolved.items));
  if (value === null || typeof value !== "object" || !resolved.properties) return value;
  const names = Object.keys(resolved.properties).filter((name) => name in value);
  return Object.fromEntries(names.map((name) => [name, ordered(value[name], resolved.properties[name])]));
}

/** A value that fits the schema: its own example, or one made up from its fields. */
export function example(schema, depth = 0) {
  const resolved = resolve(schema);
  const given = resolved.example ?? resolved.examples?.[0];
  if (given !== undefined) return ordered(given, resolved);
  if (resolved.enum) return resolved.enum[0];
  if (resolved.nullable && depth > 0) return null;
  switch (resolved.type) {
    case "array":
      return depth > 4 ? [] : [example(resolved.items, depth + 1)];
    case "object": {
      const made = {};
      for (const [name, property] of Object.entries(resolved.properties ?? {})) {
        if (resolved.required?.includes(name)) made[name] = example(property, depth + 1);
      }
      return made;
    }
    case "integer":
    case "number":
      return resolved.minimum ?? 0;
    case "boolean":
      return true;
    default:
      return resolved.format === "date-time" ? "2026-11-22T10:42:18Z" : "text";
  }
}
