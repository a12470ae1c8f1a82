/** The page: its head, the filters, the figures that the tables have data for, and when they are drawn. */
(report => {
  const {element, models} = report;
  const root = document.documentElement;
  const byId = id => document.getElementById(id);
  const CHIPS = 9;

  // ---- light and dark

  const themes = ["auto", "light", "dark"];
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem("superpose-theme");
    } catch {
      return null;
    }
  };
  let theme = themes.includes(stored()) ? stored() : "auto";

  function applyTheme() {
    root.dataset.theme = theme === "auto" ? (preferred.matches ? "dark" : "light") : theme;
    const says = {auto: "Colours: auto", light: "Colours: light", dark: "Colours: dark"}[theme];
    byId("theme").textContent = says;
    byId("theme").setAttribute("aria-label", `${says}. Change.`);
  }
  applyTheme();
  byId("theme").addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    try {
      localStorage.setItem("superpose-theme", theme);
    } catch {
      // A page from a file may have no storage; the choice then lasts as long as the page.
    }
    applyTheme();
    redraw();
  });
  preferred.addEventListener("change", () => {
    applyTheme();
    redraw();
  });

  // ---- the head

  const sweeps = report.distinct(models, "sweep").filter(Boolean);
  const planned = d3.rollup(report.table("coverage"), rows => d3.sum(rows, row => row.models), row => row.state);
  const total = d3.sum([...planned.values()]);
  byId("title").textContent = sweeps.length ? sweeps.slice(0, 6).join(", ") + (sweeps.length > 6 ? ` and ${sweeps.length - 6} more` : "") : models.some(row => row.done) ? "Results" : "No results yet";
  document.title = `${byId("title").textContent} – superpose report`;
  const span = (key, symbol) => {
    const values = report.distinct(models, key).filter(value => value !== null);
    if (!values.length) return null;
    return [values.length === 1 ? report.number(values[0], 5) : `${report.number(values[0])} … ${report.number(values[values.length - 1], 5)}`, symbol];
  };

  function head() {
    const summary = byId("summary");
    if (!models.length) {
      summary.textContent = total ? `${report.plural(total, "model")} planned, none trained yet: figures appear once some are done.`
        : "The tables hold no rows: run a sweep into this directory, then make the report again.";
      return;
    }
    const done = planned.get("done") ?? 0;
    if (!done) summary.textContent = "No model has a result; why is told below.";
    const seeds = report.distinct(models, "seed").length;
    const tiles = [[done.toLocaleString("en"), `of ${report.plural(total, "model")} done`], span("n", "features n"), span("p", "density p"), span("r", "ratio r = m/n"),
      span("decay", "decay δ"), [String(seeds), seeds === 1 ? "seed" : "seeds"]].filter(Boolean);
    summary.after(element("ul", {className: "tiles"}, ...tiles.map(([value, label]) => element("li", {}, element("b", {textContent: value}), element("span", {textContent: label})))));
  }
  head();

  // ---- filters

  const form = byId("filters");
  const count = element("span", {className: "count", role: "status"});

  function counted() {
    count.textContent = `${report.visible().length.toLocaleString("en")} of ${report.plural(models.length, "model")}`;
    reset.hidden = report.dimensions.every(dimension => dimension.chosen === null);
  }

  const reset = element("button", {type: "button", className: "quiet", textContent: "Show all", onclick: () => {
    report.dimensions.forEach(dimension => report.filter(dimension, null));
    fill();
    redraw();
  }});

  function choose(dimension, chosen) {
    report.filter(dimension, chosen);
    fill();
    redraw();
  }

  /** Values as buttons: the first press keeps one alone, further ones add and take away. */
  function chips(dimension) {
    return dimension.values.map(value => {
      const on = dimension.chosen?.has(value) ?? true;
      return element("button", {type: "button", className: "chip", textContent: report.text(dimension.key, value), title: report.text(dimension.key, value), "aria-pressed": String(on),
        onclick: () => {
          const chosen = new Set(dimension.chosen ?? []);
          if (dimension.chosen === null || !chosen.delete(value)) chosen.add(value);
          choose(dimension, chosen.size ? chosen : null);
        }});
    });
  }

  /** Many values as a range. */
  function range(dimension) {
    const shown = dimension.values.map((value, k) => k).filter(k => dimension.chosen?.has(dimension.values[k]) ?? true);
    const ends = [shown[0], shown[shown.length - 1]];
    const select = end => element("select", {"aria-label": `${dimension.title}, ${end ? "to" : "from"}`, onchange: event => {
      ends[end] = event.target.selectedIndex;
      const [from, to] = d3.extent(ends);
      choose(dimension, new Set(dimension.values.slice(from, to + 1)));
    }}, ...dimension.values.map((value, k) => element("option", {textContent: report.text(dimension.key, value), selected: k === ends[end]})));
    return [select(0), element("span", {textContent: "\u2009–\u2009"}), select(1)];
  }

  /** Makes the filters anew; the focus stays at its place, and goes to the first of them from a button that is gone. */
  function fill() {
    const focused = document.activeElement;
    const key = form.contains(focused) ? focused.closest("fieldset")?.dataset.key : undefined;
    const place = [...focused?.parentNode?.children ?? []].indexOf(focused);
    form.replaceChildren(...report.dimensions.map(dimension => {
      const field = element("fieldset", {title: dimension.title, "data-key": dimension.key}, element("legend", {textContent: dimension.label, className: dimension.word ? "word" : ""}));
      field.append(...(dimension.values.length <= CHIPS || dimension.key === "family" && dimension.values.length <= 14 ? chips(dimension) : range(dimension)));
      return field;
    }), reset, count);
    counted();
    const next = key ? form.querySelector(`[data-key="${key}"]`).children[place] : focused === reset ? form.querySelector("button, select") : null;
    next?.focus({preventScroll: true});
  }
  if (report.dimensions.length) {
    form.hidden = false;
    fill();
  }
  form.addEventListener("submit", event => event.preventDefault());

  // ---- the figures

  const ORDER = ["plane", "loss-against-ratio", "loss-against-density", "scaling", "exponents", "interactions", "neurons", "dimensions-per-feature", "levels", "norms", "directions", "space", "learning-curves", "distributions",
    "coverage", "failures", "seconds", "running"];
  const cards = report.figures.filter(figure => figure.available()).sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id)).map(figure => new report.Card(figure));
  byId("figures").append(...cards.map(card => card.node));
  byId("contents").append(...cards.map(card => element("a", {href: `#${card.figure.id}`, textContent: card.figure.name})));
  byId("contents").hidden = !cards.length;

  const draw = card => {
    card.seen = true;
    card.stale = false;
    card.draw();
  };

  /** What is in view now, the rest when it comes into view. */
  const watcher = new IntersectionObserver(entries => {
    for (const {target, isIntersecting} of entries) {
      const card = cards.find(({node}) => node === target);
      card.near = isIntersecting;
      if (isIntersecting && (!card.seen || card.stale)) draw(card);
    }
  }, {rootMargin: "600px"});
  cards.forEach(card => watcher.observe(card.node));

  function redraw() {
    for (const card of cards) {
      if (card.near) draw(card);
      else card.stale = true;
    }
  }

  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => cards.filter(card => card.seen && card.plot.clientWidth !== card.drawnWidth).forEach(card => card.near ? draw(card) : (card.stale = true)), 120);
  });
  addEventListener("beforeprint", () => {
    root.dataset.theme = "light";
    cards.forEach(draw);
  });
  addEventListener("afterprint", () => {
    applyTheme();
    redraw();
  });
  report.cards = cards;
  report.drawAll = () => cards.forEach(draw);

  const notes = [`Made by superpose ${report.raw.version} (${report.raw.revision.slice(0, 14)}). `,
    `Numbers here keep ${report.raw.digits} significant digits; the tables have all. Values over seeds are means. `,
    "Nothing on this page was fetched, and it sends nothing."];
  byId("colophon").textContent = notes.join("");
})(report);
