/** Add the one-sided power of both signals of a complex spectrum. */
export function addPower(
  real: Float32Array | Float64Array,
  imaginary: Float32Array | Float64Array,
  offset: number,
  size: number,
  power: Float64Array,
): void {
  power[0]! += real[offset]! ** 2 + imaginary[offset]! ** 2;
  for (let bin = 1; bin < power.length; bin += 1) {
    const [low, high] = [offset + bin, offset + size - bin];
    const sum =
      real[low]! * real[low]! +
      imaginary[low]! * imaginary[low]! +
      real[high]! * real[high]! +
      imaginary[high]! * imaginary[high]!;
    power[bin]! += sum / 2;
  }
}

/** The level at which Σ min(allowed, level) is the budget; infinite when everything allowed is within it. */
export function waterLevel(allowed: Float64Array, budget: number): number {
  let total = 0;
  for (let index = 0; index < allowed.length; index += 1) total += allowed[index]!;
  if (total <= budget) return Infinity;
  let level = budget / allowed.length;
  for (let round = 0; round < 30; round += 1) {
    let below = 0;
    let above = 0;
    for (let index = 0; index < allowed.length; index += 1) {
      if (allowed[index]! <= level) below += allowed[index]!;
      else above += 1;
    }
    const next = above === 0 ? level : (budget - below) / above;
    if (next <= level * (1 + 1e-9)) break;
    level = next;
  }
  return level;
}
