// @ts-check
// The list of cues beside the panel: a row for each, chips that count and filter, marks on what is chosen.
import { h, icon } from "./dom.js";
import { artistOf, barWords, clock, looks, mixWords, STATUS, sureWords, titleOf } from "./words.js";
import { UNNAMED } from "./wording.js";

const STILL_HEIGHT = 90;
const LOOKS = ["confirmed", "edited", "found", "unsure", "unnamed", "rejected"];
const MARK = {
  confirmed: "check",
  rejected: "cross",
  edited: "pen",
  found: "dot",
  unsure: "dot",
  unnamed: "dot",
};

/** How many cues look in each way; ways that no cue has are left out. */
export function countLooks(cues) {
  return LOOKS.map((look) => [look, cues.filter((cue) => looks(cue) === look).length]).filter(
    ([, count]) => count,
  );
}

/** The cues that pass the chips and what is sought: in number, title, artist, album and notes; all where neither is. */
export function passing(cues, wanted, sought = "") {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const text = (cue) =>
    [cue.cue_no, titleOf(cue), artistOf(cue), cue.recording?.album, cue.notes].join(" ").toLowerCase();
  return cues.filter(
    (cue) => (!wanted.size || wanted.has(looks(cue))) && words.every((word) => text(cue).includes(word)),
  );
}

export class CueList {
  constructor(screen) {
    this.screen = screen;
    this.wanted = new Set();
    this.counts = h("div.counts", { role: "group", "aria-label": "Show only" });
    this.list = h("div.cue-list", {
      role: "listbox",
      "aria-label": "Cues",
      "aria-multiselectable": "true",
      tabindex: "0",
    });
    this.list.classList.toggle("with-stills", Boolean(screen.stills));
    this.find = h("input.find-cue", {
      ...{ type: "search", name: "find-cue", placeholder: "find", autocomplete: "off", spellcheck: "false" },
      ...{ "aria-label": "Find cues: by title, artist, number, notes (/)", title: "Find cues (/)" },
      oninput: () => this.screen.drawCues(),
      onkeydown: (event) => {
        if (event.key === "Escape") this.#forgetSought();
        if (event.key === "Escape" || event.key === "Enter") this.find.blur();
      },
    });
    this.element = h("div.list-side", {}, h("div.cues-head", {}, this.counts, this.find), this.list);
  }

  /** The cues that are shown, in film order. */
  get shown() {
    return passing(this.screen.cues, this.wanted, this.find.value);
  }

  /** Come into sight again, where the panel stands below. */
  come() {
    this.element.scrollIntoView({ block: "start" });
  }

  /** Show all cues again. */
  showAll() {
    this.wanted.clear();
    this.find.value = "";
  }

  #forgetSought() {
    this.find.value = "";
    this.screen.drawCues();
  }

  draw(cues, usageCodes) {
    const counts = countLooks(cues);
    const there = new Set(counts.map(([look]) => look));
    for (const look of [...this.wanted]) if (!there.has(look)) this.wanted.delete(look);
    this.counts.replaceChildren(...counts.map(([look, count]) => this.#chip(look, count)));
    const old = new Map([...this.list.children].map((row) => [row.dataset.cue, row]));
    const rows = passing(cues, this.wanted, this.find.value).map((cue) => {
      const facts = [
        cue.cue_no,
        cue.start_s,
        cue.end_s,
        cue.status,
        cue.confidence,
        barWords(cue),
        mixWords(cue),
        titleOf(cue),
        artistOf(cue),
      ];
      const key = [...facts, usageCodes[cue.id]].join("|");
      const before = old.get(cue.id);
      return before?.dataset.key === key ? before : this.#row(cue, key);
    });
    this.list.replaceChildren(...rows);
    if (cues.length && !rows.length) this.list.append(h("p.muted.pad", {}, "No cue fits."));
    if (!cues.length) {
      this.list.append(h("p.muted.pad", {}, "No music was found. Listen, and press I where you hear some."));
    }
    this.mark();
  }

  /** Mark what is chosen. */
  mark() {
    const { selected, primary } = this.screen;
    for (const row of this.list.children) {
      if (!row.dataset.cue) continue;
      row.setAttribute("aria-selected", String(selected.has(row.dataset.cue)));
      row.classList.toggle("current", row.dataset.cue === primary);
    }
    const isShown = primary && document.getElementById(`cue-${primary}`);
    if (isShown) this.list.setAttribute("aria-activedescendant", `cue-${primary}`);
    else this.list.removeAttribute("aria-activedescendant");
  }

  #chip(look, count) {
    return h(
      `button.chip.${look}`,
      {
        type: "button",
        "aria-pressed": String(this.wanted.has(look)),
        title: `Show only what is ${look}`,
        onclick: () => {
          if (!this.wanted.delete(look)) this.wanted.add(look);
          this.screen.drawCues();
          [...this.counts.children].find((chip) => chip.classList.contains(look))?.focus();
        },
      },
      `${count} ${look}`,
    );
  }

  /** Choose a cue; where the panel stands below the list, it comes to whoever chose one. */
  #choose(id, event) {
    const how = { add: event.ctrlKey || event.metaKey, range: event.shiftKey };
    this.screen.select(id, how);
    if (!how.add && !how.range) this.screen.panel.come();
  }

  /** What is seen when the cue begins; films without a picture have none. */
  #still(cue) {
    const { stills } = this.screen;
    if (!stills) return null;
    const image = h("img.cue-still", { alt: "" });
    stills.show(image, cue.start_s, STILL_HEIGHT);
    return image;
  }

  #row(cue, key) {
    const look = looks(cue);
    const artist = artistOf(cue);
    const found = cue.recording ? sureWords(cue.confidence) : UNNAMED;
    const doubt = [barWords(cue), mixWords(cue)].filter(Boolean).join(", ");
    const { screen } = this;
    return h(
      `div.cue-row.${look}`,
      {
        role: "option",
        id: `cue-${cue.id}`,
        "data-cue": cue.id,
        "data-key": key,
        onclick: (event) => this.#choose(cue.id, event),
        ondblclick: () => screen.act("playCue"),
      },
      this.#still(cue),
      h("span.cue-mark", {}, icon(MARK[look])),
      h("span.cue-no", {}, cue.cue_no),
      h(
        "span.cue-what",
        {},
        h("span.cue-title", {}, titleOf(cue)),
        artist ? h("span.cue-artist", {}, artist) : null,
      ),
      h(
        "span.cue-when",
        {},
        h("span", {}, `${clock(cue.start_s)}–${clock(cue.end_s)}`),
        h("span.cue-sure", {}, cue.status === "found" ? found : STATUS[cue.status]),
        doubt ? h("span.cue-sure", {}, doubt) : null,
      ),
    );
  }
}
