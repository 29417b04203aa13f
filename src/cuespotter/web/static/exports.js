// The formats, each with a look at what it would hold.
import { api } from "./api.js";
import { h } from "./dom.js";

export async function exportTab(screen, place) {
  const formats = await api.formats();
  const frame = h("iframe.preview-page", { title: "Preview", sandbox: "" });
  const text = h("pre.preview-text", { tabindex: "0", "aria-label": "Preview" });
  const name = h("h2");
  const words = h("p.muted");
  const load = h("a.button.primary", { download: "" }, "Download");
  const rows = formats.map((format) =>
    h(
      "li",
      {},
      h(
        "button.format",
        { type: "button", "data-format": format.name, onclick: () => show(format) },
        h("strong", {}, format.name),
        h("span", {}, format.description),
      ),
    ),
  );

  async function show(format) {
    for (const row of rows)
      row.firstChild.setAttribute("aria-pressed", String(row.firstChild.dataset.format === format.name));
    name.textContent = format.name;
    words.textContent = format.description;
    load.href = api.exportUrl(screen.id, format.name);
    load.hidden = false;
    const url = api.exportUrl(screen.id, format.name, true);
    frame.hidden = format.media_type !== "text/html";
    text.hidden = !frame.hidden;
    if (!frame.hidden) {
      frame.src = url;
      return;
    }
    const answer = await fetch(url);
    const content =
      answer.ok && !format.is_text
        ? "This format is no text; download it to look at it."
        : await answer.text();
    load.hidden = !answer.ok;
    text.textContent = answer.ok ? content : JSON.parse(content).detail;
  }

  place.replaceChildren(
    h(
      "div.export-columns",
      {},
      h("ul.formats", { "aria-label": "Formats" }, rows),
      h(
        "section.preview",
        { "aria-label": "Preview" },
        h("header", {}, h("div", {}, name, words), load),
        frame,
        text,
      ),
    ),
  );
  await show(formats.find((one) => one.name === "html") ?? formats[0]);
}
