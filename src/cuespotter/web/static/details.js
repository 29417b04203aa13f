// The film's own facts and its cue sheet's header, with what the sheet still misses beside them.
import { api } from "./api.js";
import { complain, h, note } from "./dom.js";

const KINDS = ["feature", "short", "documentary", "episode", "trailer", "advertisement", "other"];
const GROUPS = [
  ["Film", [["title", "Title"], ["year", "Year", "number"], ["kind", "Kind", KINDS], ["version", "Version"], ["original_title", "Original title"], ["further_titles", "Also known as", "list"], ["series_title", "Series"], ["episode_title", "Episode"], ["episode_number", "Episode number"]]],
  ["Cue sheet header", [["header.production_company", "Production company"], ["header.production_company_address", "Its address"], ["header.production_number", "Production number"], ["header.country", "Country"], ["header.director", "Director"], ["header.network", "Network"], ["header.initial_air_date", "First shown", "date"], ["header.classification", "Classification"], ["header.category", "Category"], ["header.prepared_by", "Prepared by"], ["header.prepared_by_email", "E-mail"], ["header.date_prepared", "Date prepared", "date"]]],
  ["Identifiers", [["identifiers.imdb", "IMDb"], ["identifiers.tmdb", "TMDB"], ["identifiers.wikidata", "Wikidata"], ["identifiers.isan", "ISAN"], ["identifiers.eidr", "EIDR"]]],
  ["Notes", [["content_notes", "Content notes", "list"], ["notes", "Notes"]]],
];

export async function detailsTab(screen, place) {
  const report = h("div.remarks");
  const check = async () => {
    const remarks = await api.check(screen.id);
    const words = { wrong: "Wrong", missing: "Missing", unsure: "To hear again" };
    report.replaceChildren(
      h("h2", {}, remarks.length ? `${remarks.length} things to mend` : "All there, and it adds up"),
      ...["wrong", "missing", "unsure"].map((gravity) => {
        const some = remarks.filter((one) => one.gravity === gravity);
        return some.length ? h("section", {}, h("h3", {}, h(`span.chip.${gravity}`, {}, words[gravity]), ` ${some.length}`), h("ul", {}, byCue(some).map(([cueNo, rows]) => remark(screen, cueNo, rows)))) : "";
      }).filter(Boolean));
  };
  const value = (path) => path.split(".").reduce((all, name) => all?.[name], screen.film);
  const save = async (path, kind, input) => {
    let wanted = input.value.trim() || null;
    if (kind === "number" && wanted !== null) wanted = Number(wanted);
    if (kind === "list") wanted = (wanted ?? "").split(";").map((one) => one.trim()).filter(Boolean);
    const isDone = await screen.change(() => api.editFilm(screen.id, { revision: screen.state.film_revision, fields: { [path]: wanted } }));
    if (!isDone) input.value = shown(value(path));
    await check().catch(complain);
  };
  const shown = (what) => (Array.isArray(what) ? what.join("; ") : (what ?? ""));
  const field = ([path, words, kind]) => {
    const name = { name: path, onchange: (event) => save(path, kind, event.target) };
    const input = Array.isArray(kind)
      ? h("select", name, h("option", { value: "" }, "not said"), kind.map((one) => h("option", { value: one, selected: value(path) === one }, one)))
      : h("input", { type: kind === "date" ? "date" : "text", inputmode: kind === "number" ? "numeric" : null, autocomplete: "off", value: shown(value(path)), placeholder: kind === "list" ? "several, parted by ;" : null, ...name });
    return h("label.text", {}, h("span", {}, words), input);
  };
  const again = h("button", { type: "button", onclick: () => screen.jobs.start(api.identifyAgain(screen.id)).then(() => note("The film is being identified again; what you have said stands.")) }, "Identify again");
  const history = h("ol.history");
  place.replaceChildren(
    h("div.details-columns", {},
      h("form.details-form", { onsubmit: (event) => event.preventDefault() }, GROUPS.map(([title, fields]) => h("fieldset", {}, h("legend", {}, title), h("div.fields", {}, fields.map(field)))), h("div.row", {}, again)),
      h("aside.report", { "aria-label": "Check", "aria-live": "polite" }, report, h("details", { ontoggle: (event) => event.target.open && drawHistory(screen, history) }, h("summary", {}, "History"), history))));
  await check();
}

/** Remarks gathered by their cue, in the order of the sheet; those of the film stay single. */
function byCue(remarks) {
  const gathered = [];
  for (const one of remarks) {
    const last = gathered.at(-1);
    if (last && one.cue_no && last[0] === one.cue_no) last[1].push(one);
    else gathered.push([one.cue_no, [one]]);
  }
  return gathered;
}

function remark(screen, cueNo, rows) {
  const cue = cueNo && screen.cues.find((some) => some.cue_no === cueNo);
  const go = () => {
    location.hash = `#/films/${encodeURIComponent(screen.id)}/review`;
    screen.select(cue.id);
  };
  return h("li", {}, cue ? h("button.link", { type: "button", onclick: go }, cueNo) : null, cue ? " " : null, rows.map((one) => one.text).join("; "));
}

async function drawHistory(screen, list) {
  const changes = await api.history(screen.id);
  list.replaceChildren(...changes.reverse().slice(0, 200).map((one) => h(`li${one.undone ? ".undone" : ""}`, {}, h("span", {}, one.summary), h("span.muted", {}, `${one.who}, ${one.at.slice(0, 16).replace("T", " ")}${one.undone ? ", undone" : ""}`))));
  if (!changes.length) list.replaceChildren(h("li.muted", {}, "Nothing was changed since it was identified."));
}
