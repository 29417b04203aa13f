// @ts-check
// Folders and files below the desk's roots, opened one after the other, with what can be done with each.
import { api } from "./api.js";
import { complain, h, icon } from "./dom.js";

/**
 * A folder that opens.
 *
 * @param {any} place
 * @param {any} jobs
 * @param {{isRoot?: boolean, canAdd?: boolean}} how - whether recordings can be added, or films identified alone
 */
export function folder(place, jobs, { isRoot = true, canAdd = true } = {}) {
  const inside = h("div.inside");
  const show = (one) =>
    one.is_folder ? folder(one, jobs, { isRoot: false, canAdd }) : file(one, jobs, canAdd);
  const open = async (event) => {
    if (!event.target.open || inside.children.length) return;
    try {
      const places = await api.places(place.id);
      inside.replaceChildren(...places.map(show));
      if (!places.length) inside.append(h("p.muted", {}, "empty"));
    } catch (error) {
      complain(error);
    }
  };
  const add = button("Add this folder", () => jobs.start(api.add(place.id)));
  return h(
    "details.place",
    { ontoggle: open },
    h("summary", {}, icon("folder"), h("span", {}, place.name), isRoot ? h("span.chip", {}, "root") : null),
    canAdd ? h("div.row.place-actions", {}, add) : null,
    inside,
  );
}

function file(place, jobs, canAdd) {
  return h(
    "div.place-file",
    {},
    icon("file"),
    h("span", {}, place.name),
    canAdd ? button("Add", () => jobs.start(api.add(place.id))) : null,
    button("Identify as a film", () => jobs.start(api.identify(place.id))),
  );
}

const button = (words, onclick) => h("button", { type: "button", onclick }, words);
