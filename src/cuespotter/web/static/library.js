// @ts-check
// The library: recordings and the films that use them; folders to add, films to identify, work in hand.
import { api } from "./api.js";
import { asking } from "./asking.js";
import { complain, h, icon, note } from "./dom.js";
import { confirmButton } from "./confirming.js";
import { folder } from "./places.js";
import { QueuePart } from "./queue.js";
import { factsPart } from "./recording_facts.js";
import { tablesPart } from "./tables.js";
import { VERSION_WORDS } from "./wording.js";
import { clock } from "./words.js";

const HEARD_S = 60; // the desk gives a minute at a time
const JOBS_SHOWN = 8;

export async function libraryScreen(main, jobs) {
  const screen = new LibraryScreen(main, jobs);
  await screen.open();
  return screen;
}

class LibraryScreen {
  constructor(main, jobs) {
    this.main = main;
    this.jobs = jobs;
    this.count = h("p.muted", { "aria-live": "polite" });
    this.said = h("p.field-error", { role: "alert" });
    this.list = h("tbody");
    this.held = h("p.muted");
    this.found = asking(
      () => this.#ask(),
      (answer) => this.#draw(answer),
      (error) => {
        this.said.textContent = error.message;
      },
    );
    this.works = h("div.jobs-list");
    this.queue = new QueuePart();
    this.uses = h("aside.uses", { "aria-label": "Recording", "aria-live": "polite" });
    this.text = this.#search("Search recordings", "title, artist, file …");
    this.where = this.#search("Filter", "filter: year:..1979 medium:vinyl");
    this.stopper = new AbortController();
  }

  async open() {
    const roots = await api.places();
    const { signal } = this.stopper;
    this.jobs.addEventListener("change", () => this.#drawJobs(), { signal });
    this.jobs.addEventListener("done", () => this.found.now(), { signal });
    this.main.replaceChildren(this.#page(roots));
    document.title = "Library · Cuespotter";
    this.uses.append(h("p.muted", {}, "Choose a recording to hear it and to see which films use it."));
    this.#drawJobs();
    await Promise.all([this.found.now(), this.queue.open()]);
  }

  close() {
    this.queue.close();
    this.stopper.abort();
  }

  #search(label, placeholder) {
    const how = { type: "search", autocomplete: "off", spellcheck: "false" };
    return h("input", { ...how, "aria-label": label, placeholder, oninput: () => this.found.later() });
  }

  #page(roots) {
    const box = (input) => h("div.search", {}, icon("search"), input);
    const head = (name, kind = "") => h(`th${kind}`, { scope: "col" }, name);
    const heads = [
      head("Title"),
      head("Artist"),
      head("Album", ".narrow-out"),
      head("Year", ".narrow-out"),
      head("Length", ".number-cell"),
    ];
    const table = h("table", {}, h("thead", {}, h("tr", {}, heads)), this.list);
    return h(
      "section.page",
      {},
      h("header.page-head", {}, h("h1", {}, "Library"), this.held),
      [this.works, this.queue.element, addPart(roots, this.jobs)],
      tablesPart(),
      h("div.row.search-row", {}, box(this.text), box(this.where)),
      [this.said, this.count],
      h("div.library-columns", {}, h("div.table-wrap", {}, table), this.uses),
    );
  }

