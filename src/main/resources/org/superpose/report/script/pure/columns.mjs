/** This module reads tables, which the page's data has column by column. */

/**
 * `rowsOf` gives the rows of a table as objects. A column is an array of values; or {d, i}, its distinct values and the place among them of each row's; or
 * {v, n}, the value of each run of equal neighbours and how many rows the run has.
 */
export function rowsOf(table) {
  const rows = Array.from({length: table.rows}, () => ({}));
  for (const [column, form] of Object.entries(table.columns)) {
    const values = valuesOf(form);
    if (values.length !== rows.length) throw new Error(`column ${column} has ${values.length} values for ${rows.length} rows`);
    rows.forEach((row, k) => { row[column] = values[k]; });
  }
  return rows;
}

function valuesOf(form) {
  if (Array.isArray(form)) return form;
  return form.i ? form.i.map(place => form.d[place]) : form.v.flatMap((value, k) => Array(form.n[k]).fill(value));
}
