// @ts-check
// Files that somebody hands over, read here as text: the desk is told what stands in them, never where they lie.
import { h } from "./dom.js";

/** Decode a text as its writers do: by its mark, else as UTF-8, else as old Macs wrote. @param {ArrayBuffer} bytes */
export function decodeText(bytes) {
  const head = new Uint8Array(bytes.slice(0, 2));
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("macintosh").decode(bytes);
  }
}

/** A button that asks for a file, and a place to drop one: its name and text go to `take`. */
export function fileField(words, accept, take) {
  const input = h("input", {
    type: "file",
    accept,
    "aria-label": words,
    onchange: () => {
      const [file] = input.files;
      if (file) read(file);
      input.value = "";
    },
  });
  const read = async (file) => take(file.name, decodeText(await file.arrayBuffer()));
  const stop = (event) => event.preventDefault();
  return h(
    "label.drop",
    {
      ondragover: stop,
      ondrop: (event) => {
        stop(event);
        const [file] = event.dataTransfer.files;
        if (file) read(file);
      },
    },
    h("span", {}, words),
    input,
  );
}
