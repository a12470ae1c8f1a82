/** The page has a head, the filters, and those figures that the tables have data for; they are drawn when they come near the view. */
import {Card} from "./card.mjs";
import {element} from "./elements.mjs";
import * as filterBar from "./filter-bar.mjs";
import * as head from "./head.mjs";
import {inOrder} from "./pure/figures.mjs";
import * as results from "./results.mjs";
import * as theme from "./theme.mjs";

const byId = id => document.getElementById(id);
let cards = [];

function draw(card) {
  card.seen = true;
  card.stale = false;
  card.draw();
}

function redraw() {
  for (const card of cards) {
    if (card.near) draw(card);
    else card.stale = true;
  }
}

/** A card is drawn when it comes near the view. */
function watch() {
  const watcher = new IntersectionObserver(entries => {
    for (const {target, isIntersecting} of entries) {
      const card = cards.find(({node}) => node === target);
      card.near = isIntersecting;
      if (isIntersecting && (!card.seen || card.stale)) draw(card);
    }
  }, {rootMargin: "600px"});
  cards.forEach(card => watcher.observe(card.node));
}

/** What gets another width is drawn again; on paper everything is drawn, in light colours. */
function follow() {
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => cards.filter(card => card.seen && card.plot.clientWidth !== card.drawnWidth)
      .forEach(card => card.near ? draw(card) : (card.stale = true)), 120);
  });
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    cards.forEach(draw);
  });
  addEventListener("afterprint", () => {
    theme.apply();
    redraw();
  });
}

function colophon() {
  return `Made by superpose ${results.raw.version} (${results.raw.revision.slice(0, 14)}). `
    + `Numbers here keep ${results.raw.digits} significant digits; the tables have all. Values over seeds are means. `
    + "Nothing on this page was fetched, and it sends nothing.";
}

/** It makes the page of figures, {file name without its ending: figure}. The console gets `report`, with the cards and a way to draw all of them. */
export function start(figures) {
  theme.start(redraw);
  head.start();
  filterBar.start(redraw);
  cards = inOrder(figures, Object.keys(results.raw.tables)).filter(figure => figure.available()).map(figure => new Card(figure));
  byId("figures").append(...cards.map(card => card.node));
  byId("contents").append(...cards.map(card => element("a", {href: `#${card.figure.id}`, textContent: card.figure.name})));
  byId("contents").hidden = !cards.length;
  byId("colophon").textContent = colophon();
  watch();
  follow();
  globalThis.report = {cards, drawAll: () => cards.forEach(draw)};
}
