// Elements, icons and notes.

/** Make an element: h("button.primary", {onclick}, "Text", child). Attributes that are null are left out. */
export function h(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style")
      for (const [what, how] of Object.entries(value)) element.style.setProperty(what, how);
    else if (key === "value") element.value = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

const PATHS = {
  play: "M8 5.5v13l11-6.5z",
  pause: "M8 5v14M16 5v14",
  undo: "M9 7 4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 0 10h-2",
  redo: "m15 7 4.5 4.5L15 16m4-4.5h-9a5 5 0 0 0 0 10h2",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V5h5M20 9V5h-5M4 15v4h5M20 15v4h-5",
  loop: "M17 3l3.500 3.500L17 10M20 6.500H8a4.500 4.500 0 0 0-4.500 4.500v1M7 21l-3.500-3.500L7 14M4 17.500h12a4.500 4.500 0 0 0 4.500-4.500v-1",
  sound: "M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  check: "m5 12.5 4.5 4.5L19 7.5",
  cross: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  pen: "M5 19l1-4L16 5l3 3L9 18z",
  dot: "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z",
  folder: "M3.500 6.500h6l2 2.500h9v10h-17z",
  file: "M6.500 3.500h7l4 4v13h-11zM13.500 3.500v4h4",
  search: "M10.500 4.500a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5",
};

/** Draw an icon; it says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * Find an element that the page has by its name; a page without it is not the desk's.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element named ${id}; load it again`);
  return found;
}

/**
 * What draws on a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function drawingOn(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser does not draw on canvases, which the desk needs");
  return context;
}

/**
 * Tell the reviewer something; with a button where something can be done about it.
 *
 * @param {string} text
 * @param {{bad?: boolean, action?: (() => unknown) | null, label?: string}} [how]
 */
export function note(text, { bad = false, action = null, label = "" } = {}) {
  const element = h(`div.note${bad ? ".bad" : ""}`, {}, h("span", {}, text));
  const close = () => element.remove();
  if (action) element.append(h("button", { type: "button", onclick: () => (close(), action()) }, label));
  element.append(
    h("button.quiet", { type: "button", "aria-label": "Dismiss", onclick: close }, icon("cross")),
  );
  const notes = byId("notes");
  while (notes.children.length > 2) notes.children[0].remove();
  notes.append(element);
  setTimeout(close, action ? 30000 : bad ? 12000 : 4000);
}

/** Say that something went wrong, in the words of whoever refused it. */
export function complain(error) {
  note(error.message, { bad: true });
}

/** A row of buttons of which one is pressed. */
export function segments(label, choices, chosen, choose) {
  const buttons = choices.map(([value, text, key]) =>
    h(
      "button",
      {
        type: "button",
        "data-value": value,
        "aria-pressed": String(value === chosen),
        title: key ? `${text} (${key})` : text,
        onclick: () => choose(value),
      },
      text,
    ),
  );
  const group = h("div.segments", { role: "group", "aria-label": label }, buttons);
  group.choose = (value) =>
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.value === value)));
  return group;
}
