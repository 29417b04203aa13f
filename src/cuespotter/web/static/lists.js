// The lists that are kept, and the making of a new one.
import { api } from "./api.js";
import { complain, h } from "./dom.js";

const KINDS = [
  ["films", "films"],
  ["recordings", "recordings"],
  ["releases", "releases"],
];

export async function listOfLists(main) {
  const rows = h("div.cards");
  const lists = await api.lists();
  rows.append(...lists.map(card));
  if (!lists.length)
    rows.append(
      h("p.muted", {}, "No list yet: give one a name, and put films, recordings or releases in it."),
    );
  main.replaceChildren(
    h("section.page", {}, h("header.page-head", {}, h("h1", {}, "Lists")), rows, newList()),
  );
  document.title = "Lists · Cuespotter";
  return {};
}

export const listAddress = (name) => `#/lists/${encodeURIComponent(name)}`;

function card(list) {
  const kind = list.entries === 1 ? list.kind.slice(0, -1) : list.kind;
  return h(
    "a.card",
    { href: listAddress(list.name) },
    h("div.card-title", {}, h("strong", { dir: "auto" }, list.name)),
    h("div.card-facts", {}, `${list.entries} ${kind}`),
  );
}

function newList() {
  const name = h("input", {
    type: "text",
    name: "name",
    required: true,
    maxlength: 200,
    autocomplete: "off",
  });
  const kind = h(
    "select",
    { name: "kind" },
    KINDS.map(([value, text]) => h("option", { value }, text)),
  );
  const make = async (event) => {
    event.preventDefault();
    const told = { name: name.value.trim(), kind: kind.value, where: null, order: "given" };
    try {
      await api.putList(told, null);
      location.hash = listAddress(told.name);
    } catch (error) {
      complain(error);
    }
  };
  return h(
    "form.new-list",
    { onsubmit: make },
    h("label.text", {}, h("span", {}, "A new list"), name),
    h("label.text", {}, h("span", {}, "of"), kind),
    h("button.primary", {}, "Make it"),
  );
}
