// The list of films, searched with the language of the lists.
import { api } from "./api.js";
import { asking } from "./asking.js";
import { h, icon } from "./dom.js";
import { folder } from "./places.js";
import { clock } from "./words.js";

export async function filmList(main, jobs) {
  const [session, roots] = await Promise.all([api.session(), api.places()]);
  const rows = h("div.cards");
  const said = h("p.field-error", { role: "alert" });
  const search = h("input", {
    type: "search",
    id: "film-search",
    placeholder: "title, or a filter: year:1990.. not genre:musical",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Search films",
    oninput: () => films.later(),
  });
  const films = asking(
    () => api.films(search.value),
    (found) => {
      said.textContent = "";
      rows.replaceChildren(...found.map(card));
      if (!found.length) rows.append(search.value ? h("p.muted", {}, "No film fits.") : welcome(session));
    },
    (error) => {
      said.textContent = error.message;
    },
  );

  main.replaceChildren(
    h(
      "section.page",
      {},
      h("header.page-head", {}, h("h1", {}, "Films"), h("div.search", {}, icon("search"), search)),
      said,
      rows,
      roots.length ? identifyPart(roots, jobs) : null,
    ),
  );
  document.title = "Films · Cuespotter";
  await films.now();
  const onDone = () => films.now();
  jobs.addEventListener("done", onDone);
  return { close: () => jobs.removeEventListener("done", onDone) };
}

/** Films are identified where films are. */
function identifyPart(roots, jobs) {
  const folders = roots.map((root) => folder(root, jobs, { canAdd: false }));
  return h("details.places", {}, h("summary", {}, "Identify a film"), h("div", {}, folders));
}

function card(film) {
  const all = Math.max(film.cues, film.reviewed_cues);
  const isDone = all > 0 && film.reviewed_cues >= all;
  const progress = h("progress", {
    max: Math.max(1, all),
    value: film.reviewed_cues,
    "aria-label": `Reviewed: ${film.title}`,
  });
  return h(
    "a.card",
    { href: `#/films/${encodeURIComponent(film.id)}/review` },
    h(
      "div.card-title",
      {},
      h("strong", {}, film.title),
      film.year ? h("span.muted", {}, ` ${film.year}`) : null,
    ),
    h(
      "div.card-facts",
      {},
      film.is_told ? "told, not heard" : `${clock(film.duration_s)} · ${cuesText(film)}`,
    ),
    film.is_told
      ? null
      : h(
          "div.card-progress",
          {},
          progress,
          h("span", {}, isDone ? "all reviewed" : `${film.reviewed_cues} of ${all} reviewed`),
        ),
    film.is_file_there || film.is_told
      ? null
      : h("div.card-warning", {}, "Its file is not where it was: it can be read, not heard."),
  );
}

function welcome(session) {
  return h(
    "section.empty",
    {},
    h("h2", {}, "No film yet"),
    session.has_roots
      ? h(
          "p",
          {},
          "Go to the ",
          h("a", { href: "#/library" }, "library"),
          ": add music, then identify a film.",
        )
      : h(
          "p",
          {},
          "Add music and identify a film first: ",
          h("code", {}, "cuespotter add ~/Music"),
          ", ",
          h("code", {}, "cuespotter identify film.mkv"),
          ". Or start the desk with ",
          h("code", {}, "--root DIR"),
          " to do both from here.",
        ),
  );
}

function cuesText(film) {
  const cues = film.cues === 1 ? "1 cue" : `${film.cues} cues`;
  return `${cues}, ${film.named_cues} from the library`;
}
