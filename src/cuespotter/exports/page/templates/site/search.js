"use strict";
{
  const MOST = 60;
  const KINDS = { film: "film", music: "music", composer: "composer", list: "list" };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const entries = JSON.parse(document.getElementById("entries").textContent).map((entry) => ({
    ...entry,
    title: plain(entry.t),
    text: plain(`${entry.t} ${entry.d}`),
  }));
  const input = document.getElementById("words");
  const list = document.getElementById("found");
  const count = document.getElementById("count");

  /** How well an entry answers: its title begins so, a word of it does, it holds it; 0: not at all. */
  const rank = (entry, words) => {
    if (!words.every((word) => entry.text.includes(word))) return 0;
    if (entry.title.startsWith(words.join(" "))) return 3;
    return words.every((word) => ` ${entry.title}`.includes(` ${word}`)) ? 2 : 1;
  };
  const make = (name, text, className) => {
    const element = document.createElement(name);
    element.textContent = text;
    element.className = className;
    element.dir = "auto";
    return element;
  };
  const line = (entry) => {
    const item = document.createElement("li");
    const link = make("a", entry.t, "what");
    link.href = entry.u;
    item.append(link, " ", make("span", KINDS[entry.k], "found-kind"), make("p", entry.d, "where"));
    return item;
  };
  const search = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    const found = words.length
      ? entries
          .map((entry) => ({ entry, rank: rank(entry, words) }))
          .filter((one) => one.rank > 0)
          .sort((one, other) => other.rank - one.rank)
      : [];
    list.replaceChildren(...found.slice(0, MOST).map((one) => line(one.entry)));
    const more = found.length > MOST ? `; the first ${MOST} are shown` : "";
    count.textContent = words.length ? `${found.length || "Nothing"} found${more}` : "";
  };
  input.addEventListener("input", search);
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  search();
  input.focus();
}
