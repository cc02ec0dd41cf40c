/** The rhythm `短长 短短` of GB 45438-2025 5.3 as Morse A I; the standard gives the pattern, the times are ours. */

const pattern = ['.-', '..'] as const;
/** Seconds. A dash is three dots and so is the gap between letters (ITU-R M.1677-1, Part I, 2). */
const dot = 0.12;
/** Rise and fall of each tone, seconds: without them it clicks. */
const ramp = 0.006;
/** Hertz. */
const pitch = 660;
/** Silence between label and programme, seconds. */
export const pause = 0.4;

/** Samples of the rhythm on one channel, −1 … 1. */
export function rhythmSamples(rate: number, amplitude: number): Float32Array {
  const parts: { readonly on: boolean; readonly dots: number }[] = [];
  pattern.forEach((letter, place) => {
    if (place > 0) parts.push({ on: false, dots: 3 });
    [...letter].forEach((element, at) => {
      if (at > 0) parts.push({ on: false, dots: 1 });
      parts.push({ on: true, dots: element === '-' ? 3 : 1 });
    });
  });
  const total = parts.reduce((sum, { dots }) => sum + dots, 0);
  const samples = new Float32Array(Math.round(total * dot * rate));
  let at = 0;
  for (const { on, dots } of parts) {
    const [start, end] = [Math.round(at * dot * rate), Math.round((at + dots) * dot * rate)];
    for (let index = start; on && index < end; index += 1) {
      const edge = Math.min(1, Math.min(index - start, end - 1 - index) / (ramp * rate));
      samples[index] = amplitude * edge * Math.sin((2 * Math.PI * pitch * (index - start)) / rate);
    }
    at += dots;
  }
  return samples;
}
