// The film's own facts and its cue sheet's header, with what the sheet still misses beside them.
import { api } from "./api.js";
import { drawCheck } from "./check_list.js";
import { confirmButton } from "./confirming.js";
import { complain, h, note } from "./dom.js";
import { markField, readField } from "./forms.js";

const KINDS = ["feature", "short", "documentary", "episode", "trailer", "advertisement", "other"];
/** @type {[string, any[]][]} */
const GROUPS = [
  [
    "Film",
    [
      ["title", "Title"],
      ["year", "Year", "number"],
      ["kind", "Kind", KINDS],
      ["version", "Version"],
      ["original_title", "Original title"],
      ["further_titles", "Also known as", "list"],
      ["series_title", "Series"],
      ["episode_title", "Episode"],
      ["episode_number", "Episode number"],
    ],
  ],
  [
    "Cue sheet header",
    [
      ["header.production_company", "Production company"],
      ["header.production_company_address", "Its address"],
      ["header.production_number", "Production number"],
      ["header.country", "Country"],
      ["header.director", "Director"],
      ["header.network", "Network"],
      ["header.initial_air_date", "First shown", "date"],
      ["header.classification", "Classification"],
      ["header.category", "Category"],
      ["header.prepared_by", "Prepared by"],
      ["header.prepared_by_email", "E-mail"],
      ["header.date_prepared", "Date prepared", "date"],
    ],
  ],
  [
    "Time line of the project",
    [
      ["picture_rate", "Pictures a second"],
      ["timecode_origin", "Timecode of the first picture"],
    ],
  ],
  [
    "Identifiers",
    [
      ["identifiers.imdb", "IMDb"],
      ["identifiers.tmdb", "TMDB"],
      ["identifiers.wikidata", "Wikidata"],
      ["identifiers.isan", "ISAN"],
      ["identifiers.eidr", "EIDR"],
    ],
  ],
  [
    "Notes",
    [
      ["content_notes", "Content notes", "list"],
      ["notes", "Notes"],
    ],
  ],
];

export async function detailsTab(screen, place) {
  const report = h("div.remarks");
  const check = () => drawCheck(screen, report);
  const forget = confirmButton(
    "Remove the film",
    "Forget all that was said of it? Its file stays.",
    async () => {
      const { what } = await api.removeFilm(screen.id, screen.film.title);
      note(`${what} is forgotten`);
      screen.drafts.clear();
      location.hash = "#/films";
    },
  );
  const fieldset = ([title, fields]) => {
    const inside = fields.map((one) => field(screen, one, check));
    return h("fieldset", {}, h("legend", {}, title), h("div.fields", {}, inside));
  };
  const history = h("ol.history");
  const open = (event) => event.target.open && drawHistory(screen, history);
  const form = { onsubmit: (event) => event.preventDefault() };
  const aside = h(
    "aside.report",
    { "aria-label": "Check", "aria-live": "polite" },
    report,
    h("details", { ontoggle: open }, h("summary", {}, "History"), history),
  );
  const fields = h(
    "form.details-form",
    form,
    GROUPS.map(fieldset),
    h("div.row", {}, againButton(screen), forget),
  );
  place.replaceChildren(h("div.details-columns", {}, fields, aside));
  await check();
}

const valueAt = (film, path) => path.split(".").reduce((all, name) => all?.[name], film);
const shown = (what) => (Array.isArray(what) ? what.join("; ") : (what ?? ""));

function field(screen, [path, words, kind], check) {
  const now = valueAt(screen.film, path);
  const name = {
    name: path,
    onchange: (event) => save(screen, path, kind, event.target).then(check, complain),
  };
  const option = (one) => h("option", { value: one, selected: now === one }, one);
  const input = Array.isArray(kind)
    ? h("select", name, h("option", { value: "" }, "not said"), kind.map(option))
    : h("input", {
        type: kind === "date" ? "date" : "text",
        inputmode: kind === "number" ? "numeric" : null,
        autocomplete: "off",
        value: shown(now),
        placeholder: kind === "list" ? "several, parted by ;" : null,
        ...name,
      });
  return h("label.text", {}, h("span", {}, words), input);
}

/** Save what was typed; what cannot be read is marked, and what was known stays. */
async function save(screen, path, kind, input) {
  const { value, problem } = readField(kind, input.value);
  markField(input, problem);
  if (problem) return note(`${problem}; nothing was changed`, { bad: true });
  const edit = () => ({ revision: screen.state.film_revision, fields: { [path]: value } });
  const isDone = await screen.change(() => api.editFilm(screen.id, edit()));
  if (!isDone) markField(input, "not saved");
  return isDone;
}

function againButton(screen) {
  const said = "The film is being identified again; what you have said stands.";
  const again = () => screen.jobs.start(api.identifyAgain(screen.id)).then(() => note(said));
  return h("button", { type: "button", onclick: again }, "Identify again");
}

async function drawHistory(screen, list) {
  const changes = await api.history(screen.id);
  list.replaceChildren(
    ...changes
      .reverse()
      .slice(0, 200)
      .map((one) =>
        h(
          `li${one.undone ? ".undone" : ""}`,
          {},
          h("span", {}, one.summary),
          h(
            "span.muted",
            {},
            `${one.who}, ${one.at.slice(0, 16).replace("T", " ")}${one.undone ? ", undone" : ""}`,
          ),
        ),
      ),
  );
  if (!changes.length)
    list.replaceChildren(h("li.muted", {}, "Nothing was changed since it was identified."));
}
