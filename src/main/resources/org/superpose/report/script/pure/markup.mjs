/** Titles, captions and labels are written in a markup: {x} is a symbol, _(x) an index below the line. */

/**
 * `parts("{W}_(ij)")` is a symbol W and an index ij, each {kind, text}; a backslash takes the next character as it is.
 */
export const parts = markup => markup.split(/(\\[^]|\{[^}]*\}|_\([^)]*\))/).filter(Boolean).map(part => part.startsWith("{") ? {kind: "symbol", text: part.slice(1, -1)}
  : part.startsWith("_(") ? {kind: "index", text: part.slice(2, -1)} : {kind: "text", text: part.startsWith("\\") ? part.slice(1) : part});

/** The markup that says a text from the data as it is escapes whatever the text has of markup. */
export const literal = text => String(text).replace(/[\\{_]/g, "\\$&");
export const plain = markup => parts(markup).map(({text}) => text).join("");
