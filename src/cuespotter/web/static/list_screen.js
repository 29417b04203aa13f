// One list: its entries in the user's order, with words on each; filter, order, omissions, and what is made of it.
import { api } from "./api.js";
import { asking } from "./asking.js";
import { complain, h, icon, note } from "./dom.js";
import { entryRow, summaryOf } from "./list_entry.js";
import { inOrder, moved, withEntry } from "./list_order.js";

const ORDER_WORDS = { given: "my own order, ranked", none: "in no particular order" };
const FILES = [
  ["Page", { suffix: ".html" }],
  ["Fragment for a blog", { suffix: ".html", is_fragment: true }],
  ["Markdown", { suffix: ".md" }],
  ["Playlist", { suffix: ".m3u8" }],
];

export class ListScreen {
  static async open(main, name) {
    const screen = new ListScreen(main, await api.list(name));
    screen.draw();
    return screen;
  }

  constructor(main, state) {
    this.main = main;
    this.state = state;
    this.opened = new Set();
    this.saving = Promise.resolve();
  }

  get told() {
    return this.state.told;
  }

  get ids() {
    return this.state.entries.map((entry) => entry.id);
  }

  /** Keep a word on an entry; its form stays as it is, with whatever is being typed. */
  keepWord(change, id) {
    return this.keep(change, () => {
      const words = this.told.words.find((one) => one.id === id) ?? {};
      const entry = this.state.entries.find((one) => one.id === id);
      const summary = this.row(id)?.querySelector("summary");
      if (summary && entry) summary.textContent = summaryOf(words, entry);
    });
  }

  row(id) {
    return this.main.querySelector(`[data-entry="${CSS.escape(id)}"]`);
  }

  /** Keep the list as it shall be; one change after the other. */
  keep(change, show = () => this.drawEntries()) {
    this.saving = this.saving.then(async () => {
      try {
        this.state = await api.putList(change(this.told), this.state.revision);
        show();
      } catch (error) {
        complain(error);
        if (error.status === 409) this.state = await api.list(this.told.name);
        this.draw();
      }
    });
    return this.saving;
  }

  async move(id, to) {
    await this.keep((told) => inOrder(told, moved(this.ids, id, to)));
    this.order.value = this.told.order;
    this.row(id)?.querySelector(".handle")?.focus();
    const place = this.ids.indexOf(id) + 1;
    this.said.textContent = `${this.state.entries[place - 1]?.title}: place ${place} of ${this.ids.length}`;
  }

  draw() {
    document.title = `${this.told.name} · Cuespotter`;
    this.entries = h("ol.entries");
    this.said = h("p.aside", { role: "status" });
    this.main.replaceChildren(
      h(
        "section.page.list-page",
        {},
        h("header.page-head", {}, h("h1", { dir: "auto" }, this.told.name), this.files()),
        this.head(),
        this.said,
        this.entries,
        this.adding(),
        this.omissions(),
        h("p", {}, h("button.quiet", { type: "button", onclick: () => this.forget() }, "Forget this list")),
      ),
    );
    this.drawEntries();
  }

  drawEntries() {
    this.entries.classList.toggle("unordered", this.told.order === "none");
    this.entries.replaceChildren(...this.state.entries.map((entry, place) => entryRow(this, entry, place)));
    if (!this.state.entries.length) this.entries.append(h("li.muted.nothing", {}, "Nothing is in it yet."));
  }

  files() {
    const links = FILES.map(([text, values]) =>
      h("a.button", { href: api.listFile(this.told.name, values), download: "" }, text),
    );
    return h("div.list-files", {}, links);
  }

  head() {
    const introduction = h("textarea", { rows: 2, value: this.told.introduction ?? "" });
    introduction.addEventListener("change", () =>
      this.keep((told) => ({ ...told, introduction: introduction.value.trim() || null })),
    );
    const where = h("input", {
      type: "text",
      value: this.told.where ?? "",
      spellcheck: "false",
      placeholder: "year:1990..1999 not genre:musical",
    });
    where.addEventListener("change", () =>
      this.keep((told) => ({ ...told, where: where.value.trim() || null })),
    );
    this.order = h(
      "select",
      { onchange: () => this.keep((told) => ({ ...told, order: this.order.value })) },
      this.orders().map(([value, text]) => h("option", { value }, text)),
    );
    this.order.value = this.told.order;
    return h(
      "div.list-head",
      {},
      h("label.text", {}, h("span", {}, "What to say first"), introduction),
      h(
        "label.text",
        {},
        h("span", {}, "What fits this filter is in it, besides what is put in by hand"),
        where,
      ),
      h("label.text", {}, h("span", {}, "Order"), this.order),
    );
  }

  orders() {
    const fields = this.state.orders.flatMap((name) =>
      name in ORDER_WORDS
        ? [[name, ORDER_WORDS[name]]]
        : [
            [name, name],
            [`-${name}`, `${name}, greatest first`],
          ],
    );
    return fields.map(([value, text]) => [value, text.replaceAll("_", " ")]);
  }

  adding() {
    const found = h("ul.plain.choices");
    const search = h("input", { type: "search", autocomplete: "off", placeholder: "title, or a filter" });
    const look = asking(
      async () => (search.value.trim() ? api.listChoices(this.told.kind, search.value) : []),
      (choices) => {
        const left = choices.filter((one) => !this.ids.includes(one.id));
        found.replaceChildren(...left.map((one) => this.choice(one, look.now)));
        if (search.value.trim() && !left.length) found.append(h("li.muted", {}, "Nothing else fits."));
      },
      (error) => found.replaceChildren(h("li.field-error", {}, error.message)),
    );
    search.addEventListener("input", look.later);
    const label = h("label.text", {}, h("span", {}, `Put ${this.told.kind} in`), search);
    return h("div.adding", {}, label, found);
  }

  choice(one, look) {
    const put = async () => {
      await this.keep((told) => withEntry(told, one.id));
      await look();
    };
    const facts = [one.by, one.year].filter(Boolean).join(", ");
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", onclick: put },
        icon("plus"),
        h("span", { dir: "auto" }, one.title),
        facts ? h("span.muted", { dir: "auto" }, ` ${facts}`) : null,
      ),
    );
  }

  omissions() {
    const text = h("textarea", { rows: 2, value: this.told.omissions.join("\n") });
    text.addEventListener("change", () => {
      const said = text.value
        .split("\n")
        .map((one) => one.trim())
        .filter(Boolean);
      this.keep((told) => ({ ...told, omissions: said }));
    });
    return h("label.text.omitted", {}, h("span", {}, "Honourable omissions, one a line"), text);
  }

  async forget() {
    const before = this.told;
    try {
      await api.forgetList(before.name, this.state.revision);
    } catch (error) {
      complain(error);
      return;
    }
    location.hash = "#/lists";
    const back = async () => {
      await api.putList(before, null);
      location.hash = `#/lists/${encodeURIComponent(before.name)}`;
    };
    note(`${before.name} is forgotten`, { action: back, label: "Take it back" });
  }
}
