/** All that is known of the selected models is shown beside the figures. */
import {element} from "./elements.mjs";
import {exact, plural} from "./pure/numbers.mjs";

const details = document.getElementById("details");
let opener = null;

/** It gives the focus back to what opened it, or to the drawing that has taken its place. */
const close = () => {
  details.hidden = true;
  const {node, figure} = opener ?? {};
  (node?.isConnected ? node : document.getElementById(figure)?.querySelector(".plot svg"))?.focus({preventScroll: true});
};

const HIDDEN = new Set(["family", "done", "started_ms"]);

/** It shows models; `from` is the element that has the focus, and gets it back. */
export const select = (rows, from) => {
  opener = {node: from, figure: from.closest(".figure").id};
  const shown = rows.slice(0, 6);
  const keys = Object.keys(shown[0]).filter(key => !HIDDEN.has(key) && shown.some(row => row[key] !== null));
  const body = keys.map(key => element("tr", {}, element("th", {textContent: key, scope: "row"}),
    ...shown.map(row => element("td", {className: typeof row[key] === "number" ? "number" : "", textContent: exact(row[key], 5)}))));
  const button = element("button", {type: "button", className: "close", textContent: "Close", onclick: close});
  const note = rows.length > shown.length ? `, ${shown.length} of them here` : "";
  const title = rows.length === 1 ? "One model" : `${plural(rows.length, "model")}${note}`;
  details.replaceChildren(button, element("h2", {textContent: title}),
    element("p", {className: "caption"}, "With kept weights: ", element("code", {textContent: `export --model ${shown[0].model_key}`})),
    element("div", {className: "scroll", tabIndex: 0, role: "group", "aria-label": "All that is known"}, element("table", {}, element("tbody", {}, ...body))));
  details.hidden = false;
  button.focus();
};
details.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
