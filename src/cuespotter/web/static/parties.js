// @ts-check
// Work, writers and publishers of a cue, as a form. What is typed is kept beside the cue until it is saved or
// given up, whatever is clicked meanwhile.
import { isIpi, isIswc } from "./codes.js";
import { h, icon, note } from "./dom.js";
import { markField, readShare } from "./forms.js";
import { KnownParties } from "./known_parties.js";
import { ROLE_WORDS } from "./wording.js";

const TEXTS = ["name", "society", "ipi", "share"];
const SHARE_SLACK = 0.011;
const BAD_IPI = "the check digits of this IPI number are wrong";
const BAD_ISWC = "the check digit of this ISWC is wrong";

/** @typedef {{name: string, role: string, society: string, ipi: string, share: string, known: object}} TypedParty */
/** @typedef {{title: string, iswc: string, parties: TypedParty[]}} Draft */

/** A party of the document as it stands in the form. @returns {TypedParty} */
export function typedParty(party = {}) {
  const {
    name = "",
    role = "composer",
    society = "",
    ipi = "",
    share_percent: share,
  } = /** @type {any} */ (party);
  return {
    name: name ?? "",
    role,
    society: society ?? "",
    ipi: ipi ?? "",
    share: String(share ?? ""),
    known: party,
  };
}

/** The parties of a form for the document; problems are those of single fields, by row. */
export function readParties(typed) {
  const problems = [];
  const parties = [];
  typed.forEach((one, row) => {
    if (!one.name.trim()) {
      if (TEXTS.some((field) => one[field].trim()))
        problems.push({ row, field: "name", problem: "a party needs a name" });
      return;
    }
    const share = readShare(one.share);
    if (share.problem) problems.push({ row, field: "share", problem: share.problem });
    if (one.ipi.trim() && !isIpi(one.ipi)) problems.push({ row, field: "ipi", problem: BAD_IPI });
    const text = (field) => one[field].trim() || null;
    const said = { name: text("name"), role: one.role, society: text("society"), ipi: text("ipi") };
    parties.push({ ...one.known, ...said, share_percent: share.value ?? null });
  });
  return { parties, problems };
}

/** What the shares add up to, and whether that is all of the work. */
export function addShares(typed) {
  const shares = typed.map((one) => readShare(one.share).value ?? 0);
  const total = shares.reduce((all, one) => all + one, 0);
  return { total: Number(total.toFixed(2)), isOff: total > 0 && Math.abs(total - 100) > SHARE_SLACK };
}

/** The form; saving it says what the work is: for every recording of it, and every film. */
export function partiesForm(screen, cue) {
  return new PartiesForm(screen, cue).element;
}

class PartiesForm {
  constructor(screen, cue) {
    this.screen = screen;
    this.cue = cue;
    this.work = cue.work ?? cue.recording?.work ?? null;
    const draft = screen.drafts.get(cue.id);
    this.title = this.#text(
      "work-title",
      draft?.title ?? this.work?.title ?? cue.title ?? cue.recording?.title,
      "",
    );
    this.iswc = this.#text("work-iswc", draft?.iswc ?? this.work?.iswc, "T-034.524.680-1");
    this.known = KnownParties.of(screen);
    this.rows = h("div.parties");
    this.sum = h("p.muted");
    this.unsaved = h("p.unsaved", { role: "status" });
    for (const party of draft?.parties ?? (this.work?.parties ?? []).map(typedParty)) this.#add(party);
    this.element = h(
      "div.work",
      { oninput: () => this.#keep() },
      [this.#names(), this.known.lists],
      this.rows,
      this.sum,
      this.#buttons(),
    );
    this.#draw();
  }

  #text(name, value, placeholder) {
    return h("input", { type: "text", name, value: value ?? "", placeholder, autocomplete: "off" });
  }

