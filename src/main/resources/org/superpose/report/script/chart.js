/** Figures: cards with a title, controls, a drawing with marks that can be pointed at or walked to, and ways to take it away. */
(report => {
  const root = document.documentElement;
  const REACH = 14;
  const SAME = 0.5;

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (key.includes("-") || key === "for" || key === "role") made.setAttribute(key, value);
      else made[key] = value;
    }
    made.append(...children);
    return made;
  }
  report.element = element;

  // ---- colours

  const dark = () => root.dataset.theme === "dark";
  report.dark = dark;
  // Each at least 3:1 against the paper, and told apart without red or green.
  const COLOURS = ["#0072b2", "#d55e00", "#2b9a8a", "#882255", "#5a3d00", "#332288", "#222222"];
  const COLOURS_DARK = ["#56b4e9", "#f0894a", "#3fc79d", "#c76aa5", "#f7e08a", "#cfe8fa", "#c94f6d"];
  const SHAPES = [d3.symbolCircle, d3.symbolDiamond, d3.symbolSquare, d3.symbolTriangle, d3.symbolCross, d3.symbolStar, d3.symbolWye];

  /** A colour for each of a few values in order, from cividis: told apart by lightness, so also without colour. */
  report.ordered = values => {
    const [from, to] = dark() ? [0.38, 1] : [0, 0.6];
    const count = Math.max(1, values.length - 1);
    return d3.scaleOrdinal(values, values.map((_, k) => d3.interpolateCividis(from + (to - from) * (values.length === 1 ? 0.2 : k / count))));
  };
  /** A colour for each of a few values without an order; after as many as there are colours they repeat, with other marks. */
  report.unordered = values => d3.scaleOrdinal(values, dark() ? COLOURS_DARK : COLOURS);
  /**
   * The mark {shape, hollow} of each of a few values: 14 differ in shape and filling, and where values have colours without an order too,
   * 49 differ in the three.
   */
  report.marks = values => {
    const places = new Map(values.map((value, k) => [value, k]));
    return value => {
      const k = places.get(value) ?? 0;
      const round = Math.floor(k / SHAPES.length);
      return {shape: SHAPES[(k + round) % SHAPES.length], hollow: round % 2 === 1};
    };
  };
  report.marks.most = 2 * SHAPES.length;
  report.drawMark = (g, {shape, hollow}, size, x, y, colour) => g.append("path").attr("d", d3.symbol(shape, size)()).attr("transform", `translate(${x},${y})`)
    .attr("fill", hollow ? "none" : colour).attr("stroke", hollow ? colour : null);

  // ---- text and axes inside a drawing

  /** Sets text with markup. */
  report.rich = (selection, markup) => {
    selection.selectAll("tspan").remove();
    let below = false;
    for (const {kind, text} of report.parts(markup)) {
      selection.append("tspan").attr("class", kind === "text" ? null : kind).attr("dy", kind === "index" ? "0.28em" : below ? "-0.22em" : null).text(text);
      below = kind === "index";
    }
    return selection;
  };

  /** How the ticks of one axis are written: all as powers of ten where one must be. */
  report.tickText = ticks => {
    const powers = ticks.every(value => value > 0 && Math.abs(Math.log10(value) % 1) < 1e-9);
    const far = ticks.some(value => value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5));
    if (!powers || !far) return value => report.number(value);
    return value => value === 1 ? "1" : `10${report.superscript(Math.round(Math.log10(value)))}`;
  };

  /** Values for the ticks of a logarithmic axis with room for so many. */
  report.logTicks = (scale, room) => {
    const [low, high] = d3.extent(scale.domain());
    const from = Math.floor(Math.log10(low) + 1e-9);
    const to = Math.ceil(Math.log10(high) - 1e-9);
    const steps = factors => d3.range(from, to + 1).flatMap(k => factors.map(factor => Number(`${factor}e${k}`)))
      .filter(value => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
    for (const factors of [[1, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]) {
      const ticks = steps(factors);
      if (ticks.length <= room && ticks.length > 1) return ticks;
    }
    const decades = steps([1]);
    if (decades.length < 2) return [low, high];
    return decades.filter((_, k) => k % Math.ceil(decades.length / room) === 0);
  };
  const ticksOf = (scale, room) => scale.base ? report.logTicks(scale, room) : scale.ticks(Math.min(room, 6));

  /**
   * The frame of one panel: axes, grid, labels. `box` is {x, y, width, height} of the area the marks are in.
   */
  report.panel = (svg, box, {x, y, title, xLabel, yLabel, xTicks, yTicks, showY = true}) => {
    const g = svg.append("g").attr("transform", `translate(${box.x},${box.y})`);
    const across = xTicks ?? ticksOf(x, Math.max(2, Math.floor(box.width / 42)));
    const up = yTicks ?? ticksOf(y, Math.max(2, Math.floor(box.height / 26)));
    g.selectAll(null).data(up).join("line").attr("class", "gridline").attr("x2", box.width).attr("y1", y).attr("y2", y);
    g.append("g").attr("class", "axis").attr("transform", `translate(0,${box.height})`)
      .call(d3.axisBottom(x).tickValues(across).tickFormat(report.tickText(across)).tickSize(4).tickSizeOuter(0));
    const vertical = g.append("g").attr("class", "axis")
      .call(d3.axisLeft(y).tickValues(up).tickFormat(report.tickText(up)).tickSize(showY ? 4 : 0).tickSizeOuter(0));
    if (!showY) vertical.selectAll("text").remove();
    if (title) report.rich(g.append("text").attr("class", "panel-title").attr("y", -8), title);
    if (xLabel) {
      report.rich(g.append("text").attr("class", "axis-label").attr("x", box.width).attr("y", box.height + 33).attr("text-anchor", "end"), xLabel);
    }
    if (yLabel) report.rich(g.append("text").attr("class", "axis-label").attr("x", -44).attr("y", -24), yLabel);
    return g;
  };

  /** Rows of equal panels: how many in a row, and the box of the k-th. */
  report.layout = (count, width, {least = 210, height = 190, left = 48, right = 16, top = 40, bottom = 44, gap = 16, most = 6}) => {
    const columns = Math.max(1, Math.min(count, most, Math.floor((width - left + gap) / (least + gap))));
    const inner = (width - left - right - gap * (columns - 1)) / columns;
    const panelWidth = Math.min(inner, columns === 1 ? 620 : count <= 2 ? 460 : inner);
    return {
      columns,
      width: panelWidth,
      total: Math.ceil(count / columns) * (height + top + bottom),
      box: k => ({
        x: left + (k % columns) * (panelWidth + gap),
        y: top + Math.floor(k / columns) * (height + top + bottom),
        width: panelWidth,
        height,
        first: k % columns === 0,
        last: k + columns >= count,
      }),
    };
  };

  /** A row of keys, wrapped at the width; each has a colour and a shape, or the class of a line. Returns the height it took. */
  report.keys = (svg, entries, width, y = 12) => {
    let x = 4;
    let line = y;
    for (const entry of entries) {
      const g = svg.append("g");
      if (entry.line) g.append("line").attr("class", `theory ${entry.line}`).attr("x1", 0).attr("x2", 20).attr("y1", -4).attr("y2", -4);
      else if (entry.shape) {
        g.append("path").attr("d", d3.symbol(entry.shape, 44)()).attr("transform", "translate(10,-4)")
          .attr("fill", entry.hollow ? "none" : entry.colour).attr("stroke", entry.colour);
      } else g.append("rect").attr("x", 4).attr("y", -10).attr("width", 11).attr("height", 11).attr("fill", entry.colour).attr("class", entry.type ?? null);
      const label = report.rich(g.append("text").attr("x", 25), entry.label);
      const length = 25 + label.node().getComputedTextLength() + 16;
      if (x + length > width && x > 4) {
        x = 4;
        line += 18;
      }
      g.attr("transform", `translate(${x},${line})`);
      x += length;
    }
    return line + 8;
  };

  // ---- a drawing with marks

  const tooltip = document.getElementById("tooltip");

  function show(mark, clientX, clientY) {
    const list = element("dl");
    for (const [key, value] of mark.tip()) list.append(element("dt", {textContent: key}), element("dd", {textContent: value}));
    tooltip.replaceChildren(list);
    tooltip.hidden = false;
    const {width, height} = tooltip.getBoundingClientRect();
    const right = clientX + 16 + width > innerWidth - 8;
    tooltip.style.left = `${Math.max(8, right ? clientX - 16 - width : clientX + 16)}px`;
    tooltip.style.top = `${Math.max(8, Math.min(innerHeight - height - 8, clientY + 12))}px`;
  }
  const hide = () => { tooltip.hidden = true; };

  const middle = mark => [mark.x + (mark.width ?? 0) / 2, mark.y + (mark.height ?? 0) / 2];

  /** The mark under a place, or the nearest point within reach. */
  function hit(marks, x, y) {
    let best = null;
    let least = REACH;
    for (const mark of marks) {
      if (mark.width !== undefined) {
        if (x >= mark.x && x < mark.x + mark.width && y >= mark.y && y < mark.y + mark.height) return mark;
        continue;
      }
      const distance = Math.hypot(mark.x - x, mark.y - y);
      if (distance < least) {
        least = distance;
        best = mark;
      }
    }
    return best;
  }

  /**
   * The mark one arrow key away: near, and rather straight ahead than aside. Marks at one place are walked through in their order, or against
   * it to the left and up, before the walk leads on.
   */
  function next(marks, from, [dx, dy]) {
    const [x, y] = middle(from);
    const walked = dx + dy > 0 ? marks : [...marks].reverse();
    let [best, least, passed] = [null, Infinity, false];
    for (const mark of walked) {
      const [u, v] = middle(mark);
      const ahead = (u - x) * dx + (v - y) * dy;
      const aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
      if (passed && Math.abs(ahead) <= SAME && aside <= SAME) return mark;
      passed ||= mark === from;
      if (ahead > SAME && ahead + 3 * aside < least) {
        least = ahead + 3 * aside;
        best = mark;
      }
    }
    return best;
  }

  const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

  /** The one mark of a drawing that is pointed at or walked to. */
  class Pointer {
    constructor(svg, marks) {
      this.marks = marks;
      this.node = svg.node();
      this.hot = svg.append("g").attr("class", "overlay");
      this.current = null;
    }

    mark(found) {
      this.current = found;
      this.hot.selectAll("*").remove();
      if (!found) return hide();
      if (found.width !== undefined) {
        this.hot.append("rect").attr("class", "hot").attr("x", found.x).attr("y", found.y).attr("width", found.width).attr("height", found.height);
      } else this.hot.append("circle").attr("class", "hot").attr("cx", found.x).attr("cy", found.y).attr("r", 6.5);
      return undefined;
    }

    /** The mark under an event. */
    under(event) {
      const bounds = this.node.getBoundingClientRect();
      const scale = this.node.viewBox.baseVal.width / bounds.width;
      return hit(this.marks, (event.clientX - bounds.left) * scale, (event.clientY - bounds.top) * scale);
    }

    move(event) {
      const found = this.under(event);
      if (found !== this.current) this.mark(found);
      if (found) show(found, event.clientX, event.clientY);
      this.node.style.cursor = found?.rows?.length ? "pointer" : "default";
    }

    walk(direction) {
      this.mark(this.current ? next(this.marks, this.current, direction) ?? this.current : this.marks[0]);
      const bounds = this.node.getBoundingClientRect();
      const scale = bounds.width / this.node.viewBox.baseVal.width;
      const [x, y] = middle(this.current);
      show(this.current, bounds.left + x * scale, bounds.top + y * scale);
    }

    open(found) { if (found?.rows?.length) report.select(found.rows, this.node); }
  }

  function listen(svg, marks, turn) {
    const pointer = new Pointer(svg, marks);
    svg.on("pointermove", event => pointer.move(event)).on("pointerleave blur", () => pointer.mark(null)).on("click", event => pointer.open(pointer.under(event)));
    svg.on("keydown", event => {
      const direction = ARROWS[event.key];
      if (event.key === "Escape") return pointer.mark(null);
      if (!(event.key === "Enter" && pointer.current?.rows?.length || direction && (marks.length || turn))) return undefined;
      // Else Enter would press the button that gets the focus, and an arrow scroll the page.
      event.preventDefault();
      if (!direction) return pointer.open(pointer.current);
      if (!turn || event.shiftKey) return pointer.walk(direction);
      pointer.mark(null);
      return turn(direction);
    });
  }

  /** What a figure draws into; `marks` are {x, y[, width, height], tip(), rows}. */
  class Drawing {
    constructor(card, width) {
      this.card = card;
      this.width = width;
      this.value = id => card.values.get(id);
      this.rows = [];
      this.heading = "";
      this.text = "";
    }

    title(text) { this.heading = text; }

    caption(text) { this.text = text; }

    /** The rows of the drawing, for CSV and table. */
    data(rows) { this.rows = rows; }

    svg(height) {
      return d3.create("svg").attr("xmlns", "http://www.w3.org/2000/svg").attr("viewBox", `0 0 ${this.width} ${height}`)
        .attr("width", this.width).attr("height", height);
    }

    /** An attached drawing whose height is known only when it is drawn. */
    canvas() {
      const svg = this.svg(10);
      this.card.plot.append(svg.node());
      return svg;
    }

    /** `turn` takes the arrow keys, as (right, down), where a drawing can be turned. */
    finish(svg, height, marks = [], {turn} = {}) {
      svg.attr("viewBox", `0 0 ${this.width} ${height}`).attr("height", height);
      svg.attr("role", marks.length ? "application" : "img").attr("aria-roledescription", "figure");
      if (marks.length) svg.attr("tabindex", 0);
      svg.attr("aria-label", `${report.plain(this.heading)}. ${report.plain(this.text)}${turn || !marks.length ? "" : " Arrow keys walk over the marks, Enter shows a model."}`);
      listen(svg, marks, turn);
    }
  }
  report.Drawing = Drawing;
})(report);
