/** This module writes numbers. */

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
export const superscript = k => (k < 0 ? "⁻" : "") + String(Math.abs(k)).replace(/\d/g, digit => SUPERSCRIPT[digit]);
const minus = text => text.replace(/-/g, "−");

/** `number(0.123456)` is "0.123" and `number(2.5e-4)` is "2.5·10⁻⁴": it keeps so many significant digits, but all before the point. */
export function number(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (typeof value !== "number") return String(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) {
    return minus(String(Number(value.toPrecision(Math.max(digits, size >= 1 ? Math.floor(Math.log10(size)) + 1 : 0)))));
  }
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const short = String(Number(mantissa));
  const power = "10" + superscript(Number(exponent));
  return minus(short === "1" ? power : short === "-1" ? "-" + power : short + "·" + power);
}

/** Whole numbers, as seeds and sizes are, keep all their digits. */
export const exact = (value, digits) => Number.isInteger(value) && Math.abs(value) < 1e21 ? minus(String(value)) : number(value, digits);
export const percent = share => `${number(100 * share, Math.abs(share) < 1 ? 2 : 3)} %`;
export const plural = (count, one, many = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
