// Work in hand: shown in the bar, asked for while there is any, and there again after a reload.
import { api } from "./api.js";
import { complain, h, icon, note } from "./dom.js";

const VERB = { add: "Adding", identify: "Identifying" };
const isOpen = (job) => job.status === "waiting" || job.status === "running";

export class JobsWatch extends EventTarget {
  constructor(place) {
    super();
    this.place = place;
    this.jobs = [];
    this.seen = new Set();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Ask now, and again while something is in work. */
  async look() {
    clearTimeout(this.timer);
    try {
      const jobs = await api.jobs();
      for (const job of jobs) {
        if (isOpen(job)) this.seen.add(job.id);
        else if (this.seen.delete(job.id)) this.#tell(job);
      }
      this.jobs = jobs;
    } catch (error) {
      if (error.status !== 0) complain(error);
    }
    this.#draw();
    this.dispatchEvent(new Event("change"));
    if (this.jobs.some(isOpen)) this.timer = setTimeout(() => this.look(), 700);
  }

  /** Start something and watch it. */
  async start(asked) {
    try {
      const job = await asked;
      this.seen.add(job.id);
    } catch (error) {
      complain(error);
    }
    await this.look();
  }

  #tell(job) {
    const what = `${job.title}: ${job.message ?? job.status}`;
    const film = job.film_id;
    note(what, {
      bad: job.status === "failed",
      action: film
        ? () => {
            location.hash = `#/films/${film}/review`;
          }
        : null,
      label: "Open",
    });
    this.dispatchEvent(new CustomEvent("done", { detail: job }));
  }

  #draw() {
    const open = this.jobs.filter(isOpen);
    if (!open.length) return this.place.replaceChildren();
    const job = open.at(-1);
    const words = `${VERB[job.kind] ?? job.kind} ${job.title}`;
    this.place.replaceChildren(
      h(
        "div.job",
        { title: `${words}: ${job.stage}` },
        h("progress", { value: job.fraction, max: 1, "aria-label": words }),
        h("span.job-words", {}, words, open.length > 1 ? ` and ${open.length - 1} more` : ""),
        h(
          "button.quiet",
          {
            type: "button",
            "aria-label": `Cancel: ${words}`,
            title: "Cancel",
            onclick: () => api.cancel(job.id).then(() => this.look(), complain),
          },
          icon("cross"),
        ),
      ),
    );
  }
}
