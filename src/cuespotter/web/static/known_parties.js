// @ts-check
// Who wrote or publishes anything that is known: names, IPI numbers and societies that complete what is typed.
import { api } from "./api.js";
import { h } from "./dom.js";

const same = (/** @type {string} */ text) => text.trim().toLocaleLowerCase();

export class KnownParties {
  /** Those of a film's screen, fetched once, and again after something was saved. */
  static of(screen) {
    screen.knownParties ??= new KnownParties(screen.id);
    return screen.knownParties;
  }

  constructor(filmId) {
    this.filmId = filmId;
    this.parties = [];
    this.names = h("datalist", { id: "known-parties" });
    this.societies = h("datalist", { id: "known-societies" });
    this.lists = h("div", { hidden: true }, this.names, this.societies);
    this.load();
  }

  async load() {
    const found = await api.parties(this.filmId).catch(() => null);
    if (!found) return;
    this.parties = found.parties;
    const option = (/** @type {any} */ [value, words]) => h("option", { value }, words);
    const names = new Map(
      this.parties.map((one) => [one.name, [one.role, one.society].filter(Boolean).join(", ")]),
    );
    this.names.replaceChildren(...[...names].map(option));
    this.societies.replaceChildren(...found.societies.map((one) => option([one.name, one.words])));
  }

  /** What was saved may be known from now on. */
  forget() {
    this.load();
  }

  /** The party of a name, in that role if there is one. */
  named(name, role) {
    const fitting = this.parties.filter((one) => same(one.name) === same(name));
    return fitting.find((one) => one.role === role) ?? fitting[0] ?? null;
  }
}
