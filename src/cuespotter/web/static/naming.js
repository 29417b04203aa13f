// @ts-check
// What can be said of a cue: the answers of the form, its name, which recording and which work it is.
import { api } from "./api.js";
import { asking } from "./asking.js";
import { complain, h } from "./dom.js";
import { partiesForm } from "./parties.js";
import { ANSWERS, clock, FURTHER } from "./words.js";

/** Below the answers: that the characters may hear it, for who sees the picture. */
function hintPart(screen, cue) {
  const hint = screen.state.hints[cue.id];
  if (!hint) return null;
  const take = { type: "button", title: "Heard, unseen (H)", onclick: () => screen.act("takeHint") };
  return h(
    "p.hint",
    {},
    h("span.muted", {}, `May play in the scene, ${hint}`),
    h("button", take, "Heard, unseen", h("kbd", { "aria-hidden": "true" }, "H")),
  );
}

export function answersPart(screen, cue) {
  const choose = ([field, words, values], number) =>
    h(
      "label.answer",
      {},
      h(
        "span",
        {},
        words,
        number !== undefined ? h("kbd", { "aria-hidden": "true" }, String(number + 1)) : null,
      ),
      h(
        "select",
        { name: field, onchange: (event) => screen.setAnswer(field, event.target.value || null) },
        [["", "not said"], ...values].map(([value, text]) =>
          h(
            "option",
            { value, selected: (cue[field] === "unknown" ? "" : (cue[field] ?? "")) === value },
            text,
          ),
        ),
      ),
    );
  return h(
    "section",
    {},
    h("h3", {}, "Answers"),
    h(
      "div.answers",
      {},
      ANSWERS.map((one, number) => choose(one, number)),
    ),
    hintPart(screen, cue),
    h(
      "div.answers",
      {},
      FURTHER.map((one) => choose(one)),
    ),
    h(
      "label.check",
      {},
      h("input", {
        type: "checkbox",
        name: "is_rolled_up",
        checked: cue.is_rolled_up,
        onchange: (event) => screen.setAnswer("is_rolled_up", event.target.checked),
      }),
      "Several short uses filed as one row",
    ),
  );
}

export function namingPart(screen, cue) {
  const text = (field, words, hint) =>
    h(
      "label.text",
      {},
      h("span", {}, words),
      h("input", {
        type: "text",
        name: field,
        value: cue[field] ?? "",
        placeholder: hint ?? "",
        autocomplete: "off",
        onchange: (event) => screen.setFields(cue, { [field]: event.target.value.trim() || null }),
        onkeydown: (event) => (event.key === "Enter" || event.key === "Escape") && event.target.blur(),
      }),
    );
  return h(
    "section",
    {},
    h("h3", {}, "Name"),
    h(
      "div.names",
      {},
      text("title", "Title", cue.recording?.title),
      text("artist", "Artist", cue.recording?.artist),
    ),
    cue.recording ? null : rememberPart(screen, cue),
    text("notes", "Notes"),
    h(
      "details",
      { "data-part": "recording" },
      h("summary", {}, "Another recording of the library"),
      finder(screen, cue),
    ),
    h(
      "details",
      { "data-part": "work" },
      h("summary", {}, "Work, writers and publishers"),
      partiesForm(screen, cue),
    ),
  );
}

/** Music that no library has can be remembered by its sound in the film, once it has a title. */
function rememberPart(screen, cue) {
  const words = cue.title
    ? "It becomes a recording of the library, and is found where it returns, in this film and in others."
    : "Give it a title, and the library can remember its sound.";
  const remember = { type: "button", name: "remember", disabled: !cue.title };
  return h(
    "div.row",
    {},
    h("button", { ...remember, onclick: () => screen.remember(cue) }, "Remember its sound"),
    h("span.muted", {}, words),
  );
}

/** Look for another recording of the library. */
function finder(screen, cue) {
  const results = h("ul.rivals");
  const row = (one) => {
    const facts = [one.artist, clock(one.duration_s)].filter(Boolean).join(" · ");
    const what = h("span.rival-what", {}, h("strong", {}, one.title ?? one.path), h("span.muted", {}, facts));
    const take = { type: "button", onclick: () => screen.setRecording(cue, one) };
    return h("li.rival", {}, what, h("button", take, "Take"));
  };
  const look = asking(
    async () => (find.value.trim() ? api.recordings(find.value, "", 6) : null),
    (found) => {
      const none = h("li.muted", {}, "nothing in the library");
      const rows = found?.recordings.map(row) ?? [];
      results.replaceChildren(...(found?.total === 0 ? [none] : rows));
    },
    complain,
  );
  const find = h("input", {
    ...{ type: "search", name: "find-recording", placeholder: "title, artist, file …", autocomplete: "off" },
    oninput: look.later,
  });
  return h("div", {}, h("label.text", {}, h("span", {}, "Find"), find), results);
}
