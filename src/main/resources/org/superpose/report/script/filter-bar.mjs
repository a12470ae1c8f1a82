/** The bar of filters has, for each dimension, its values as buttons or as a range. */
import {element} from "./elements.mjs";
import {plural} from "./pure/numbers.mjs";
import * as results from "./results.mjs";

const CHIPS = 9;
const CHIPS_OF_FAMILIES = 14;

const form = document.getElementById("filters");
const count = element("span", {className: "count", role: "status"});
let redraw = () => {};

function counted() {
  count.textContent = `${results.visible().length.toLocaleString("en")} of ${plural(results.models.length, "model")}`;
  reset.hidden = results.dimensions.every(dimension => dimension.chosen === null);
}

const reset = element("button", {type: "button", className: "quiet", textContent: "Show all", onclick: () => {
  results.dimensions.forEach(dimension => results.filter(dimension, null));
  fill();
  redraw();
}});

function choose(dimension, chosen) {
  results.filter(dimension, chosen);
  fill();
  redraw();
}

/** Few values are buttons: the first press keeps one alone, further ones add and take away. */
function chips(dimension) {
  return dimension.values.map(value => {
    const on = dimension.chosen?.has(value) ?? true;
    return element("button", {type: "button", className: "chip", textContent: results.text(dimension.key, value), title: results.text(dimension.key, value), "aria-pressed": String(on),
      onclick: () => {
        const chosen = new Set(dimension.chosen ?? []);
        if (dimension.chosen === null || !chosen.delete(value)) chosen.add(value);
        choose(dimension, chosen.size ? chosen : null);
      }});
  });
}

/** Many values are a range. */
function range(dimension) {
  const shown = dimension.values.map((value, k) => k).filter(k => dimension.chosen?.has(dimension.values[k]) ?? true);
  const ends = [shown[0], shown[shown.length - 1]];
  const select = end => element("select", {"aria-label": `${dimension.title}, ${end ? "to" : "from"}`, onchange: event => {
    ends[end] = event.target.selectedIndex;
    const [from, to] = d3.extent(ends);
    choose(dimension, new Set(dimension.values.slice(from, to + 1)));
  }}, ...dimension.values.map((value, k) => element("option", {textContent: results.text(dimension.key, value), selected: k === ends[end]})));
  return [select(0), element("span", {textContent: "\u2009–\u2009"}), select(1)];
}

/** It makes the filters anew; the focus stays at its place, and goes to the first of them from a button that is gone. */
function fill() {
  const focused = document.activeElement;
  const key = form.contains(focused) ? focused.closest("fieldset")?.dataset.key : undefined;
  const place = [...focused?.parentNode?.children ?? []].indexOf(focused);
  form.replaceChildren(...results.dimensions.map(dimension => {
    const field = element("fieldset", {title: dimension.title, "data-key": dimension.key}, element("legend", {textContent: dimension.label, className: dimension.word ? "word" : ""}));
    field.append(...(dimension.values.length <= CHIPS || dimension.key === "family" && dimension.values.length <= CHIPS_OF_FAMILIES ? chips(dimension) : range(dimension)));
    return field;
  }), reset, count);
  counted();
  const next = key ? form.querySelector(`[data-key="${key}"]`).children[place] : focused === reset ? form.querySelector("button, select") : null;
  next?.focus({preventScroll: true});
}

/** The filters are shown where models differ; `changed` is called whenever they let others pass. */
export function start(changed) {
  redraw = changed;
  if (results.dimensions.length) {
    form.hidden = false;
    fill();
  }
  form.addEventListener("submit", event => event.preventDefault());
}
