// @ts-check
// Two pictures of a cue: which part of the recording is heard, and the evidence for it.

const LEVEL_FLOOR_DB = -50;
const LEVEL_RANGE_DB = 44;
const BAR_STEP = 3;
const ROUND = 7; // more than a whole turn, in radians

/** The colours of the theme, by name. */
export function themeColours() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/** Make a canvas as fine as the screen, and give what draws on it in CSS pixels. */
export function fitCanvas(canvas) {
  const scale = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  return { context, width, height };
}

/** Draw a recording's level, with the stretches that are heard in the film in colour. */
export function drawPart(canvas, cue, level) {
  const { context, width, height } = fitCanvas(canvas);
  const colour = themeColours();
  const whole = cue.recording.duration_s;
  context.fillStyle = colour("found");
  context.globalAlpha = 0.14;
  for (const one of cue.placements) {
    const wide = ((one.recording_out_s - one.recording_in_s) / whole) * width;
    context.fillRect((one.recording_in_s / whole) * width, 0, Math.max(2, wide), height);
  }
  context.globalAlpha = 1;
  const isUsed = (s) => cue.placements.some((one) => s >= one.recording_in_s && s <= one.recording_out_s);
  for (let x = 0; x < width; x += BAR_STEP) {
    const place = Math.min(level.length - 1, Math.floor((x / width) * level.length));
    const value = level.length ? level[place] : LEVEL_FLOOR_DB;
    const share = Math.min(1, (value - LEVEL_FLOOR_DB) / LEVEL_RANGE_DB);
    const tall = Math.max(2, share * (height - 6));
    context.fillStyle = colour(isUsed((x / width) * whole) ? "found" : "rejected");
    context.fillRect(x, (height - tall) / 2, 2, tall);
  }
}

/** Draw the film's spectrogram, and on it the recording's peaks: found or missing. */
export function drawEvidence(canvas, found) {
  const small = spectrogram(found);
  const { context, width, height } = fitCanvas(canvas);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, width, height);
  const colour = themeColours();
  found.peak_s.forEach((at, number) => {
    const x = ((at - found.from_s) / (found.to_s - found.from_s)) * width;
    const y = height - (found.peak_cents[number] / (found.rows * found.step_cents)) * height;
    context.beginPath();
    context.arc(x, y, found.peak_found[number] ? 2.1 : 1.7, 0, ROUND);
    if (found.peak_found[number]) {
      context.fillStyle = colour("evidence-found");
      context.fill();
    } else {
      context.strokeStyle = colour("evidence-missing");
      context.lineWidth = 1;
      context.stroke();
    }
  });
}

/** The cells of a spectrogram as a small picture, its lowest row at the bottom. */
function spectrogram(found) {
  const image = new ImageData(found.columns, found.rows);
  const cells = Uint8Array.from(atob(found.picture), (sign) => sign.charCodeAt(0));
  for (let column = 0; column < found.columns; column += 1) {
    for (let row = 0; row < found.rows; row += 1) {
      const value = cells[column * found.rows + row];
      const place = 4 * ((found.rows - 1 - row) * found.columns + column);
      image.data.set([20 + value * 0.66, 22 + value * 0.72, 34 + value * 0.8, 255], place);
    }
  }
  const small = new OffscreenCanvas(found.columns, found.rows);
  small.getContext("2d")?.putImageData(image, 0, 0);
  return small;
}
