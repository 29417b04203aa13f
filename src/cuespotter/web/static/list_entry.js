// An entry of a list: moved by its handle, with finger, mouse or keys; with a note, a link, a picture and a cue.
import { api } from "./api.js";
import { complain, drawingOn, h, icon } from "./dom.js";
import { placeAt, withWord, withoutEntry } from "./list_order.js";

const PICTURE_PX = 900;
const MOST_PICTURE = 700_000;

/** Draw an entry. `list` is the screen it stands on. */
export function entryRow(list, entry, place) {
  const words = list.told.words.find((one) => one.id === entry.id) ?? {};
  const facts = [entry.by, entry.year].filter(Boolean).join(", ");
  const row = h("li.entry", { "data-entry": entry.id });
  const details = h(
    "details",
    { open: list.opened.has(entry.id) },
    h("summary", {}, summaryOf(words, entry)),
  );
  details.addEventListener("toggle", () => {
    list.opened[details.open ? "add" : "delete"](entry.id);
    if (details.open && details.children.length === 1) details.append(wordsForm(list, entry, words));
  });
  row.append(
    handle(list, entry, place, row),
    h("span.rank", { "aria-hidden": "true" }, list.told.order === "none" ? "•" : `${place + 1}.`),
    h(
      "div.entry-what",
      {},
      h("strong", { dir: "auto" }, entry.title),
      facts ? h("span.muted", { dir: "auto" }, ` ${facts}`) : null,
      details,
    ),
    h(
      "button.quiet",
      {
        type: "button",
        "aria-label": `Leave ${entry.title} out`,
        onclick: () => list.keep((told) => withoutEntry(told, entry.id)),
      },
      icon("cross"),
    ),
  );
  return row;
}

export function summaryOf(words, entry) {
  const said = [
    words.note,
    entry.cue ? `listen for ${entry.cue}` : null,
    words.link,
    words.picture ? "picture" : null,
  ];
  return said.filter(Boolean).join(" · ") || "note, link, picture, cue";
}

/** The handle: dragged, or moved by arrow keys. */
function handle(list, entry, place, row) {
  const button = h(
    "button.quiet.handle",
    {
      type: "button",
      "aria-label": `Move ${entry.title}: place ${place + 1} of ${list.ids.length}`,
      title: "Drag, or press the arrow keys",
    },
    h("span", { "aria-hidden": "true" }, "⠿"),
  );
  const keys = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: list.ids.length - 1 };
  button.addEventListener("keydown", (event) => {
    if (!(event.key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    const to = Math.max(0, Math.min(list.ids.length - 1, keys[event.key]));
    if (to !== place) list.move(entry.id, to);
  });
  button.addEventListener("pointerdown", (event) => {
    if (event.button === 0) drag(list, entry, row, button, event);
  });
  return button;
}

/** Follow the pointer until it is let go; Escape and a lost pointer leave all as it was. */
function drag(list, entry, row, button, first) {
  first.preventDefault();
  button.focus();
  button.setPointerCapture(first.pointerId);
  row.classList.add("dragged");
  const others = () => [...list.entries.children].filter((one) => one !== row);
  const follow = (event) => {
    const rows = others();
    const to = placeAt(
      rows.map((one) => one.getBoundingClientRect()),
      event.clientY,
    );
    letPass(list.entries, row, to);
  };
  const stop = new AbortController();
  const end = (isKept) => {
    stop.abort();
    row.classList.remove("dragged");
    const to = [...list.entries.children].indexOf(row);
    if (isKept && to !== list.ids.indexOf(entry.id)) list.move(entry.id, to);
    else list.drawEntries();
  };
  button.addEventListener("pointermove", follow, { signal: stop.signal });
  button.addEventListener("pointerup", () => end(true), { signal: stop.signal });
  button.addEventListener("pointercancel", () => end(false), { signal: stop.signal });
  document.addEventListener("keydown", (event) => event.key === "Escape" && end(false), {
    signal: stop.signal,
  });
}

/** Bring a row to a place by moving the others: taken out for a moment, it would lose the pointer. */
function letPass(entries, row, to) {
  const place = () => [...entries.children].indexOf(row);
  while (place() < to) entries.insertBefore(row.nextElementSibling, row);
  while (place() > to) entries.insertBefore(row.previousElementSibling, row.nextElementSibling);
}

function wordsForm(list, entry, words) {
  const say = (field) => (event) =>
    list.keepWord((told) => withWord(told, entry.id, field, event.target.value.trim()), entry.id);
  const form = h(
    "div.entry-words",
    {},
    h(
      "label.text",
      {},
      h("span", {}, "Note"),
      h("textarea", { rows: 2, value: words.note ?? "", onchange: say("note") }),
    ),
    h(
      "label.text",
      {},
      h("span", {}, "Link"),
      h("input", { type: "url", value: words.link ?? "", placeholder: "https://", onchange: say("link") }),
    ),
    pictureField(list, entry, words),
  );
  if (list.told.kind === "films") cueField(list, entry, words).then((field) => form.append(field), complain);
  return form;
}

async function cueField(list, entry, words) {
  const cues = await api.listCues(entry.id);
  const select = h(
    "select",
    { onchange: () => list.keepWord((told) => withWord(told, entry.id, "cue", select.value), entry.id) },
    h("option", { value: "" }, "none"),
    cues.map((cue) => h("option", { value: cue.id }, cue.words)),
  );
  select.value = words.cue ?? "";
  return h("label.text", {}, h("span", {}, "The cue that stands for it"), select);
}

function pictureField(list, entry, words) {
  const file = h("input", { type: "file", accept: "image/*" });
  file.addEventListener("change", async () => {
    try {
      const { picture } = await api.keepPicture(await asJpeg(file.files[0]));
      await list.keep((told) => withWord(told, entry.id, "picture", picture));
    } catch (error) {
      complain(error);
    }
  });
  const shown = words.picture
    ? h("img.entry-picture", {
        src: api.listPicture(list.told.name, words.picture),
        alt: "The picture chosen",
      })
    : null;
  const away = () => list.keep((told) => withWord(told, entry.id, "picture", null));
  return h(
    "div.text",
    {},
    h("label.text", {}, h("span", {}, "Picture"), file),
    shown,
    words.picture ? h("button", { type: "button", onclick: away }, "Without a picture") : null,
  );
}

/** Make a picture small enough to be sent and published, as Base64. */
async function asJpeg(file) {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name} is no picture that this browser can show`);
  });
  const scale = Math.min(1, PICTURE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  drawingOn(canvas).drawImage(picture, 0, 0, canvas.width, canvas.height);
  const content = canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
  if (content.length > MOST_PICTURE)
    throw new Error(`${file.name} is too large even when it is made smaller`);
  return content;
}