  #names() {
    const label = (words, input) => h("label.text", {}, h("span", {}, words), input);
    return h("div.names", {}, label("Work", this.title), label("ISWC", this.iswc));
  }

  #buttons() {
    const button = (kind, words, onclick) => h(`button${kind}`, { type: "button", onclick }, words);
    this.giveUp = button(".quiet", "Give up", () => this.#forget());
    const buttons = [
      button(".add-party", "Add a party", () => (this.#add(typedParty()), this.#keep())),
      button(".primary", "Save the work", () => this.#save()),
    ];
    return h("div.row", {}, buttons, this.giveUp, this.unsaved);
  }

  #add(party) {
    const field = (name, words, more = {}) =>
      h(`input.party-${name}`, {
        ...{ type: "text", "aria-label": words, placeholder: words, autocomplete: "off", value: party[name] },
        ...more,
      });
    const role = ([value, words]) => h("option", { value, selected: party.role === value }, capital(words));
    const remove = () => {
      row.remove();
      this.#keep();
    };
    const row = h(
      "div.party",
      {},
      field("name", "Name", { list: "known-parties", onchange: () => this.#complete(row) }),
      h("select.party-role", { "aria-label": "Role" }, Object.entries(ROLE_WORDS).map(role)),
      field("society", "Society", { list: "known-societies" }),
      field("ipi", "IPI", { inputmode: "numeric", onchange: (event) => checkIpi(event.target) }),
      field("share", "%", { inputmode: "decimal" }),
      h(
        "button.quiet",
        { type: "button", "aria-label": "Remove this party", onclick: remove },
        icon("cross"),
      ),
    );
    row.known = party.known;
    this.rows.append(row);
  }

  /** Fill in what is known of somebody whose name was chosen; what was typed stays. */
  #complete(row) {
    const [name, role, society, ipi] = ["name", "role", "society", "ipi"].map((field) =>
      row.querySelector(`.party-${field}`),
    );
    const known = this.known.named(name.value, role.value);
    if (!known) return;
    role.value = known.role;
    if (!society.value) society.value = known.society ?? "";
    if (!ipi.value) ipi.value = known.ipi ?? "";
    this.#keep();
  }

  /** What stands in the form. @returns {TypedParty[]} */
  get #typed() {
    return [...this.rows.children].map((row) => {
      const texts = Object.fromEntries(
        TEXTS.map((name) => [name, row.querySelector(`.party-${name}`).value]),
      );
      return /** @type {any} */ ({
        ...texts,
        role: row.querySelector(".party-role").value,
        known: row.known,
      });
    });
  }

  /** Keep what was typed, so that nothing that is clicked can lose it. */
  #keep() {
    this.screen.drafts.set(this.cue.id, {
      title: this.title.value,
      iswc: this.iswc.value,
      parties: this.#typed,
    });
    this.#draw();
  }

  #draw() {
    const { total, isOff } = addShares(this.#typed);
    this.sum.textContent = this.rows.children.length ? `Shares add up to ${total} %` : "";
    this.sum.classList.toggle("bad-words", isOff);
    const isUnsaved = this.screen.drafts.has(this.cue.id);
    this.unsaved.textContent = isUnsaved ? "not saved yet" : "";
    this.giveUp.hidden = !isUnsaved;
  }

  #forget() {
    this.screen.drafts.delete(this.cue.id);
    this.screen.panel.drawAnew();
  }

  async #save() {
    const { parties, problems } = readParties(this.#typed);
    for (const input of this.rows.querySelectorAll("input")) markField(input, "");
    for (const { row, field, problem } of problems) {
      markField(this.rows.children[row].querySelector(`.party-${field}`), problem);
    }
    if (problems.length) return note(`${problems[0].problem}; nothing was saved`, { bad: true });
    const title = this.title.value.trim();
    if (parties.length && !title) {
      return note("Give the name of the work too: its parties belong to it.", { bad: true });
    }
    const iswc = this.iswc.value.trim() || null;
    markField(this.iswc, iswc && !isIswc(iswc) ? BAD_ISWC : "");
    if (iswc && !isIswc(iswc)) return note(`${BAD_ISWC}; nothing was saved`, { bad: true });
    const draft = this.screen.drafts.get(this.cue.id);
    this.screen.drafts.delete(this.cue.id);
    const isDone = title
      ? await this.screen.setWork(this.cue, { title, iswc, parties })
      : await this.screen.setFields(this.cue, { work: null });
    if (!isDone && draft) this.screen.drafts.set(this.cue.id, draft);
    if (isDone) this.known.forget();
    return isDone;
  }
}

/** Mark an IPI number whose check digits are wrong, as soon as it is typed. */
function checkIpi(input) {
  markField(input, input.value.trim() && !isIpi(input.value) ? BAD_IPI : "");
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
