// The desk: which screen is shown, dark or light, work in hand.
import { FilmScreen } from "./film.js";
import { filmList } from "./films.js";
import { JobsWatch } from "./jobs.js";
import { ListScreen } from "./list_screen.js";
import { listOfLists } from "./lists.js";
import { helpDialog } from "./keys.js";
import { libraryScreen } from "./library.js";
import { byId, complain, h, icon } from "./dom.js";

const main = byId("main");
let screen = null;
let shown = null;

/** Show the screen that the address names: #/films, #/films/ID/review, #/lists/NAME, #/library. */
async function route() {
  const [name = "films", id, tab] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const wanted = id ? `${name}/${id}` : name || "films";
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-nav]"))) {
    if (link.dataset.nav === (name || "films")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (wanted === shown && screen?.showTab) return screen.showTab(tab || "review");
  screen?.close?.();
  screen = null;
  shown = wanted;
  main.replaceChildren(h("p.waiting", {}, "One moment …"));
  main.classList.toggle("wide", Boolean(id) && name !== "lists");
  try {
    let next;
    if (name === "library") next = await libraryScreen(main, jobs);
    else if (name === "lists") next = id ? await ListScreen.open(main, id) : await listOfLists(main);
    else if (id) next = await FilmScreen.open(main, id, tab || "review", jobs);
    else next = await filmList(main, jobs);
    if (shown === wanted) screen = next;
    else next?.close?.();
  } catch (error) {
    main.replaceChildren(
      h(
        "section.empty",
        {},
        h("h1", {}, "This cannot be shown"),
        h("p", {}, error.message),
        h("a.button", { href: "#/films" }, "To the films"),
      ),
    );
  }
  globalThis.desk = { screen, jobs };
}

const root = document.documentElement;
const isDark = () =>
  (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const themeButton = byId("theme");
const drawTheme = () => themeButton.replaceChildren(icon(isDark() ? "sun" : "moon"));
const tellTheme = () => {
  drawTheme();
  document.dispatchEvent(new Event("desk-theme"));
};
themeButton.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("cuespotter-theme", root.dataset.theme);
  tellTheme();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tellTheme);
drawTheme();

byId("help").addEventListener("click", () => helpDialog());
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !(/** @type {Element} */ (event.target).closest("input, textarea, select")))
    helpDialog();
});
addEventListener("unhandledrejection", (event) =>
  complain(event.reason instanceof Error ? event.reason : new Error(String(event.reason))),
);
addEventListener("hashchange", route);
const jobs = new JobsWatch(byId("jobs"));
jobs.look();
route();
