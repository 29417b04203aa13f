// The library: recordings and the films that use them; folders to add, films to identify, work in hand.
import { api } from "./api.js";
import { complain, h, icon } from "./dom.js";
import { clock } from "./words.js";

export async function libraryScreen(main, jobs) {
  const session = await api.session();
  const roots = await api.places();
  const list = h("tbody");
  const count = h("p.muted", { "aria-live": "polite" });
  const said = h("p.field-error", { role: "alert" });
  const uses = h("aside.uses", { "aria-label": "Recording", "aria-live": "polite" });
  const text = h("input", { type: "search", "aria-label": "Search recordings", placeholder: "title, artist, file …", autocomplete: "off", oninput: () => later() });
  const where = h("input", { type: "search", "aria-label": "Filter", placeholder: "filter: year:..1979 medium:vinyl", autocomplete: "off", spellcheck: "false", oninput: () => later() });
  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, 250);
  };

  async function draw() {
    try {
      const found = await api.recordings(text.value, where.value);
      said.textContent = "";
      count.textContent = found.total > found.recordings.length ? `the first ${found.recordings.length} of ${found.total}` : `${found.total} recordings`;
      list.replaceChildren(...found.recordings.map((one) => h("tr", {},
        h("td", {}, h("button.link", { type: "button", onclick: () => show(one) }, one.title ?? one.path)),
        h("td", {}, one.artist ?? ""), h("td.narrow-out", {}, one.album ?? ""), h("td.narrow-out", {}, (one.original_date ?? one.date ?? "").slice(0, 4)), h("td.number-cell", {}, clock(one.duration_s)))));
    } catch (error) {
      said.textContent = error.message;
    }
  }

  async function show(recording) {
    const rows = await api.uses(recording.id).catch((error) => (complain(error), []));
    const facts = [["Artist", recording.artist], ["Album", recording.album], ["Composer", recording.composer], ["Label", recording.label], ["ISRC", recording.isrc], ["File", recording.path]].filter(([, value]) => value);
    uses.replaceChildren(
      h("h2", {}, recording.title ?? recording.path),
      h("dl.facts", {}, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      recording.releases.length ? h("section", {}, h("h3", {}, "Releases"), h("ul", {}, recording.releases.map((one) => h("li", {}, [one.title, one.date?.slice(0, 4), one.colour, one.medium, one.label].filter(Boolean).join(" · "))))) : "",
      h("h3", {}, "Films that use it"),
      rows.length ? h("ul.plain", {}, rows.map((use) => h("li", {}, h("a", { href: `#/films/${encodeURIComponent(use.film_id)}/review` }, use.film_title), ` ${use.cue_no}, ${clock(use.start_s)}–${clock(use.end_s)}`))) : h("p.muted", {}, "None yet."));
  }

  const works = h("div.jobs-list");
  const drawJobs = () => works.replaceChildren(...(jobs.jobs.length ? [h("h2", {}, "Work")] : []), ...jobs.jobs.slice(0, 8).map((job) => h("div.job-row", {},
    h("strong", {}, `${job.kind} ${job.title}`), h(`span.chip.${job.status}`, {}, job.status),
    job.status === "running" ? h("progress", { value: job.fraction, max: 1, "aria-label": job.title }) : null,
    h("span.muted", {}, job.status === "running" ? job.stage : (job.message ?? "")),
    job.complaints.length ? h("details", {}, h("summary", {}, `${job.complaints.length} skipped`), h("ul", {}, job.complaints.map((one) => h("li", {}, one)))) : null)));
  const onDone = () => draw();
  jobs.addEventListener("change", drawJobs);
  jobs.addEventListener("done", onDone);

  main.replaceChildren(h("section.page", {},
    h("header.page-head", {}, h("h1", {}, "Library"), h("p.muted", {}, `${session.recordings} recordings, ${session.hours.toFixed(1)} hours`)),
    works,
    h("details.places", {}, h("summary", {}, "Add music, identify films"),
      roots.length ? h("div", {}, roots.map((root) => folder(root, jobs, true))) : h("p.muted", {}, "The desk was started without a folder to look in; start it with ", h("code", {}, "cuespotter serve --root DIR"), ".")),
    h("div.row.search-row", {}, h("div.search", {}, icon("search"), text), h("div.search", {}, icon("search"), where)),
    said, count,
    h("div.library-columns", {},
      h("div.table-wrap", {}, h("table", {}, h("thead", {}, h("tr", {}, ["Title", "Artist"].map((name) => h("th", { scope: "col" }, name)), h("th.narrow-out", { scope: "col" }, "Album"), h("th.narrow-out", { scope: "col" }, "Year"), h("th.number-cell", { scope: "col" }, "Length"))), list)),
      uses)));
  document.title = "Library · Cuespotter";
  uses.append(h("p.muted", {}, "Choose a recording to see which films use it."));
  drawJobs();
  await draw();
  return {
    close: () => {
      jobs.removeEventListener("change", drawJobs);
      jobs.removeEventListener("done", onDone);
    },
  };
}

function folder(place, jobs, isRoot = false) {
  const inside = h("div.inside");
  const open = async (event) => {
    if (!event.target.open || inside.children.length) return;
    try {
      const places = await api.places(place.id);
      inside.replaceChildren(...places.map((one) => (one.is_folder ? folder(one, jobs) : file(one, jobs))));
      if (!places.length) inside.append(h("p.muted", {}, "empty"));
    } catch (error) {
      complain(error);
    }
  };
  return h("details.place", { ontoggle: open },
    h("summary", {}, icon("folder"), h("span", {}, place.name), isRoot ? h("span.chip", {}, "root") : null),
    h("div.row.place-actions", {}, h("button", { type: "button", onclick: () => jobs.start(api.add(place.id)) }, "Add this folder")), inside);
}

function file(place, jobs) {
  return h("div.place-file", {}, icon("file"), h("span", {}, place.name),
    h("button", { type: "button", onclick: () => jobs.start(api.add(place.id)) }, "Add"),
    h("button", { type: "button", onclick: () => jobs.start(api.identify(place.id)) }, "Identify as a film"));
}
