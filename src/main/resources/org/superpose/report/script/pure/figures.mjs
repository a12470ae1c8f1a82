/** This module checks what figures declare, and orders them. */

const WANTED = {id: "string", order: "number", name: "string", tables: "object", available: "function", draw: "function"};

/**
 * Figures, {file name without its ending: figure}, are given in the order that they declare. It is an error where a figure's id is not its file's name, where
 * one lacks what each must declare, where two have one order, or where one names a table that the page's data lacks.
 */
export function inOrder(figures, tables) {
  const places = new Map();
  for (const [file, figure] of Object.entries(figures)) {
    const lacks = Object.keys(WANTED).filter(key => typeof figure[key] !== WANTED[key]);
    if (lacks.length) throw new Error(`figure ${file} does not declare ${lacks.join(", ")}`);
    if (figure.id !== file) throw new Error(`figure ${file} has the id ${figure.id}: it must be its file's name`);
    if (places.has(figure.order)) throw new Error(`figures ${places.get(figure.order)} and ${file} have one order, ${figure.order}`);
    const missing = figure.tables.filter(table => !tables.includes(table));
    if (missing.length) throw new Error(`figure ${file} names tables that are not there: ${missing.join(", ")}`);
    places.set(figure.order, file);
  }
  return Object.values(figures).sort((a, b) => a.order - b.order);
}
