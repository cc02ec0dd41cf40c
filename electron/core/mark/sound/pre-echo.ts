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
 * 70 ms would spread it. Keeps its work space: use it from one place at a time.
 */
export class AttackLimiter {
  readonly #reach: number;
  #running = new Float64Array(1);
  #host = new Float64Array(0);
  #mark = new Float64Array(0);

  constructor(rate: number) {
    this.#reach = Math.max(1, Math.round((ENVELOPE_SECONDS * rate) / 2));
  }

  /** `marks` are changed in place, all channels alike. */
  limit(programme: readonly Float64Array[], marks: readonly Float64Array[]): void {
    const length = programme[0]?.length ?? 0;
    if (this.#host.length !== length) {
      this.#running = new Float64Array(length + 1);
      this.#host = new Float64Array(length);
      this.#mark = new Float64Array(length);
    }
    const [host, gain] = [this.#host, this.#mark];
    const [reach, running] = [this.#reach, this.#running];
    this.#envelope(programme, host);
    this.#envelope(marks, gain);
    let limited = false;
    for (let at = 0; at < length; at += 1) {
      const most = RATIO * RATIO * host[at]!;
      const mark = gain[at]!;
      gain[at] = host[at] === 0 ? 0 : mark > most ? Math.sqrt(most / mark) : 1;
      if (gain[at]! < 1) limited = true;
    }
    if (!limited) return;
    // The mean of what surrounds a place changes without steps.
    for (let at = 0; at < length; at += 1) running[at + 1] = running[at]! + gain[at]!;
    for (let at = 0; at < length; at += 1) {
      const from = Math.max(0, at - reach);
      const to = Math.min(length, at + reach + 1);
      // Silence stays silence to the last bit.
      const smooth = host[at] === 0 ? 0 : (running[to]! - running[from]!) / (to - from);
      if (smooth < 1) for (const channel of marks) channel[at]! *= smooth;
    }
  }

  /** Mean square of the emphasised signal, summed over the channels, within `reach` samples to either side. */
  #envelope(channels: readonly Float64Array[], out: Float64Array): void {
    const [reach, running] = [this.#reach, this.#running];
    const { length } = out;
    running.fill(0);
    for (const channel of channels) {
      let before = 0;
      for (let at = 0; at < length; at += 1) {
        const value = channel[at]! - EMPHASIS * before;
        before = channel[at]!;
        running[at + 1]! += value * value;
      }
    }
    for (let at = 0; at < length; at += 1) running[at + 1]! += running[at]!;
    for (let at = 0; at < length; at += 1) {
      const from = Math.max(0, at - reach);
      const to = Math.min(length, at + reach + 1);
      const mean = (running[to]! - running[from]!) / (to - from);
      out[at] = mean > SILENCE ? mean : 0;
    }
  }
}
