// @ts-check
// Side tables in the library: loaded, seen by recording, taken back.
import { api } from "./api.js";
import { complain, h, note } from "./dom.js";
import { fileField } from "./uploads.js";

/** What is told of a recording, in words. */
export function toldWords(row) {
  const parties = row.work?.parties?.length ?? 0;
  return [
    row.work?.title && `work: ${row.work.title}`,
    parties && `${parties} ${parties === 1 ? "party" : "parties"}`,
    row.version,
    row.releases.join(", "),
  ]
    .filter(Boolean)
    .join(" · ");
}

export function tablesPart() {
  return new TablesPart().element;
}

class TablesPart {
  constructor() {
    this.said = h("div", { "aria-live": "polite" });
    this.rows = h("tbody");
    this.replace = h("input", { type: "checkbox" });
    const take = (name, text) => this.#learn(name, text);
    const words = h("p.muted", {}, "Works with their writers and publishers, versions and releases, as CSV.");
    this.element = h(
      "details.places",
      { ontoggle: () => this.element.open && this.#draw().catch(complain) },
      h("summary", {}, "Side tables"),
      words,
      fileField("Choose a table, or drop it here", ".csv,text/csv", take),
      h("label.check", {}, this.replace, "It stands above what was told before"),
      this.said,
      h("div.told-wrap", {}, h("table", {}, h("caption", {}, "Told of recordings"), this.rows)),
    );
  }

  async #learn(name, text) {
    try {
      const learnt = await api.learn({ name, text, is_replacing: this.replace.checked });
      const { rows, recordings, films } = learnt;
      const words = `${rows} rows: ${recordings} recordings learnt, ${films} films brought up to it`;
      this.said.replaceChildren(
        h("p", {}, words),
        h(
          "ul",
          {},
          learnt.remarks.map((one) => h("li", {}, one)),
        ),
      );
      await this.#draw();
    } catch (error) {
      this.said.replaceChildren(h("p.field-error", { role: "alert" }, error.message));
    }
  }

  async #draw() {
    const told = await api.told();
    this.rows.replaceChildren(...told.map((row) => this.#row(row)));
    if (!told.length) this.rows.append(h("tr", {}, h("td.muted", {}, "Nothing is told yet.")));
  }

  #row(row) {
    const forget = async () => {
      const { films } = await api.forgetTold([row.recording_id]);
      note(`taken back; ${films} ${films === 1 ? "film" : "films"} changed with it`);
      await this.#draw();
    };
    const back = {
      type: "button",
      "aria-label": `Take back: ${row.label}`,
      onclick: () => forget().catch(complain),
    };
    return h(
      "tr",
      {},
      h("td", {}, h("strong", {}, row.label), h("div.muted", {}, row.path)),
      h("td", {}, toldWords(row)),
      h("td.number-cell", {}, h("button", back, "Take back")),
    );
  }
}
