"use strict";

/** What all figures share: the data, numbers as text, filters, and points as means over seeds. */
const report = (() => {
  const raw = JSON.parse(document.getElementById("data").textContent);

  /** Rows of a table as objects, made when they are first asked for. */
  const tables = new Map();
  function table(name) {
    if (!tables.has(name)) {
      const source = raw.tables[name];
      const rows = Array.from({length: source.rows}, () => ({}));
      for (const [column, values] of Object.entries(source.columns)) {
        if (Array.isArray(values)) {
          rows.forEach((row, k) => { row[column] = values[k]; });
        } else if (values.i) {
          rows.forEach((row, k) => { row[column] = values.d[values.i[k]]; });
        } else {
          const runs = values.v.flatMap((value, k) => Array(values.n[k]).fill(value));
          rows.forEach((row, k) => { row[column] = runs[k]; });
        }
      }
      tables.set(name, rows);
    }
    return tables.get(name);
  }

  const models = table("models");
  // Where importance is (1, …, 1, ρ), equal importance is ρ = 1.
  const lastDiffers = models.some(row => row.importance_last !== null);
  for (const row of models) {
    if (lastDiffers && row.importance_last === null && row.decay === 1) {
      row.importance_last = 1;
      row.decay = null;
    }
    row.family = raw.families.of[row.point_key] ?? 0;
    row.done = row.loss !== null;
    row.loss_over_limit = row.loss !== null && row.loss_limit > 0 ? row.loss / row.loss_limit : null;
    row.loss_over_linear = row.loss !== null && row.loss_linear > 0 ? row.loss / row.loss_linear : null;
  }
  const familyLabels = raw.families.labels.map(label => label || "all models");

  // ---- numbers as text

  const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const superscript = k => (k < 0 ? "⁻" : "") + String(Math.abs(k)).replace(/\d/g, digit => SUPERSCRIPT[digit]);
  const minus = text => text.replace(/-/g, "−");

  /** Three significant digits, or as many as asked for; powers of ten where zeros would crowd. */
  function number(value, digits = 3) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    if (typeof value !== "number") return String(value);
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size >= 1e-3 && size < 1e5) {
      return minus(String(Number(value.toPrecision(Math.max(digits, size >= 1 ? Math.floor(Math.log10(size)) + 1 : 0)))));
    }
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    const short = String(Number(mantissa));
    const power = "10" + superscript(Number(exponent));
    return minus(short === "1" ? power : short === "-1" ? "-" + power : short + "·" + power);
  }
  /** Whole numbers with all their digits, as seeds and sizes are. */
  const exact = (value, digits) => Number.isInteger(value) && Math.abs(value) < 1e21 ? minus(String(value)) : number(value, digits);
  const percent = share => `${number(100 * share, Math.abs(share) < 1 ? 2 : 3)} %`;
  const plural = (count, one, many = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

  /**
   * Text with markup as parts {kind, text}: {x} is a symbol, _(x) an index below the line, and a backslash takes the next character as it is.
   */
  const parts = markup => markup.split(/(\\[^]|\{[^}]*\}|_\([^)]*\))/).filter(Boolean).map(part => part.startsWith("{") ? {kind: "symbol", text: part.slice(1, -1)}
    : part.startsWith("_(") ? {kind: "index", text: part.slice(2, -1)} : {kind: "text", text: part.startsWith("\\") ? part.slice(1) : part});
  /** Markup that says a text from the data as it is. */
  const literal = text => String(text).replace(/[\\{_]/g, "\\$&");
  const plain = markup => parts(markup).map(({text}) => text).join("");

  // ---- filters

  const ascending = (a, b) => a === null ? -1 : b === null ? 1 : d3.ascending(a, b);
  const distinct = (rows, key) => [...new Set(rows.map(row => row[key]))].sort(ascending);

  const dimensions = [
    {key: "n", label: "n", title: "features"},
    {key: "p", label: "p", title: "density, 1 − S"},
    {key: "r", label: "r", title: "ratio m/n"},
    {key: "decay", label: "δ", title: "decay of importance"},
    {key: "importance_last", label: "ρ", title: "importance of the last feature"},
    {key: "seed", label: "seed", title: "seed", word: true},
    {key: "family", label: "family", title: "what else tells models apart", word: true},
  ].map(dimension => ({...dimension, values: distinct(models, dimension.key), chosen: null}))
    .filter(dimension => dimension.values.length > 1);

  const text = (key, value) => value === null ? "none" : key === "family" ? familyLabels[value] : exact(value, 4);

  /** A symbol equals its value, a word names it. */
  const pair = (label, value) => label.length === 1 ? `${label} = ${value}` : `${label}: ${value}`;

  /** What an active filter leaves, as text. */
  function filterText({key, label, values, chosen}) {
    const kept = values.map((value, k) => k).filter(k => chosen.has(values[k]));
    const shown = k => text(key, values[k]);
    const range = kept.length > 3 && kept[kept.length - 1] - kept[0] === kept.length - 1;
    return pair(label, range ? `${shown(kept[0])} to ${shown(kept[kept.length - 1])}` : kept.map(shown).join(", "));
  }

  const passes = row => dimensions.every(({key, chosen}) => chosen === null || chosen.has(row[key]));

  let filtered = null;
  let grouped = null;
  let byPoint = null;
  const visible = () => filtered ??= models.filter(passes);

  /** The points that pass, each with its models of the seeds that pass and have a result. */
  function points() {
    if (grouped === null) {
      grouped = [...d3.group(visible().filter(row => row.done), row => row.point_key).values()]
        .map(rows => ({...rows[0], rows, statistics: new Map()}));
    }
    return grouped;
  }

  /** Mean over seeds of a column, its standard error (null of one seed), and how many seeds have it; null where none has. */
  function statistic(point, key) {
    if (!point.statistics.has(key)) {
      const values = point.rows.map(row => row[key]).filter(value => value !== null && value !== undefined);
      const mean = d3.mean(values);
      const deviation = values.length > 1 ? d3.deviation(values) / Math.sqrt(values.length) : null;
      point.statistics.set(key, values.length ? {mean, sem: deviation, count: values.length} : null);
    }
    return point.statistics.get(key);
  }
  const mean = (point, key) => statistic(point, key)?.mean ?? null;

  function filter(dimension, chosen) {
    dimension.chosen = chosen !== null && chosen.size === dimension.values.length ? null : chosen;
    filtered = grouped = byPoint = null;
  }

  /** A model of each point by its key, one with a result where there is one, whether it passes or not: for the tables that name points only. */
  const pointOf = new Map();
  for (const row of models) {
    if (!pointOf.get(row.point_key)?.done) pointOf.set(row.point_key, row);
  }
  const modelOf = new Map(models.map(row => [row.model_key, row]));
  /** The models of a point that pass. */
  function modelsOf(pointKey) {
    byPoint ??= d3.group(visible(), row => row.point_key);
    return byPoint.get(pointKey) ?? [];
  }
  /** Rows of a table that names points, of the points of which a model passes, each with its point. */
  const joined = name => table(name).filter(row => modelsOf(row.point_key).length && pointOf.has(row.point_key)).map(row => ({...row, point: pointOf.get(row.point_key)}));

  /** The parameters of a point as pairs for a tooltip, only those that vary. */
  function parameters(row) {
    const pairs = [["n", number(row.n, 7)], ["m", number(row.m, 7)], ["p", number(row.p, 4)], ["r", number(row.ratio, 4)]];
    if (dimensions.some(({key}) => key === "decay")) pairs.push(["δ", number(row.decay, 4)]);
    if (dimensions.some(({key}) => key === "importance_last")) pairs.push(["ρ", number(row.importance_last, 4)]);
    if (familyLabels.length > 1) pairs.push(["family", familyLabels[row.family]]);
    return pairs;
  }

  /** At most `count` of the values, the first and last among them, evenly spread. */
  function spread(values, count) {
    if (values.length <= count) return values;
    return d3.range(count).map(k => values[Math.round(k * (values.length - 1) / (count - 1))]);
  }

  /** Every so many of the numbers below n, in a round step, so that at most `room` are left. */
  function stepped(n, room) {
    const step = [1, 2, 5, 10, 20, 25, 50, 100].find(size => n / size <= room) ?? Math.ceil(n / room);
    return d3.range(0, n, step);
  }

  /** Every so many of the values, so that labels for which there is this room do not touch. */
  const thinned = (values, room) => values.filter((_, k) => k % Math.ceil(values.length / Math.max(1, room)) === 0);

  return {raw, table, models, familyLabels, number, exact, parts, literal, plain, percent, plural, superscript, distinct, dimensions, text, pair, filterText, visible, points, statistic,
    mean, filter, pointOf, modelOf, modelsOf, joined, parameters, spread, stepped, thinned, figures: []};
})();
