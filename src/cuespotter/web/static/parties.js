// Work, writers and publishers of a cue, as a form.
import { h, icon, note } from "./dom.js";

const ROLES = [
  ["composer", "Composer"], ["lyricist", "Lyricist"], ["composer_lyricist", "Composer and lyricist"], ["arranger", "Arranger"],
  ["adaptor", "Adaptor"], ["translator", "Translator"], ["sub_arranger", "Sub-arranger"], ["sub_author", "Sub-author"],
  ["publisher", "Publisher"], ["sub_publisher", "Sub-publisher"], ["administrator", "Administrator"], ["acquirer", "Acquirer"], ["income_participant", "Income participant"],
];

/** The form; saving it sets the cue's own work, before the recording's. */
export function partiesForm(screen, cue) {
  const work = cue.work ?? cue.recording?.work ?? null;
  const title = h("input", { type: "text", name: "work-title", value: work?.title ?? cue.title ?? cue.recording?.title ?? "", autocomplete: "off" });
  const iswc = h("input", { type: "text", name: "work-iswc", value: work?.iswc ?? "", placeholder: "T-034.524.680-1", autocomplete: "off" });
  const rows = h("div.parties");
  const sum = h("p.muted");
  const addUp = () => {
    const shares = [...rows.querySelectorAll(".party-share")].map((one) => Number(one.value || 0));
    const total = shares.reduce((all, one) => all + one, 0);
    sum.textContent = shares.length ? `Shares add up to ${Number(total.toFixed(2))} %` : "";
    sum.classList.toggle("bad-words", shares.length > 0 && total > 0 && Math.abs(total - 100) > 0.011);
  };
  const add = (party = {}) => {
    const input = (name, words, value, more = {}) => h(`input.party-${name}`, { type: "text", "aria-label": words, placeholder: words, value: value ?? "", autocomplete: "off", oninput: addUp, ...more });
    const row = h("div.party", {},
      input("name", "Name", party.name),
      h("select.party-role", { "aria-label": "Role" }, ROLES.map(([value, text]) => h("option", { value, selected: (party.role ?? "composer") === value }, text))),
      input("society", "Society", party.society),
      input("ipi", "IPI", party.ipi, { inputmode: "numeric" }),
      input("share", "%", party.share_percent, { inputmode: "decimal" }),
      h("button.quiet", { type: "button", "aria-label": "Remove this party", onclick: () => { row.remove(); addUp(); } }, icon("cross")));
    row.party = party;
    rows.append(row);
    addUp();
  };
  (work?.parties ?? []).forEach(add);
  const save = () => {
    const parties = [...rows.children].map((row) => {
      const read = (name) => row.querySelector(`.party-${name}`).value.trim() || null;
      const share = read("share");
      return { ...row.party, name: read("name"), role: read("role"), society: read("society"), ipi: read("ipi"), share_percent: share === null ? null : Number(share.replace(",", ".")) };
    }).filter((party) => party.name);
    if (parties.length && !title.value.trim()) return note("Give the name of the work too: its parties belong to it.", { bad: true });
    const wanted = title.value.trim() ? { ...(work ?? {}), title: title.value.trim(), iswc: iswc.value.trim() || null, parties } : null;
    return screen.setFields(cue, { work: wanted });
  };
  return h("div.work", {},
    h("div.names", {}, h("label.text", {}, h("span", {}, "Work"), title), h("label.text", {}, h("span", {}, "ISWC"), iswc)),
    rows, sum,
    h("div.row", {}, h("button", { type: "button", onclick: () => add() }, "Add a party"), h("button.primary", { type: "button", onclick: save }, "Save the work")));
}