  /** What is there, which changes while music is added. */
  #ask() {
    return Promise.all([api.session(), api.recordings(this.text.value, this.where.value)]);
  }

  #draw([session, found]) {
    const shown = found.recordings.length;
    this.said.textContent = "";
    this.held.textContent = `${session.recordings} recordings, ${session.hours.toFixed(1)} hours`;
    this.count.textContent =
      found.total > shown ? `the first ${shown} of ${found.total}` : `${found.total} recordings`;
    this.list.replaceChildren(...found.recordings.map((one) => this.#row(one)));
  }

  #row(one) {
    const show = h("button.link", { type: "button", onclick: () => this.#show(one) }, one.title ?? one.path);
    return h(
      "tr",
      {},
      [h("td", {}, show), h("td", {}, one.artist ?? ""), h("td.narrow-out", {}, one.album ?? "")],
      h("td.narrow-out", {}, (one.original_date ?? one.date ?? "").slice(0, 4)),
      h("td.number-cell", {}, clock(one.duration_s)),
    );
  }

  async #show(recording) {
    const rows = await api.uses(recording.id).catch((error) => (complain(error), []));
    const fact = (/** @type {any} */ [name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
    const releases = recording.releases.map((one) => h("li", {}, releaseFacts(one).join(" · ")));
    const list = releases.length ? h("section", {}, h("h3", {}, "Releases"), h("ul", {}, releases)) : null;
    this.uses.replaceChildren(
      ...[
        h("h2", {}, recording.title ?? recording.path),
        listen(recording),
        h("dl.facts", {}, recordingFacts(recording).map(fact)),
        list,
        h("h3", {}, "Films that use it"),
        rows.length ? h("ul.plain", {}, rows.map(useRow)) : h("p.muted", {}, "None yet."),
        factsPart(recording, () => this.#showAgain(recording.id)),
        this.#removeButton(recording),
      ].filter((part) => part !== null),
    );
  }

  /** Show it as it is known now, in the list too. */
  async #showAgain(id) {
    const answer = await this.found.now();
    const now = answer?.[1].recordings.find((one) => one.id === id);
    if (now) await this.#show(now);
  }

  /** Take it out: films that use it keep what they say, its file stays. */
  #removeButton(recording) {
    return confirmButton("Remove from the library", "Its file stays. Remove it?", async () => {
      const { what } = await api.removeRecording(recording.id, recording.path);
      note(`${what} is no longer in the library`);
      this.uses.replaceChildren();
      await this.found.now();
    });
  }

  #drawJobs() {
    const rows = this.jobs.jobs.slice(0, JOBS_SHOWN).map(jobRow);
    this.works.replaceChildren(...(rows.length ? [h("h2", {}, "Work"), ...rows] : []));
  }
}

/** What is known of a recording: name and value. */
export function recordingFacts(recording) {
  const words = (value) => (Array.isArray(value) ? value.join("; ") : value);
  return [
    ["Artist", recording.artist],
    ["Album", recording.album],
    ["Version", VERSION_WORDS[recording.version?.kind]],
    ["Composer", recording.composer],
    ["Label", recording.label],
    ["Catalogue number", recording.catalogue_number],
    ["ISRC", recording.isrc],
    ["File", recording.path],
  ]
    .map(([name, value]) => [name, words(value)])
    .filter(([, value]) => value);
}

/** What is known of a release, in the order in which a collector says it. */
export function releaseFacts(release) {
  return [
    release.title,
    release.date?.slice(0, 4),
    release.colour,
    release.medium,
    release.packaging,
    release.is_limited ? "limited" : null,
    release.label,
    release.catalogue_number,
  ].filter(Boolean);
}

function listen(recording) {
  const endS = Math.min(HEARD_S, recording.duration_s);
  const src = api.recordingSound(recording.id, { from: 0, to: endS.toFixed(3) });
  const what = recording.duration_s > HEARD_S ? "its first minute" : "all of it";
  return h("audio.listen", {
    controls: true,
    preload: "none",
    src,
    "aria-label": `Hear ${what}`,
    title: what,
  });
}

function useRow(use) {
  const href = `#/films/${encodeURIComponent(use.film_id)}/review`;
  const where = ` ${use.cue_no}, ${clock(use.start_s)}–${clock(use.end_s)}`;
  return h("li", {}, h("a", { href }, use.film_title), where);
}

function jobRow(job) {
  const isRunning = job.status === "running";
  const skipped = job.complaints.map((one) => h("li", {}, one));
  return h(
    "div.job-row",
    {},
    [h("strong", {}, `${job.kind} ${job.title}`), h(`span.chip.${job.status}`, {}, job.status)],
    isRunning ? h("progress", { value: job.fraction, max: 1, "aria-label": job.title }) : null,
    h("span.muted", {}, isRunning ? job.stage : (job.message ?? "")),
    skipped.length
      ? h("details", {}, h("summary", {}, `${skipped.length} skipped`), h("ul", {}, skipped))
      : null,
  );
}

function addPart(roots, jobs) {
  const words = "The desk was started without a folder to look in; start it with ";
  const none = h("p.muted", {}, words, h("code", {}, "cuespotter serve --root DIR"), ".");
  const folders = roots.map((root) => folder(root, jobs));
  const inside = roots.length ? h("div", {}, folders) : none;
  return h("details.places", {}, h("summary", {}, "Add music, identify films"), inside);
}
