/** Cards: a figure's place on the page, its controls, and what can be taken away: CSV, SVG, PNG, its query, its data as a table. */
(report => {
  const {element} = report;
  const root = document.documentElement;
  const COPIED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
    "font-family", "font-size", "font-style", "font-weight", "text-anchor", "shape-rendering", "image-rendering"];
  const TABLE_ROWS = 200;
  const MARGIN = 8;

  function save(blob, name) {
    const link = element("a", {href: URL.createObjectURL(blob), download: name});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // What a spreadsheet would take for a formula; numbers are none.
  const FORMULA = /^[=+\-@\t\r]/;
  const csvCell = value => {
    const known = value === null || value === undefined ? "" : Array.isArray(value) ? JSON.stringify(value) : String(value);
    const text = typeof value === "string" && FORMULA.test(known) ? `'${known}` : known;
    return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const csv = rows => {
    const columns = Object.keys(rows[0] ?? {});
    return [columns, ...rows.map(row => columns.map(column => row[column]))].map(row => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
  };

  const SVG = "http://www.w3.org/2000/svg";
  const svgElement = (name, attributes, text = "") => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  /** Text in lines that are no wider than so many pixels. */
  function wrapped(text, width, font) {
    const context = element("canvas").getContext("2d");
    context.font = font;
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (context.measureText(longer).width <= width || longer === word) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.filter(Boolean);
  }

  /** Writes below a drawing what it shows; returns how high it is then. */
  function inscribe(copy, {heading, caption, state}, width, height) {
    const family = getComputedStyle(document.querySelector("#filters")).fontFamily;
    let y = height + 10;
    for (const [text, size, weight] of [[heading, 12, 600], [state, 11, 400]]) {
      for (const line of wrapped(text, width - 8, `${weight} ${size}px ${family}`)) {
        y += size + 4;
        copy.append(svgElement("text", {x: 4, y, "font-family": family, "font-size": size, "font-weight": weight, fill: getComputedStyle(document.body).color}, line));
      }
    }
    copy.prepend(svgElement("title", {}, heading), svgElement("desc", {}, [caption, state].filter(Boolean).join(" ")));
    return y + 10;
  }

  /** The drawing with its style inside it, on white, and what it shows below: {text, width, height}. */
  function standalone(svg, says) {
    const copy = svg.cloneNode(true);
    const from = [svg, ...svg.querySelectorAll("*")];
    const to = [copy, ...copy.querySelectorAll("*")];
    to.forEach((node, k) => {
      const style = getComputedStyle(from[k]);
      for (const property of COPIED) {
        const value = style.getPropertyValue(property);
        if (value && value !== "none" || property === "fill" || property === "stroke") node.setAttribute(property, value);
      }
      for (const attribute of ["class", "tabindex", "style", "aria-roledescription"]) node.removeAttribute(attribute);
    });
    const overlay = from.findIndex(node => node.classList?.contains("overlay"));
    if (overlay > 0) to[overlay].replaceChildren();
    const {width} = svg.viewBox.baseVal;
    const height = MARGIN + Math.ceil(inscribe(copy, says, width, svg.viewBox.baseVal.height));
    copy.querySelector("desc").after(svgElement("rect", {y: -MARGIN, width: "100%", height: "100%", fill: "#fff"}));
    for (const [key, value] of Object.entries({role: "img", "aria-label": says.heading, viewBox: `0 ${-MARGIN} ${width} ${height}`, height})) copy.setAttribute(key, value);
    // Else some readers lose the spaces beside a symbol.
    copy.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
    return {text: new XMLSerializer().serializeToString(copy), width, height};
  }

  /** Draws the figure as it is on white paper, whatever the colours of the page, and hands it over. */
  function onWhite(card, use) {
    const before = root.dataset.theme;
    try {
      root.dataset.theme = "light";
      card.draw();
      return use(card.plot.querySelector("svg"));
    } finally {
      root.dataset.theme = before;
      card.draw();
    }
  }

  function png({text, width, height}, name) {
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
      const text = typeof row[column] === "number" ? report.exact(row[column], 4) : String(row[column] ?? "");
      return element("td", {className: numeric.has(column) ? "number" : text.length > 40 ? "long" : "", textContent: text});
    })));
    return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  };

  class Card {
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

    /** What can be taken away. */
    tools() {
      const {name, tables} = this.figure;
      const button = (text, label, act) => element("button", {type: "button", className: "quiet", textContent: text, "aria-label": label, onclick: act});
      this.images = [button("SVG", `This figure as SVG: ${name}`, () => this.saveSvg()), button("PNG", `This figure as PNG: ${name}`, () => this.savePng())];
      this.listing = element("div", {className: "scroll", tabIndex: 0, role: "group", "aria-label": `Data: ${name}`});
      this.data = element("details", {ontoggle: () => this.list()}, element("summary", {textContent: "data"}), this.listing);
      const sql = tables.map(table => report.raw.tables[table].sql).join(";\n\n");
      const query = element("details", {}, element("summary", {textContent: "SQL"}), element("pre", {textContent: sql, tabIndex: 0, role: "group", "aria-label": `SQL: ${name}`}));
      return element("div", {className: "tools"}, button("CSV", `The data of this figure as CSV: ${name}`, () => this.saveCsv()), ...this.images, query, this.data);
    }

    /** Controls, whose options depend on what the filters leave. A control that stays keeps its element, and with it the focus. */
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

    /** The labelled select of a control, made once. */
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

    /** Which choices and filters the figure is drawn with: on paper and in files, where controls are not seen. */
    describe() {
      const applies = key => this.figure.filters?.includes(key) ?? !(this.figure.whole && key === "seed");
      const active = report.dimensions.filter(({chosen}) => chosen !== null);
      const [used, ignored] = [active.filter(({key}) => applies(key)), active.filter(({key}) => !applies(key))];
      this.choices.textContent = this.asked.length ? `Chosen: ${this.asked.map(({id, label, options}) =>
        report.pair(label, options.find(option => option.value === this.values.get(id))?.label)).join("; ")}.` : "";
      const names = list => list.map(({label}) => label).join(", ");
      this.filters.textContent = [used.length && `Filtered: ${used.map(report.filterText).join("; ")}.`,
        ignored.length && `Not filtered by ${names(ignored)}${this.figure.whole && ignored.some(({key}) => key === "seed") ? `: ${this.figure.whole}` : ""}.`].filter(Boolean).join(" ");
      this.state.classList.toggle("unfiltered", !this.filters.textContent);
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
      this.describe();
      this.drawnWidth = drawing.width;
      const drawn = this.plot.querySelector("svg") !== null;
      for (const button of this.images) button.hidden = !drawn;
      if (this.data.open) this.list();
    }

    list() {
      if (!this.rows?.length) return this.listing.replaceChildren("No rows.");
      const more = this.rows.length > TABLE_ROWS ? [element("p", {textContent: `The first ${TABLE_ROWS} of ${this.rows.length} rows; CSV has all.`})] : [];
      return this.listing.replaceChildren(report.dataTable(this.rows), ...more);
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
  report.Card = Card;
  report.csv = csv;

  /** Text with markup, as nodes; a line does not break at an equals sign. */
  function marked(markup) {
    return report.parts(markup).map(({kind, text}) => kind === "text" ? text.replace(/ = /g, "\u00a0=\u00a0") : element(kind === "symbol" ? "i" : "sub", {textContent: text}));
  }
  report.marked = marked;

  // ---- the selected model

  const details = document.getElementById("details");
  let opener = null;
  /** Gives the focus back to what opened it, or to the drawing that has taken its place. */
  const close = () => {
    details.hidden = true;
    const {node, figure} = opener ?? {};
    (node?.isConnected ? node : document.getElementById(figure)?.querySelector(".plot svg"))?.focus({preventScroll: true});
  };
  const HIDDEN = new Set(["family", "done", "started_ms"]);

  report.select = (rows, from) => {
    opener = {node: from, figure: from.closest(".figure").id};
    const shown = rows.slice(0, 6);
    const keys = Object.keys(shown[0]).filter(key => !HIDDEN.has(key) && shown.some(row => row[key] !== null));
    const body = keys.map(key => element("tr", {}, element("th", {textContent: key, scope: "row"}),
      ...shown.map(row => element("td", {className: typeof row[key] === "number" ? "number" : "", textContent: report.exact(row[key], 5)}))));
    const button = element("button", {type: "button", className: "close", textContent: "Close", onclick: close});
    const note = rows.length > shown.length ? `, ${shown.length} of them here` : "";
    const title = rows.length === 1 ? "One model" : `${report.plural(rows.length, "model")}${note}`;
    details.replaceChildren(button, element("h2", {textContent: title}),
      element("p", {className: "caption"}, "With kept weights: ", element("code", {textContent: `export --model ${shown[0].model_key}`})),
      element("div", {className: "scroll", tabIndex: 0, role: "group", "aria-label": "All that is known"}, element("table", {}, element("tbody", {}, ...body))));
    details.hidden = false;
    button.focus();
  };
  details.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
})(report);
