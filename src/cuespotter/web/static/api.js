// Questions to the desk's API. A refusal is a Problem: its message is for a person.

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `the desk answered ${status}`);
    this.status = status;
    this.facts = body;
  }
}

/** What a refusal says. */
export const refusal = async (answer) => new Problem(answer.status, await answer.json().catch(() => ({})));

/**
 * Fetch what changes nothing; where the desk has too much in hand, and says when, ask again then.
 * @param {string} url
 * @param {RequestInit} how
 */
export async function patiently(url, how = {}, tries = 4) {
  const answer = await fetch(url, how);
  const waitS = answer.ok ? 0 : Number(answer.headers.get("retry-after"));
  if (!waitS || tries <= 1) return answer;
  await new Promise((done) => setTimeout(done, 1000 * waitS));
  return patiently(url, how, tries - 1);
}

async function ask(method, path, body) {
  let answer;
  try {
    answer = await (method === "GET" ? patiently : fetch)(path, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, { detail: "the desk does not answer; is 'cuespotter serve' still running?" });
  }
  if (!answer.ok) throw await refusal(answer);
  return answer.json();
}

const film = (id) => `/api/films/${encodeURIComponent(id)}`;
const cue = (id, cueId) => `${film(id)}/cues/${encodeURIComponent(cueId)}`;
const query = (values) => new URLSearchParams(values).toString();

export const api = {
  session: () => ask("GET", "/api/session"),
  films: (where) => ask("GET", `/api/films?${query({ where })}`),
  film: (id) => ask("GET", film(id)),
  editFilm: (id, edit) => ask("PATCH", film(id), edit),
  history: (id) => ask("GET", `${film(id)}/history`),
  undo: (id) => ask("POST", `${film(id)}/undo`, {}),
  redo: (id) => ask("POST", `${film(id)}/redo`, {}),
  verdict: (id, verdict, cues) => ask("POST", `${film(id)}/verdict`, { verdict, cues }),
  takeSuggestions: (id) => ask("POST", `${film(id)}/suggestions`, {}),
  merge: (id, cues) => ask("POST", `${film(id)}/merge`, { cues }),
  addCue: (id, wanted) => ask("POST", `${film(id)}/cues`, wanted),
  editCue: (id, cueId, edit) => ask("PATCH", cue(id, cueId), edit),
  editCues: (id, edit) => ask("POST", `${film(id)}/answers`, edit),
  setWork: (id, edit) => ask("POST", `${film(id)}/work`, edit),
  parties: (id) => ask("GET", `/api/parties?${query({ film: id })}`),
  saved: (id) => ask("GET", `${film(id)}/saved`),
  splitCue: (id, cueId, edit) => ask("POST", `${cue(id, cueId)}/split`, edit),
  check: (id) => ask("GET", `${film(id)}/check`),
  totals: (id) => ask("GET", `${film(id)}/totals`),
  level: (id) => ask("GET", `${film(id)}/level`),
  fineLevel: (id, from, to) => ask("GET", `${film(id)}/level/fine?${query({ from, to })}`),
  evidence: (id, cueId, placement, from, to) =>
    ask("GET", `${cue(id, cueId)}/evidence?${query({ placement, from, to })}`),
  formats: () => ask("GET", "/api/formats"),
  removeFilm: (id, title) => ask("POST", `${film(id)}/remove`, { title }),
  compare: (id, edit) => ask("POST", `${film(id)}/compare`, edit),
  exportUrl: (id, format, asked = []) => `${film(id)}/exports/${format}?${new URLSearchParams(asked)}`,
  recordings: (text, where, limit = 200) => ask("GET", `/api/recordings?${query({ text, where, limit })}`),
  recordingLevel: (id) => ask("GET", `/api/recordings/${id}/level`),
  removeRecording: (id, path) => ask("POST", `/api/recordings/${encodeURIComponent(id)}/remove`, { path }),
  facts: (id) => ask("GET", `/api/tables/told/${encodeURIComponent(id)}`),
  tellFacts: (id, facts) => ask("PUT", `/api/tables/told/${encodeURIComponent(id)}`, facts),
  told: () => ask("GET", "/api/tables/told"),
  learn: (table) => ask("POST", "/api/tables/learn", table),
  forgetTold: (recordings) => ask("POST", "/api/tables/forget", { recordings }),
  uses: (id) => ask("GET", `/api/recordings/${id}/uses`),
  places: (id) => ask("GET", id ? `/api/places/${id}` : "/api/places"),
  lists: () => ask("GET", "/api/lists"),
  list: (name) => ask("GET", `/api/lists/one?${query({ name })}`),
  putList: (told, seen) => ask("PUT", "/api/lists/one", { told, seen }),
  forgetList: (name, seen) => ask("POST", "/api/lists/forget", { name, seen }),
  listChoices: (kind, text) => ask("GET", `/api/lists/choices?${query({ kind, text })}`),
  listCues: (id) => ask("GET", `/api/lists/cues/${encodeURIComponent(id)}`),
  listFile: (name, values) => `/api/lists/file?${query({ name, ...values })}`,
  keepPicture: (content) => ask("POST", "/api/lists/picture", { content }),
  listPicture: (name, picture) => `/api/lists/picture?${query({ name, picture })}`,
  jobs: () => ask("GET", "/api/jobs"),
  cancel: (id) => ask("POST", `/api/jobs/${id}/cancel`, {}),
  queue: (state) => ask("GET", `/api/queue?${query({ state })}`),
  retryQueued: (ids) => ask("POST", "/api/queue/retry", { ids }),
  retryFailed: () => ask("POST", "/api/queue/retry-failed", {}),
  cancelQueued: (ids) => ask("POST", "/api/queue/cancel", { ids }),
  add: (place) => ask("POST", "/api/jobs/add", { place }),
  identify: (place) => ask("POST", "/api/jobs/identify", { place }),
  identifyAgain: (id) => ask("POST", `${film(id)}/identify`, {}),
  still: (id, values) => `${film(id)}/still?${query(values)}`,
  reelMedia: (id, number) => `${film(id)}/reels/${number}/media`,
  filmSound: (id, values) => `${film(id)}/sound?${query(values)}`,
  recordingSound: (id, values) => `/api/recordings/${encodeURIComponent(id)}/sound?${query(values)}`,
};
