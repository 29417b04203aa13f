// @ts-check
// What is told of a recording over its tags, changed where it stands: version, performer, releases.
import { api } from "./api.js";
import { complain, h, note } from "./dom.js";
import { VERSION_WORDS } from "./wording.js";

const RELEASE_FIELDS = {
  title: "Title",
  artist: "Artist",
  date: "Date",
  label: "Label",
  catalogue_number: "Catalogue number",
  medium: "Medium",
  colour: "Colour",
  packaging: "Packaging",
};
const RELEASE_CHECKS = { is_limited: "Limited", is_soundtrack: "A film's soundtrack" };

/** A part that opens to be edited; `onKept` is called when something was kept. */
export function factsPart(recording, onKept) {
  const inside = h("div");
  const open = async () =>
    inside.replaceChildren(factsForm(recording, await api.facts(recording.id), onKept));
  const part = h("details.told-facts", {}, h("summary", {}, "Edit what is known of it"), inside);
  part.addEventListener("toggle", () => part.open && !inside.children.length && open().catch(complain));
  return part;
}

function factsForm(recording, facts, onKept) {
  const kinds = Object.entries(VERSION_WORDS).map(([value, words]) => h("option", { value }, words));
  const version = h("select", {}, h("option", { value: "" }, "not said"), kinds);
  version.value = facts.version ?? "";
  const by = h("input", { type: "text", value: facts.first_recorded_by ?? "" });
  const first = h("input", { type: "text", value: facts.first_recorded ?? "", placeholder: "1972" });
  const performer = h("input", { type: "text", value: facts.performer ?? "" });
  const releases = h("div.releases", {}, facts.releases.map(releaseFields));
  const keep = async () => {
    const { films } = await api.tellFacts(recording.id, {
      version: version.value || null,
      first_recorded_by: by.value.trim() || null,
      first_recorded: first.value.trim() || null,
      performer: performer.value.trim() || null,
      releases: [...releases.children].map(readRelease).filter((one) => one !== null),
    });
    note(films ? `saved; ${films} ${films === 1 ? "film" : "films"} changed with it` : "saved");
    await onKept();
  };
  return h(
    "form",
    { onsubmit: (event) => (event.preventDefault(), keep().catch(complain)) },
    [text("Version", version), text("First recorded by", by), text("First recorded", first)],
    [text("Performed by, where the artist is somebody else", performer), releases],
    h("button", { type: "button", onclick: () => releases.append(releaseFields({})) }, "Add a release"),
    h("button.primary", {}, "Save"),
  );
}

const text = (words, input) => h("label.text", {}, h("span", {}, words), input);

/** The fields of one release; what the form does not show of it is kept as it is. */
function releaseFields(release) {
  const fields = Object.entries(RELEASE_FIELDS).map(([name, words]) =>
    text(words, h("input", { type: "text", name, value: release[name] ?? "", required: name === "title" })),
  );
  const checks = Object.entries(RELEASE_CHECKS).map(([name, words]) =>
    h("label.check", {}, h("input", { type: "checkbox", name, checked: release[name] === true }), words),
  );
  const box = h("fieldset", {}, h("legend", {}, "Release"), fields, checks);
  box.append(h("button", { type: "button", onclick: () => box.remove() }, "Take it out"));
  kept.set(box, release);
  return box;
}

/** @type {WeakMap<Element, any>} what a release said before */
const kept = new WeakMap();

/** Read a release from its fields; null where it has no title. */
export function readRelease(box) {
  const release = { ...kept.get(box) };
  for (const input of box.querySelectorAll("input")) {
    const before = release[input.name] ?? null;
    release[input.name] = input.type === "checkbox" ? ticked(input, before) : input.value.trim() || null;
  }
  return release.title ? release : null;
}

/** A box that is not ticked says "no" only where something else was said before. */
const ticked = (input, before) => input.checked || (before === null ? null : false);
