/** Cards: a figure's place on the page, its controls, and what can be taken away: CSV, SVG, PNG, its query, its data as a table. */
(report => {
  const {element} = report;
  const root = document.documentElement;
  const COPIED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
    "font-family", "font-size", "font-style", "font-weight", "text-anchor", "shape-rendering", "image-rendering"];
  const TABLE_ROWS = 200;

  function save(blob, name) {
    const link = element("a", {href: URL.createObjectURL(blob), download: name});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const csvCell = value => {
    const text = value === null || value === undefined ? "" : Array.isArray(value) ? JSON.stringify(value) : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const csv = rows => {
    const columns = Object.keys(rows[0] ?? {});
    return [columns, ...rows.map(row => columns.map(column => row[column]))].map(row => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
  };

  /** The drawing with its style inside it, on white or whatever the paper is. */
  function standalone(svg) {
    const copy = svg.cloneNode(true);
    const from = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((node, k) => {
      const style = getComputedStyle(from[k]);
      for (const property of COPIED) {
        const value = style.getPropertyValue(property);
        if (value && value !== "none" || property === "fill" || property === "stroke") node.setAttribute(property, value);
      }
      node.removeAttribute("class");
      node.removeAttribute("tabindex");
      node.removeAttribute("style");
    });
    const index = from.findIndex(node => node.classList?.contains("overlay"));
    const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    paper.setAttribute("width", "100%");
    paper.setAttribute("height", "100%");
    paper.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
    if (index > 0) [copy, ...copy.querySelectorAll("*")][index].replaceChildren();
    copy.prepend(paper);
    copy.setAttribute("role", "img");
    return new XMLSerializer().serializeToString(copy);
  }

  /** Draws the figure as it is on white paper, whatever the colours of the page, and hands it over. */
  function onWhite(card, use) {
    const before = root.dataset.theme;
    root.dataset.theme = "light";
    card.draw();
    const result = use(card.plot.querySelector("svg"));
    root.dataset.theme = before;
    card.draw();
    return result;
  }

  function png(text, name, width, height) {
    const image = new Image();
    const url = URL.createObjectURL(new Blob([text], {type: "image/svg+xml"}));
    image.onload = () => {
      const canvas = element("canvas", {width: 2 * width, height: 2 * height});
      canvas.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
      canvas.toBlob(blob => save(blob, name), "image/png");
      URL.revokeObjectURL(url);
    };
    image.src = url;
  }

  report.dataTable = rows => {
    const columns = Object.keys(rows[0] ?? {});
    const numeric = new Set(columns.filter(column => rows.some(row => typeof row[column] === "number")));
    const cell = (kind, column, text) => element(kind, {className: numeric.has(column) ? "number" : "", textContent: text});
    const head = element("tr", {}, ...columns.map(column => cell("th", column, column)));
    const body = rows.slice(0, TABLE_ROWS).map(row => element("tr", {}, ...columns.map(column => {
      const text = typeof row[column] === "number" ? report.number(row[column], 4) : String(row[column] ?? "");
      return element("td", {className: numeric.has(column) ? "number" : text.length > 40 ? "long" : "", textContent: text});
    })));
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  };

  class Card {
    constructor(figure) {
      this.figure = figure;
      this.values = new Map();
      this.seen = false;
      this.heading = element("h2", {textContent: figure.name});
      this.caption = element("p", {className: "caption"});
      this.controls = element("div", {className: "controls"});
      this.plot = element("div", {className: "plot"});
      this.listing = element("div", {className: "scroll", tabIndex: 0});
      const tables = element("details", {ontoggle: () => this.list()}, element("summary", {textContent: "data"}), this.listing);
      const sql = figure.tables.map(name => report.raw.tables[name].sql).join(";\n\n");
      const query = element("details", {}, element("summary", {textContent: "SQL"}), element("pre", {textContent: sql, tabIndex: 0}));
      const button = (text, label, act) => element("button", {type: "button", className: "quiet", textContent: text, "aria-label": label, onclick: act});
      this.node = element("section", {className: "figure", id: figure.id},
        element("p", {className: "kicker", textContent: figure.name}), this.heading, this.caption, this.controls, this.plot,
        element("div", {className: "tools"},
          button("CSV", `The data of this figure as CSV: ${figure.name}`, () => this.saveCsv()),
          button("SVG", `This figure as SVG: ${figure.name}`, () => this.saveSvg()),
          button("PNG", `This figure as PNG: ${figure.name}`, () => this.savePng()), query, tables));
      this.tables = tables;
    }

    /** Controls, whose options depend on what the filters leave. */
    control() {
      const asked = this.figure.controls?.(this) ?? [];
      this.controls.replaceChildren(...asked.filter(Boolean).map(({id, label, options, value}) => {
        const allowed = options.map(option => option.value);
        if (!this.values.has(id) || !allowed.includes(this.values.get(id))) this.values.set(id, value === undefined ? allowed[0] : value);
        if (options.length < 2) return "";
        const select = element("select", {onchange: event => {
          this.values.set(id, allowed[event.target.selectedIndex]);
          this.draw();
        }}, ...options.map(option => element("option", {textContent: option.label, selected: option.value === this.values.get(id)})));
        return element("label", {textContent: label}, select);
      }));
      this.controls.hidden = !this.controls.children.length;
    }

    draw() {
      const drawing = new report.Drawing(this, Math.max(280, Math.floor(this.plot.clientWidth || this.node.clientWidth)));
      this.plot.replaceChildren();
      this.control();
      if (!report.points().length && !this.figure.always) {
        drawing.title("Nothing passes the filters");
      } else this.figure.draw(drawing);
      this.rows = drawing.rows;
      this.heading.textContent = "";
      this.heading.append(...marked(drawing.heading));
      this.caption.replaceChildren(...marked(drawing.text));
      this.drawnWidth = drawing.width;
      if (this.tables.open) this.list();
    }

    list() {
      if (!this.rows?.length) return this.listing.replaceChildren("No rows.");
      const more = this.rows.length > TABLE_ROWS ? [element("p", {textContent: `The first ${TABLE_ROWS} of ${this.rows.length} rows; CSV has all.`})] : [];
      return this.listing.replaceChildren(report.dataTable(this.rows), ...more);
    }

    name(suffix) { return `${this.figure.id}.${suffix}`; }

    saveCsv() { save(new Blob([csv(this.rows ?? [])], {type: "text/csv"}), this.name("csv")); }

    svgText() { return onWhite(this, svg => ({text: standalone(svg), width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height})); }

    saveSvg() { save(new Blob([this.svgText().text], {type: "image/svg+xml"}), this.name("svg")); }

    savePng() {
      const {text, width, height} = this.svgText();
      png(text, this.name("png"), width, height);
    }
  }
  report.Card = Card;
  report.csv = csv;

  /** Text with markup, as nodes. */
  function marked(markup) {
    return report.parts(markup).map(({kind, text}) => kind === "text" ? text : element(kind === "symbol" ? "i" : "sub", {textContent: text}));
  }
  report.marked = marked;

  // ---- the selected model

  const details = document.getElementById("details");
  let opener = null;
  const close = () => {
    details.hidden = true;
    opener?.focus();
  };
  const HIDDEN = new Set(["family", "done", "started_ms"]);

  report.select = (rows, from = null) => {
    opener = from;
    const shown = rows.slice(0, 6);
    const keys = Object.keys(shown[0]).filter(key => !HIDDEN.has(key) && shown.some(row => row[key] !== null));
    const body = keys.map(key => element("tr", {}, element("th", {textContent: key, scope: "row"}),
      ...shown.map(row => element("td", {className: typeof row[key] === "number" ? "number" : "", textContent: report.number(row[key], 5)}))));
    const button = element("button", {type: "button", className: "close", textContent: "Close", onclick: close});
    const note = rows.length > shown.length ? `, ${shown.length} of them here` : "";
    const title = rows.length === 1 ? "One model" : `${report.plural(rows.length, "model")}${note}`;
    details.replaceChildren(button, element("h2", {textContent: title}),
      element("p", {className: "caption"}, "With kept weights: ", element("code", {textContent: `export --model ${shown[0].model_key}`})),
      element("div", {className: "scroll", tabIndex: 0}, element("table", {}, element("tbody", {}, ...body))));
    details.hidden = false;
    button.focus();
  };
  details.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
})(report);
