/** A drawing is taken away as an SVG file, or as PNG through it. */
import {element} from "./elements.mjs";

const root = document.documentElement;

const COPIED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
  "font-family", "font-size", "font-style", "font-weight", "text-anchor", "shape-rendering", "image-rendering"];

const MARGIN = 8;

export function save(blob, name) {
  const link = element("a", {href: URL.createObjectURL(blob), download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const SVG = "http://www.w3.org/2000/svg";
const svgElement = (name, attributes, text = "") => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
};

/** The text is split into lines that are no wider than so many pixels. */
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

/** It writes below a drawing what it shows, and returns how high the drawing is then. */
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

/** A file {text, width, height} has the drawing on white, with its style inside it and what it shows below. */
export function standalone(svg, says) {
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
  // Without it some readers lose the spaces beside a symbol.
  copy.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:space", "preserve");
  return {text: new XMLSerializer().serializeToString(copy), width, height};
}

/** It draws the figure as it is on white paper, whatever the colours of the page, and hands it to `use`. */
export function onWhite(card, use) {
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

export function png({text, width, height}, name) {
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
