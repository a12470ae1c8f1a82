/** The page is light or dark, as the system is or as its reader chooses. */

const root = document.documentElement;
const button = document.getElementById("theme");
const THEMES = ["auto", "light", "dark"];
const preferred = matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try {
    return localStorage.getItem("superpose-theme");
  } catch {
    return null;
  }
}

function store(theme) {
  try {
    localStorage.setItem("superpose-theme", theme);
  } catch {
    // A page from a file may have no storage; the choice then lasts as long as the page.
  }
}

let theme = THEMES.includes(stored()) ? stored() : "auto";

/** It shows the page in the colours chosen. */
export function apply() {
  root.dataset.theme = theme === "auto" ? (preferred.matches ? "dark" : "light") : theme;
  const says = `Colours: ${theme}`;
  button.textContent = says;
  button.setAttribute("aria-label", `${says}. Change.`);
}

/** The colours are applied now and whenever they are changed; then `redraw` is called. */
export function start(redraw) {
  apply();
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    store(theme);
    apply();
    redraw();
  });
  preferred.addEventListener("change", () => {
    apply();
    redraw();
  });
}
