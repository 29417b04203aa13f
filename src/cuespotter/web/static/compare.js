// @ts-check
// The music editor's list beside what is heard: where they differ, and one button for all in which they agree.
import { api } from "./api.js";
import { complain, h, note } from "./dom.js";
import { fileField } from "./uploads.js";

const ORDER = ["agrees", "bounds", "name", "unnamed", "only_edit", "only_heard"];

/** How many rows there are of each verdict, as [verdict, words, count]. */
export function countVerdicts(rows) {
  return ORDER.map((verdict) => {
    const some = rows.filter((row) => row.verdict === verdict);
    return /** @type {[string, string, number]} */ ([verdict, some[0]?.words ?? "", some.length]);
  }).filter(([, , count]) => count);
}

/** Ids of the cues of which both say the same, and that nobody has reviewed. */
export function toConfirm(rows) {
  const ids = rows
    .filter((row) => row.verdict === "agrees" && row.status === "found")
    .map((row) => row.cue_id);
  return [...new Set(ids)];
}

export async function compareTab(screen, place) {
  new CompareTab(screen, place).open();
}

class CompareTab {
  constructor(screen, place) {
    this.screen = screen;
    this.place = place;
    this.result = h("section.compare-result", { "aria-live": "polite" });
    this.rate = this.#field("picture_rate", "Pictures a second", "as the list or the film says");
    this.origin = this.#field(
      "timecode_origin",
      "Timecode of the first picture",
      "as the film says, or what fits",
    );
    this.tolerance = this.#field("tolerance_s", "Bounds may differ by, in seconds", "1");
    this.wanted = new Set();
  }

  open() {
    const words =
      "An EDL (CMX 3600), an OpenTimelineIO file, or what Pro Tools writes by File > Export > Session Info as Text.";
    this.place.replaceChildren(
      h(
        "div.compare",
        {},
        h("h2", {}, "Compare with the music editor's list"),
        h("p.muted", {}, words),
        fileField("Choose the list, or drop it here", ".edl,.otio,.txt,text/plain", (name, text) => {
          this.list = { name, text };
          this.tracks = null;
          this.#ask();
        }),
        h("div.fields", {}, this.rate.label, this.origin.label, this.tolerance.label),
        this.result,
      ),
    );
    if (this.screen.compared) this.#show(this.screen.compared);
  }

  #field(name, words, placeholder) {
    const input = h("input", {
      ...{ type: "text", name, placeholder, autocomplete: "off", spellcheck: "false" },
      onchange: () => this.#ask(),
    });
    return { input, label: h("label.text", {}, h("span", {}, words), input) };
  }

  async #ask() {
    const { list } = this;
    if (!list) return;
    const tolerance = this.tolerance.input.value.trim().replace(",", ".");
    try {
      const answer = await api.compare(this.screen.id, {
        ...list,
        picture_rate: this.rate.input.value.trim() || null,
        timecode_origin: this.origin.input.value.trim() || null,
        tracks: this.tracks ?? [],
        ...(tolerance ? { tolerance_s: Number(tolerance) } : {}),
      });
      this.screen.compared = { ...answer, name: list.name };
      this.#show(this.screen.compared);
    } catch (error) {
      this.result.replaceChildren(h("p.field-error", { role: "alert" }, error.message));
    }
  }

  #show(answer) {
    const { rows } = answer;
    const laid = answer.is_origin_known ? "" : ", where most clips lie on their cues";
    const counts = countVerdicts(rows);
    for (const one of [...this.wanted])
      if (!counts.some(([verdict]) => verdict === one)) this.wanted.delete(one);
    const shown = rows.filter((row) =>
      this.wanted.size ? this.wanted.has(row.verdict) : row.verdict !== "agrees",
    );
    this.result.replaceChildren(
      h("h3", {}, `${answer.name}: ${answer.kind}, first picture at ${answer.origin}${laid}`),
      ...answer.remarks.map((remark) => h("p.muted", {}, remark)),
      this.#tracksPart(answer),
      h(
        "div.counts",
        { role: "group", "aria-label": "Show only" },
        counts.map((one) => this.#chip(one, answer)),
      ),
      this.#confirmPart(rows),
      shown.length
        ? this.#table(shown)
        : h("p.muted", {}, rows.length ? "They agree." : "Neither has any music."),
    );
  }

  /** Which tracks are compared, where there are several. */
  #tracksPart(answer) {
    if (answer.tracks.length < 2) return h("span", { hidden: true });
    const boxes = answer.tracks.map((track) => {
      const box = h("input", {
        type: "checkbox",
        checked: !this.tracks?.length || this.tracks.includes(track),
        onchange: () => {
          this.tracks = boxes.filter((one) => one.box.checked).map((one) => one.track);
          if (this.list) this.#ask();
        },
      });
      return { track, box, label: h("label.check", {}, box, track) };
    });
    return h(
      "div.row",
      { role: "group", "aria-label": "Tracks" },
      boxes.map((one) => one.label),
    );
  }

  #chip([verdict, words, count], answer) {
    const looks = verdict === "agrees" ? "confirmed" : verdict === "bounds" ? "edited" : "unsure";
    return h(
      `button.chip.${looks}`,
      {
        type: "button",
        "aria-pressed": String(this.wanted.has(verdict)),
        onclick: () => {
          if (!this.wanted.delete(verdict)) this.wanted.add(verdict);
          this.#show(answer);
        },
      },
      `${count} ${words}`,
    );
  }

  #confirmPart(rows) {
    const known = new Map(this.screen.cues.map((cue) => [cue.id, cue]));
    const ids = toConfirm(rows).filter((id) => known.get(id)?.status === "found");
    if (!ids.length) return h("span", { hidden: true });
    const confirm = async () => {
      const send = () => api.verdict(this.screen.id, "confirm", this.screen.revisions(ids));
      if (!(await this.screen.change(send, `confirmed ${ids.length} cues`))) return;
      note(`${ids.length} cues are confirmed; U in the review takes it back.`);
      if (this.list) await this.#ask();
    };
    const words = `Confirm the ${ids.length} that agree`;
    return h(
      "div.row",
      {},
      h("button.primary", { type: "button", onclick: () => confirm().catch(complain) }, words),
    );
  }

  #table(rows) {
    const head = (words) => h("th", { scope: "col" }, words);
    const heads = ["Cue", "Heard", "In the edit", "What"].map(head);
    return h(
      "div.table-wrap",
      {},
      h(
        "table.compare-table",
        {},
        h("thead", {}, h("tr", {}, heads)),
        h(
          "tbody",
          {},
          rows.map((row) => this.#row(row)),
        ),
      ),
    );
  }

  #row(row) {
    const span = (begin, end) => (begin ? `${begin} to ${end}` : "");
    const go = () => this.screen.goToCue(row.cue_id);
    const cue = row.cue_id && h("button.link", { type: "button", onclick: go }, row.cue_no);
    return h(
      "tr",
      {},
      h("td", {}, cue),
      h("td", {}, h("div", {}, row.heard ?? ""), h("div.muted.times", {}, span(row.heard_in, row.heard_out))),
      h(
        "td",
        {},
        h("div", {}, row.edit ?? ""),
        h("div.muted.times", {}, span(row.edit_in, row.edit_out)),
        row.tracks.length ? h("div.muted", {}, row.tracks.join(", ")) : null,
      ),
      h("td", {}, h("strong", {}, row.words), row.difference ? h("div", {}, row.difference) : null),
    );
  }
}
