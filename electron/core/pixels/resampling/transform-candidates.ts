/** A frequency in cycles per pixel, each part from −½ to ½. */
export interface Frequency {
  readonly u: number;
  readonly v: number;
}

/** A scaling with rotation that explains frequencies. */
export interface TransformCandidate {
  /** Larger than 1: enlarged. */
  readonly scale: number;
  /** Degrees, −45…45; turns by 90° leave no other trace. */
  readonly rotation: number;
  /** How many of the frequencies it explains. */
  readonly explained: number;
}

const [leastScale, mostScale] = [0.5, 4];

/** Bring a frequency into −½…½. */
function aliased(frequency: number): number {
  return frequency - Math.round(frequency);
}

/**
 * Every scaling and rotation of which the grid of source pixels, `(cos θ, sin θ)/s` and `(−sin θ, cos θ)/s` folded
 * into the spectrum, holds one of the frequencies; those that explain more come first. The fold makes the answer
 * ambiguous: 1/s, 1 − 1/s and 1 + 1/s look the same (Gallagher 2005; Kirchner 2008, eq. 21).
 *
 * @param tolerance cycles per pixel
 */
export function transformCandidates(
  frequencies: readonly Frequency[],
  tolerance: number,
): TransformCandidate[] {
  const candidates: TransformCandidate[] = [];
  for (const { u, v } of frequencies.slice(0, 6))
    for (let across = -2; across <= 2; across += 1)
      for (let down = -1; down <= 1; down += 1) {
        const length = Math.hypot(u + across, v + down);
        if (length < 1 / mostScale || length > 1 / leastScale) continue;
        const turned = (Math.atan2(v + down, u + across) * 180) / Math.PI;
        const rotation = turned - 90 * Math.round(turned / 90);
        const scale = 1 / length;
        // Neither enlarged nor turned: not a resampling.
        if (Math.abs(scale - 1) < 0.002 && Math.abs(rotation) < 0.2) continue;
        if (
          candidates.some(
            (one) => Math.abs(one.scale - scale) < 0.012 * scale && near(one.rotation, rotation),
          )
        )
          continue;
        candidates.push({ scale, rotation, explained: explainedBy(scale, rotation, frequencies, tolerance) });
      }
  // Of those that explain the same the simpler one first: no rotation, then the smaller change.
  const effort = (one: TransformCandidate): number =>
    (Math.abs(one.rotation) < 0.5 ? 0 : 1 + Math.abs(one.rotation) / 45) + Math.abs(Math.log(one.scale));
  return candidates.sort((one, other) => other.explained - one.explained || effort(one) - effort(other));
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.8;
}

function explainedBy(
  scale: number,
  rotation: number,
  frequencies: readonly Frequency[],
  tolerance: number,
): number {
  const angle = (rotation * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  let explained = 0;
  for (const { u, v } of frequencies) {
    let fits = false;
    for (let first = -2; first <= 2 && !fits; first += 1)
      for (let second = -2; second <= 2 && !fits; second += 1) {
        const across = Math.abs(aliased(u - first * cosine + second * sine));
        const down = Math.abs(aliased(v - first * sine - second * cosine));
        fits = (first !== 0 || second !== 0) && across <= tolerance && down <= tolerance;
      }
    if (fits) explained += 1;
  }
  return explained;
}
