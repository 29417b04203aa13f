// @ts-check
// A button for what cannot be undone: pressed once it asks, pressed again it does it.
import { complain, h } from "./dom.js";

const ASKED_MS = 6000;

/** Make one; it asks in `question` and forgets that it asked after some seconds. */
export function confirmButton(words, question, act) {
  let timer = 0;
  const rest = () => {
    clearTimeout(timer);
    timer = 0;
    button.textContent = words;
    button.classList.remove("sure");
  };
  const press = () => {
    if (timer) {
      rest();
      return act().catch(complain);
    }
    button.textContent = question;
    button.classList.add("sure");
    timer = window.setTimeout(rest, ASKED_MS);
    return undefined;
  };
  const button = h("button.danger", { type: "button", onclick: press, onblur: () => timer && rest() }, words);
  return button;
}
