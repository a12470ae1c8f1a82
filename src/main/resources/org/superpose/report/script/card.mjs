/** A card is a figure's place on the page, with its controls and what can be taken away: CSV, SVG, PNG, its query, its data as a table. */
import {Drawing} from "./drawing.mjs";
import {TABLE_ROWS, dataTable, element, marked} from "./elements.mjs";
import {onWhite, png, save, standalone} from "./images.mjs";
import {csv} from "./pure/csv.mjs";
import {pair} from "./pure/filters.mjs";
import * as results from "./results.mjs";

export class Card {
  constructor(figure) {
    this.figure = figure;
    this.values = new Map();
    this.seen = false;
    this.heading = element("h2", {textContent: figure.name, id: `${figure.id}-title`});
    this.caption = element("p", {className: "caption"});
    this.choices = element("span", {className: "choices"});
    this.filters = element("span");
    this.state = element("p", {className: "state"}, this.choices, " ", this.filters);
    this.controls = element("div", {className: "controls"});
    this.selects = new Map();
    this.plot = element("div", {className: "plot"});
    this.node = element("section", {className: "figure", id: figure.id, "aria-labelledby": this.heading.id},
      element("p", {className: "kicker", textContent: figure.name}), this.heading, this.caption, this.state, this.controls, this.plot, this.tools());
  }

  /** These are the buttons of what can be taken away. */
  tools() {
    const {name, tables} = this.figure;
    const button = (text, label, act) => element("button", {type: "button", className: "quiet", textContent: text, "aria-label": label, onclick: act});
    this.images = [button("SVG", `This figure as SVG: ${name}`, () => this.saveSvg()), button("PNG", `This figure as PNG: ${name}`, () => this.savePng())];
    this.listing = element("div", {className: "scroll", tabIndex: 0, role: "group", "aria-label": `Data: ${name}`});
    this.data = element("details", {ontoggle: () => this.list()}, element("summary", {textContent: "data"}), this.listing);
    const sql = tables.map(table => results.raw.tables[table].sql).join(";\n\n");
    const query = element("details", {}, element("summary", {textContent: "SQL"}), element("pre", {textContent: sql, tabIndex: 0, role: "group", "aria-label": `SQL: ${name}`}));
    return element("div", {className: "tools"}, button("CSV", `The data of this figure as CSV: ${name}`, () => this.saveCsv()), ...this.images, query, this.data);
  }

  /** The options of the controls depend on what the filters leave. A control that stays keeps its element, and with it the focus. */
  control() {
    const asked = (this.figure.controls?.(this) ?? []).filter(Boolean);
    for (const {id, options, value} of asked) {
      if (!options.some(option => option.value === this.values.get(id))) this.values.set(id, value === undefined ? options[0]?.value : value);
    }
    this.asked = asked.filter(({options}) => options.length > 1);
    const labels = this.asked.map(control => this.select(control));
    if (labels.length !== this.controls.children.length || labels.some((label, k) => label !== this.controls.children[k])) {
      const focused = this.controls.contains(document.activeElement) ? document.activeElement : null;
      this.controls.replaceChildren(...labels);
      focused?.focus({preventScroll: true});
    }
    this.controls.hidden = !labels.length;
  }

  /** The labelled select of a control is made once. */
  select({id, label, options}) {
    if (!this.selects.has(id)) {
      const select = element("select");
      this.selects.set(id, {select, node: element("label", {}, element("span"), select), options: []});
      select.addEventListener("change", () => {
        this.values.set(id, this.selects.get(id).options[select.selectedIndex].value);
        this.draw();
      });
    }
    const kept = this.selects.get(id);
    kept.node.firstChild.textContent = label;
    if (kept.options.length !== options.length || kept.options.some((option, k) => option.label !== options[k].label)) {
      kept.select.replaceChildren(...options.map(option => element("option", {textContent: option.label})));
    }
    kept.options = options;
    kept.select.selectedIndex = options.findIndex(option => option.value === this.values.get(id));
    return kept.node;
  }

  /** On paper and in files, where controls are not seen, it says which choices and filters the figure is drawn with. */
  describe() {
    const applies = key => this.figure.filters?.includes(key) ?? !(this.figure.whole && key === "seed");
    const active = results.dimensions.filter(({chosen}) => chosen !== null);
    const [used, ignored] = [active.filter(({key}) => applies(key)), active.filter(({key}) => !applies(key))];
    this.choices.textContent = this.asked.length ? `Chosen: ${this.asked.map(({id, label, options}) =>
      pair(label, options.find(option => option.value === this.values.get(id))?.label)).join("; ")}.` : "";
    const names = list => list.map(({label}) => label).join(", ");
    this.filters.textContent = [used.length && `Filtered: ${used.map(results.filterText).join("; ")}.`,
      ignored.length && `Not filtered by ${names(ignored)}${this.figure.whole && ignored.some(({key}) => key === "seed") ? `: ${this.figure.whole}` : ""}.`].filter(Boolean).join(" ");
    this.state.classList.toggle("unfiltered", !this.filters.textContent);
  }

  draw() {
    const drawing = new Drawing(this, Math.max(280, Math.floor(this.plot.clientWidth || this.node.clientWidth)));
    this.plot.replaceChildren();
    this.control();
    if (!results.points().length && !this.figure.always) {
      drawing.title("Nothing passes the filters");
    } else this.figure.draw(drawing);
    this.rows = drawing.rows;
    this.heading.textContent = "";
    this.heading.append(...marked(drawing.heading));
    this.caption.replaceChildren(...marked(drawing.text));
    this.describe();
    this.drawnWidth = drawing.width;
    const drawn = this.plot.querySelector("svg") !== null;
    for (const button of this.images) button.hidden = !drawn;
    if (this.data.open) this.list();
  }

  list() {
    if (!this.rows?.length) return this.listing.replaceChildren("No rows.");
    const more = this.rows.length > TABLE_ROWS ? [element("p", {textContent: `The first ${TABLE_ROWS} of ${this.rows.length} rows; CSV has all.`})] : [];
    return this.listing.replaceChildren(dataTable(this.rows), ...more);
  }

  name(suffix) { return `${this.figure.id}.${suffix}`; }

  saveCsv() { save(new Blob([csv(this.rows ?? [])], {type: "text/csv"}), this.name("csv")); }

  image() {
    const says = {heading: this.heading.textContent, caption: this.caption.textContent, state: this.state.textContent.trim()};
    return onWhite(this, svg => standalone(svg, says));
  }

  saveSvg() { save(new Blob([this.image().text], {type: "image/svg+xml"}), this.name("svg")); }

  savePng() { png(this.image(), this.name("png")); }
}
