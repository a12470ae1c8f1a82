/** This module writes rows as CSV (RFC 4180) that is safe to open in a spreadsheet. */

// A spreadsheet would take a text that begins so for a formula. Numbers are none, though they may begin with a minus.
const FORMULA = /^[=+\-@\t\r]/;

const csvCell = value => {
  const known = value === null || value === undefined ? "" : Array.isArray(value) ? JSON.stringify(value) : String(value);
  const text = typeof value === "string" && FORMULA.test(known) ? `'${known}` : known;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

/** The first line has the names of the columns; each row is a line. */
export const csv = rows => {
  const columns = Object.keys(rows[0] ?? {});
  return [columns, ...rows.map(row => columns.map(column => row[column]))].map(row => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
};
