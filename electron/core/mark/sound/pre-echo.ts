/** Seconds over which the envelopes are taken. */
const ENVELOPE_SECONDS = 0.004;
/** The mark stays this far below the programme within that time, as an amplitude ratio (14 dB). */
const RATIO = 10 ** (-14 / 20);
/** Mean square that is silence (−120 dB); rounding of the running sums lies below. */
const SILENCE = 1e-12;
/** First difference with this weight: the bass of a programme must not cover for the band of the mark. */
const EMPHASIS = 0.9;

/**
 * Takes a mark back where it is louder than the sound of the moment covers: before attacks, into which frames of some
 * 70 ms would spread it. `marks` are changed in place, all channels alike.
 */
export function limitBeforeAttacks(
  programme: readonly Float64Array[],
  marks: readonly Float64Array[],
  rate: number,
): void {
  const length = programme[0]?.length ?? 0;
  const reach = Math.max(1, Math.round((ENVELOPE_SECONDS * rate) / 2));
  const host = envelope(programme, reach);
  const mark = envelope(marks, reach);
  const gain = new Float64Array(length);
  let limited = false;
  for (let at = 0; at < length; at += 1) {
    const most = RATIO * RATIO * host[at]!;
    gain[at] = host[at] === 0 ? 0 : mark[at]! > most ? Math.sqrt(most / mark[at]!) : 1;
    if (gain[at]! < 1) limited = true;
  }
  if (!limited) return;
  // The mean of what surrounds a place changes without steps.
  const running = new Float64Array(length + 1);
  for (let at = 0; at < length; at += 1) running[at + 1] = running[at]! + gain[at]!;
  for (let at = 0; at < length; at += 1) {
    const [from, to] = [Math.max(0, at - reach), Math.min(length, at + reach + 1)];
    // Silence stays silence to the last bit.
    const smooth = host[at] === 0 ? 0 : (running[to]! - running[from]!) / (to - from);
    if (smooth < 1) for (const channel of marks) channel[at]! *= smooth;
  }
}

/** Mean square of the emphasised signal, summed over the channels, within `reach` samples to either side. */
function envelope(channels: readonly Float64Array[], reach: number): Float64Array {
  const length = channels[0]?.length ?? 0;
  const running = new Float64Array(length + 1);
  for (const channel of channels) {
    let before = 0;
    for (let at = 0; at < length; at += 1) {
      const value = channel[at]! - EMPHASIS * before;
      before = channel[at]!;
      running[at + 1]! += value * value;
    }
  }
  for (let at = 0; at < length; at += 1) running[at + 1]! += running[at]!;
  const out = new Float64Array(length);
  for (let at = 0; at < length; at += 1) {
    const [from, to] = [Math.max(0, at - reach), Math.min(length, at + reach + 1)];
    const mean = (running[to]! - running[from]!) / (to - from);
    out[at] = mean > SILENCE ? mean : 0;
  }
  return out;
}
