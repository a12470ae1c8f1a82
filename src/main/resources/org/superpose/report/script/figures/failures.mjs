/** A table tells why models failed. */
import {dataTable, element} from "../elements.mjs";
import {literal} from "../pure/markup.mjs";
import {plural} from "../pure/numbers.mjs";
import * as results from "../results.mjs";

function draw(drawing) {
  const [{total}] = results.table("failures");
  const rows = results.table("failures").map(({total: _, ...reason}) => reason);
  drawing.title(`${plural(total, "model")} failed or diverged, most often of ${literal(rows[0].reason)}`);
  drawing.caption(`The most frequent reasons first, with one message of each.`);
  drawing.card.plot.append(element("div", {className: "scroll", tabIndex: 0, role: "group", "aria-label": "Failures"}, dataTable(rows)));
  drawing.data(rows);
}

export const figure = {
  id: "failures",
  order: 160,
  name: "Failures",
  tables: ["failures"],
  always: true,
  filters: [],
  available: () => results.table("failures").length > 0,
  draw,
};
