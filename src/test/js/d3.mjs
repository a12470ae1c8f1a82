/** D3 as the page has it, a global. ScriptsTest has the file written, out of the jar that the report takes it from. */
import {createRequire} from "node:module";
import {fileURLToPath} from "node:url";

const file = fileURLToPath(new URL("../../../target/d3/d3.min.js", import.meta.url));
globalThis.d3 = createRequire(import.meta.url)(file);
