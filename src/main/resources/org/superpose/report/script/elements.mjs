/** This module makes elements of the page. */
import {parts} from "./pure/markup.mjs";
import {exact} from "./pure/numbers.mjs";

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key.includes("-") || key === "for" || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

export const TABLE_ROWS = 200;

/** A table shows the first rows. */
export const dataTable = rows => {
  const columns = Object.keys(rows[0] ?? {});
  const numeric = new Set(columns.filter(column => rows.some(row => typeof row[column] === "number")));
  const cell = (kind, column, text) => element(kind, {className: numeric.has(column) ? "number" : "", textContent: text});
  const head = element("tr", {}, ...columns.map(column => cell("th", column, column)));
  const body = rows.slice(0, TABLE_ROWS).map(row => element("tr", {}, ...columns.map(column => {
    const text = typeof row[column] === "number" ? exact(row[column], 4) : String(row[column] ?? "");
    return element("td", {className: numeric.has(column) ? "number" : text.length > 40 ? "long" : "", textContent: text});
  })));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
};

/** A text with markup becomes nodes; a line does not break at an equals sign. */
export function marked(markup) {
  return parts(markup).map(({kind, text}) => kind === "text" ? text.replace(/ = /g, "\u00a0=\u00a0") : element(kind === "symbol" ? "i" : "sub", {textContent: text}));
}
