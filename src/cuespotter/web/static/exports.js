// @ts-check
// The formats by who asks for them, each with a look at what it would hold; editors' files as their project counts.
import { api, patiently, refusal } from "./api.js";
import { h } from "./dom.js";

const KEPT_ROOTS = "cuespotter-music-roots";
/** @type {[string, string][]} */
const ROOMS = [
  ["sheets", "Cue sheets"],
  ["editing", "For editors"],
  ["page", "To read"],
  ["players", "For players"],
  ["research", "For research"],
  ["exports", "For programs"],
];
const FIRST = ["xlsx", "html"];

/** The formats by room, in the order in which people ask. */
export function byRoom(formats) {
  const rank = (format) => (FIRST.includes(format.name) ? 0 : 1);
  return ROOMS.map(([room, words]) => {
    const some = formats.filter((format) => format.room === room);
    return /** @type {[string, any[]]} */ ([words, some.sort((one, other) => rank(one) - rank(other))]);
  }).filter(([, some]) => some.length);
}

/** What is asked of a format: pairs for its address. Only editors' files count pictures; players follow the music. */
export function asked(room, { rate, origin, roots }) {
  /** @type {[string, string][]} */
  const pairs = [];
  if (room === "editing" && rate.trim()) pairs.push(["picture_rate", rate.trim()]);
  if (room === "editing" && origin.trim()) pairs.push(["timecode_origin", origin.trim()]);
  if (room === "editing" || room === "players")
    for (const root of roots.split("\n")) if (root.trim()) pairs.push(["music_root", root.trim()]);
  return pairs;
}

export async function exportTab(screen, place) {
  const formats = await api.formats();
  new ExportTab(screen, place).open(formats);
}

class ExportTab {
  constructor(screen, place) {
    this.screen = screen;
    this.place = place;
    this.frame = h("iframe.preview-page", { title: "Preview", sandbox: "" });
    this.text = h("pre.preview-text", { tabindex: "0", "aria-label": "Preview" });
    this.name = h("h2");
    this.words = h("p.muted");
    this.load = h("a.button.primary", { download: "" }, "Download");
    const { film } = screen;
    const again = () => this.show(this.format);
    const field = (name, placeholder) =>
      h("input", {
        type: "text",
        name,
        placeholder,
        autocomplete: "off",
        spellcheck: "false",
        onchange: again,
      });
    this.rate = field("picture_rate", film.picture_rate ?? film.file.picture_rate ?? "25");
    this.origin = field(
      "timecode_origin",
      film.timecode_origin ?? film.file.timecode_origin ?? "00:00:00:00",
    );
    this.roots = h("textarea", {
      ...{ name: "music_root", rows: "2", spellcheck: "false", placeholder: "/srv/music=/Volumes/Music" },
      value: localStorage.getItem(KEPT_ROOTS) ?? "",
      onchange: () => {
        localStorage.setItem(KEPT_ROOTS, this.roots.value);
        again();
      },
    });
  }

  open(formats) {
    this.buttons = formats.map((format) => this.#button(format));
    const list = byRoom(formats).map(([words, some]) =>
      h(
        "section",
        {},
        h("h2", {}, words),
        h(
          "ul.formats",
          { "aria-label": words },
          some.map((format) => h("li", {}, this.#buttonOf(format))),
        ),
      ),
    );
    const label = (words, input) => h("label.text", {}, h("span", {}, words), input);
    this.counting = h(
      "div.fields",
      {},
      label("Pictures a second", this.rate),
      label("Timecode of the first picture", this.origin),
    );
    this.links = h(
      "div",
      {},
      label("Where the music lies for who opens it: a folder, or HERE=THERE, one a line", this.roots),
    );
    this.place.replaceChildren(
      h(
        "div.export-columns",
        {},
        h("div.format-list", {}, list),
        h(
          "section.preview",
          { "aria-label": "Preview" },
          h("header", {}, h("div", {}, this.name, this.words), this.load),
          h("div.export-options", {}, this.counting, this.links),
          this.frame,
          this.text,
        ),
      ),
    );
    return this.show(formats.find((one) => one.name === "xlsx") ?? formats[0]);
  }

  #button(format) {
    return h(
      "button.format",
      { type: "button", "data-format": format.name, onclick: () => this.show(format) },
      h("strong", {}, format.name),
      h("span", {}, format.description),
    );
  }

  #buttonOf(format) {
    return this.buttons.find((button) => button.dataset.format === format.name);
  }

  async show(format) {
    this.format = format;
    for (const button of this.buttons)
      button.setAttribute("aria-pressed", String(button.dataset.format === format.name));
    this.name.textContent = format.name;
    this.words.textContent = format.description;
    this.counting.hidden = format.room !== "editing";
    this.links.hidden = !["editing", "players"].includes(format.room);
    const told = asked(format.room, {
      rate: this.rate.value,
      origin: this.origin.value,
      roots: this.roots.value,
    });
    this.load.href = api.exportUrl(this.screen.id, format.name, told);
    const looked = format.name === "xlsx" ? "cuesheet" : format.name; // a workbook's rows, as text
    const url = api.exportUrl(this.screen.id, looked, [["is_preview", "true"], ...told]);
    this.url = url;
    this.frame.hidden = format.media_type !== "text/html";
    this.text.hidden = !this.frame.hidden;
    this.load.hidden = false;
    if (!this.frame.hidden) {
      this.frame.src = url;
      return;
    }
    const answer = await patiently(url);
    const text = await this.#textOf(answer, format.is_text || looked !== format.name);
    if (this.url !== url) return; // something else was asked for meanwhile, and may have come already
    this.load.hidden = !answer.ok;
    this.text.textContent = text;
  }

  /** What a preview says: the file's text, or why there is none. */
  async #textOf(answer, isText) {
    if (!answer.ok) return (await refusal(answer)).message;
    return isText ? answer.text() : "This format is no text; download it to look at it.";
  }
}
