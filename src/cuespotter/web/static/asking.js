// @ts-check
// Asking while somebody types: once they pause, and an answer that comes after a later one was asked for is let go.

const PAUSE_MS = 250;

/**
 * Ask `ask` and show its answer by `show`, its failure by `fail`.
 *
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => void} show
 * @param {(error: any) => void} fail
 * @returns {{now: () => Promise<T | null>, later: () => void}} `now` gives what it showed; `later` waits for a pause
 */
export function asking(ask, show, fail) {
  let asked = 0;
  let timer = 0;
  const now = async () => {
    asked += 1;
    const mine = asked;
    try {
      const answer = await ask();
      if (mine !== asked) return null;
      show(answer);
      return answer;
    } catch (error) {
      if (mine === asked) fail(error);
      return null;
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(now, PAUSE_MS);
  };
  return { now, later };
}
