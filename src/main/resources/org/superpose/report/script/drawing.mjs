/** A drawing has marks that can be pointed at or walked to. */
import {select} from "./details.mjs";
import {element} from "./elements.mjs";
import {plain} from "./pure/markup.mjs";
import {hit, middle, next} from "./pure/places.mjs";

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

const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

/** One mark of a drawing at a time is pointed at or walked to. */
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

  /** It finds the mark under an event. */
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

  open(found) { if (found?.rows?.length) select(found.rows, this.node); }
}

function listen(svg, marks, turn) {
  const pointer = new Pointer(svg, marks);
  svg.on("pointermove", event => pointer.move(event)).on("pointerleave blur", () => pointer.mark(null)).on("click", event => pointer.open(pointer.under(event)));
  svg.on("keydown", event => {
    const direction = ARROWS[event.key];
    if (event.key === "Escape") return pointer.mark(null);
    if (!(event.key === "Enter" && pointer.current?.rows?.length || direction && (marks.length || turn))) return undefined;
    // Otherwise Enter would press the button that gets the focus, and an arrow scroll the page.
    event.preventDefault();
    if (!direction) return pointer.open(pointer.current);
    if (!turn || event.shiftKey) return pointer.walk(direction);
    pointer.mark(null);
    return turn(direction);
  });
}

/** A figure draws into a drawing; its `marks` are {x, y[, width, height], tip(), rows}. */
export class Drawing {
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

  /** These rows of the drawing are what CSV and table show. */
  data(rows) { this.rows = rows; }

  svg(height) {
    return d3.create("svg").attr("xmlns", "http://www.w3.org/2000/svg").attr("viewBox", `0 0 ${this.width} ${height}`)
      .attr("width", this.width).attr("height", height);
  }

  /** The drawing is attached at once, and its height known only when it is drawn. */
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
    svg.attr("aria-label", `${plain(this.heading)}. ${plain(this.text)}${turn || !marks.length ? "" : " Arrow keys walk over the marks, Enter shows a model."}`);
    listen(svg, marks, turn);
  }
}
