/** The head of the page tells of which sweeps it is, and how many models there are. */
import {element} from "./elements.mjs";
import {distinct} from "./pure/lists.mjs";
import {number, plural} from "./pure/numbers.mjs";
import * as results from "./results.mjs";

const byId = id => document.getElementById(id);

const sweeps = distinct(results.models, "sweep").filter(Boolean);
const planned = d3.rollup(results.table("coverage"), rows => d3.sum(rows, row => row.models), row => row.state);
const total = d3.sum([...planned.values()]);

function title() {
  if (!sweeps.length) return results.models.some(row => row.done) ? "Results" : "No results yet";
  return sweeps.slice(0, 6).join(", ") + (sweeps.length > 6 ? ` and ${sweeps.length - 6} more` : "");
}

const span = (key, symbol) => {
  const values = distinct(results.models, key).filter(value => value !== null);
  if (!values.length) return null;
  return [values.length === 1 ? number(values[0], 5) : `${number(values[0])} … ${number(values[values.length - 1], 5)}`, symbol];
};

function summarise() {
  const summary = byId("summary");
  if (!results.models.length) {
    summary.textContent = total ? `${plural(total, "model")} planned, none trained yet: figures appear once some are done.`
      : "The tables hold no rows: run a sweep into this directory, then make the report again.";
    return;
  }
  const done = planned.get("done") ?? 0;
  if (!done) summary.textContent = "No model has a result; why is told below.";
  const seeds = distinct(results.models, "seed").length;
  const tiles = [[done.toLocaleString("en"), `of ${plural(total, "model")} done`], span("n", "features n"), span("p", "density p"), span("r", "ratio r = m/n"),
    span("decay", "decay δ"), [String(seeds), seeds === 1 ? "seed" : "seeds"]].filter(Boolean);
  summary.after(element("ul", {className: "tiles"}, ...tiles.map(([value, label]) => element("li", {}, element("b", {textContent: value}), element("span", {textContent: label})))));
}

/** It fills the head. */
export function start() {
  byId("title").textContent = title();
  document.title = `${title()} – superpose report`;
  summarise();
}
