/**
 * Decimal logarithm of the upper tail of the normal distribution, Q(z), z ≥ 0: Lentz's continued fraction (M. Abramowitz
 * and I. Stegun, Handbook of Mathematical Functions, 1964, 26.2.14) from 3, a sum of the error function's series below.
 */
export function log10Tail(z: number): number {
  const density = -(z * z) / 2 - Math.log(Math.sqrt(2 * Math.PI));
  if (z < 3) {
    // Abramowitz and Stegun 26.2.11.
    let [term, sum] = [z, z];
    for (let k = 1; k < 100; k += 1) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return Math.log10(0.5 - Math.exp(density) * sum);
  }
  let fraction = 0;
  for (let k = 60; k >= 1; k -= 1) fraction = k / (z + fraction);
  return (density - Math.log(z + fraction)) / Math.LN10;
}

/**
 * How often the best of so many shifts of a picture of another camera would reach a peak-to-correlation energy:
 * `1 − (1 − Q(√PCE))^N` (M. Goljan, J. Fridrich and T. Filler, Media Forensics and Security 2009, equation 8).
 *
 * @returns its decimal logarithm
 */
export function log10FalseAlarm(pce: number, shifts: number): number {
  const tail = log10Tail(Math.sqrt(Math.max(0, pce)));
  const expected = tail + Math.log10(shifts);
  if (expected < -6) return expected;
  return Math.log10(-Math.expm1(shifts * Math.log1p(-(10 ** tail))));
}

/** The peak-to-correlation energy that half of all pictures of other cameras reach when so many shifts are tried. */
export function expectedFloor(shifts: number): number {
  let [below, above] = [0, 200];
  if (10 ** log10FalseAlarm(0, shifts) <= 0.5) return 0;
  for (let round = 0; round < 50; round += 1) {
    const middle = (below + above) / 2;
    if (log10FalseAlarm(middle, shifts) > Math.log10(0.5)) below = middle;
    else above = middle;
  }
  return below;
}
