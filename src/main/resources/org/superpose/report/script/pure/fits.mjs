/** This module puts fits over sizes into words. */
import {number} from "./numbers.mjs";

/** `bounds(0.4, null)` is "at least 0.4": it says what is known of an interval; an end is null where there is none. */
const bounds = (low, high) => low === null && high === null ? "any" : low === null ? `at most ${number(high, 2)}` : high === null ? `at least ${number(low, 2)}`
  : `${number(low, 2)} to ${number(high, 2)}`;

/** `within(0.5, 0.4, 0.6)` is "0.5 (0.4 to 0.6)"; where there is no estimate, the interval stands alone. */
export const within = (value, low, high) => value === null ? bounds(low, high) : `${number(value, 3)} (${bounds(low, high)})`;

/** A fit may be open, a misfit, or both; these are the words for it. */
export const faults = fit => [fit.status === "open" && "open", fit.misfit && "misfit"].filter(Boolean);
