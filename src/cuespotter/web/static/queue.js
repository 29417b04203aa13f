// @ts-check
// The queue that workers on any machines take jobs from: how far they are, why they failed; retry, cancel.
import { api } from "./api.js";
import { confirmButton } from "./confirming.js";
import { complain, h, note } from "./dom.js";

const LOOK_AGAIN_MS = 5000;
const STATES = ["running", "failed", "waiting", "done", "cancelled"];
const WAITS = new Set(["running", "waiting"]);
const ENDED_BADLY = new Set(["failed", "cancelled"]);
const KIND_WORDS = { film: "Film", add: "Music" };

/** How far a job is, in words. */
export function progressWords(job) {
  return job.share === null ? "" : `${Math.floor(100 * job.share)} %`;
}

/** Who works on the queue. */
export function workerWords(queue) {
  const at = `${queue.workers} ${queue.workers === 1 ? "worker is" : "workers are"} at work`;
  return queue.silent ? `${at}, ${queue.silent} silent` : at;
}

export class QueuePart {
  constructor() {
    this.state = "running";
    this.heads = h("div.row.queue-states", { role: "group", "aria-label": "State" });
    this.held = h("p.muted", { "aria-live": "polite" });
    this.rows = h("tbody");
    this.element = h("section.jobs-list", { "aria-label": "Jobs on workers", hidden: true });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Show the queue where there is one, and look at it again now and then. */
  async open() {
    const queue = await api.queue(this.state).catch((error) => (complain(error), null));
    if (!queue?.has_queue) return;
    const busy = STATES.find((state) => queue.counts[state]);
    this.state = queue.counts.running || !busy ? "running" : busy;
    const head = ["Job", "State", "Done", "Reason", "Change"].map((name) => h("th", { scope: "col" }, name));
    const table = h("table", {}, h("thead", {}, h("tr", {}, head)), this.rows);
    this.element.replaceChildren(
      ...[h("h2", {}, "Jobs on workers"), this.held, this.heads, h("div.told-wrap", {}, table)],
    );
    this.element.hidden = false;
    await this.look();
  }

  close() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isClosed = true;
  }

  /** Ask now, and again later. */
  async look() {
    clearTimeout(this.timer);
    try {
      this.#draw(await api.queue(this.state));
    } catch (error) {
      if (error.status !== 0) complain(error);
    }
    if (!this.isClosed) this.timer = setTimeout(() => this.look(), LOOK_AGAIN_MS);
  }

  #draw(queue) {
    this.held.textContent = workerWords(queue);
    const focused = this.heads.contains(document.activeElement);
    this.heads.replaceChildren(...STATES.map((state) => this.#head(state, queue.counts[state])));
    if (queue.counts.failed) this.heads.append(this.#retryAll());
    if (focused) this.heads.querySelector('[aria-pressed="true"]')?.focus();
    if (this.rows.contains(document.activeElement)) return;
    const none = h("tr", {}, h("td.muted", { colspan: 5 }, `No job is ${this.state}.`));
    this.rows.replaceChildren(...(queue.jobs.length ? queue.jobs.map((job) => this.#row(job)) : [none]));
    const more = queue.counts[this.state] - queue.jobs.length;
    if (more > 0) this.rows.append(h("tr", {}, h("td.muted", { colspan: 5 }, `and ${more} more`)));
  }

  #head(state, count) {
    const onclick = () => {
      this.state = state;
      this.look();
    };
    const pressed = String(state === this.state);
    return h(
      `button.chip.${state}`,
      { type: "button", "aria-pressed": pressed, onclick },
      `${count} ${state}`,
    );
  }

  #retryAll() {
    const onclick = () => this.#change(api.retryFailed(), "tried again");
    return h("button.quiet", { type: "button", onclick }, "Try all that failed again");
  }

  #row(job) {
    const bar = { value: job.share ?? 0, max: 1, "aria-label": `${job.title}: ${job.stage ?? job.state}` };
    const where = [KIND_WORDS[job.kind] ?? job.kind, job.host, job.stage].filter(Boolean).join(" · ");
    const done = job.share === null ? "" : [h("progress", bar), ` ${progressWords(job)}`];
    return h(
      "tr",
      {},
      h("td", {}, job.title, h("div.muted", {}, where)),
      h("td", {}, h(`span.chip.${job.state}`, {}, job.state)),
      [h("td.times", {}, done), h("td", {}, job.reason ?? ""), h("td", {}, this.#button(job))],
    );
  }

  #button(job) {
    if (WAITS.has(job.state)) {
      const cancel = () => this.#change(api.cancelQueued([job.id]), "cancelled");
      return confirmButton("Cancel", `Cancel ${job.title}?`, cancel);
    }
    if (!ENDED_BADLY.has(job.state)) return "";
    const onclick = () => this.#change(api.retryQueued([job.id]), "tried again");
    return h("button", { type: "button", "aria-label": `Try again: ${job.title}`, onclick }, "Try again");
  }

  async #change(asked, words) {
    try {
      const { jobs } = await asked;
      note(`${jobs} ${jobs === 1 ? "job is" : "jobs are"} ${words}`);
    } catch (error) {
      complain(error);
    }
    // what was pressed is gone with its row
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    await this.look();
  }
}
