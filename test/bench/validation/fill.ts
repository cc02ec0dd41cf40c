import type { Mask, Raster } from './raster.ts';

/** Inside the mask the solution of Laplace's equation with the surroundings as its boundary (Gauss–Seidel, over-relaxed). */
export function diffused({ width, height, data }: Raster, mask: Mask): Raster {
  const inside = pixelsInward(mask);
  const out = new Uint8Array(data);
  for (let channel = 0; channel < 3; channel += 1) {
    const values = new Float32Array(width * height);
    for (let at = 0; at < values.length; at += 1) values[at] = data[at * 3 + channel]!;
    let sum = 0;
    for (const at of inside) sum += values[at]!;
    for (const at of inside) values[at] = sum / inside.length;
    for (let sweep = 0; sweep < 200; sweep += 1)
      for (const at of inside) {
        const mean = (values[at - 1]! + values[at + 1]! + values[at - width]! + values[at + width]!) / 4;
        values[at] = values[at]! + 1.9 * (mean - values[at]!);
      }
    for (const at of inside) out[at * 3 + channel] = Math.max(0, Math.min(255, Math.round(values[at]!)));
  }
  return { width, height, data: out };
}

/** Half the side of a patch, how far patches are fetched from, and how many are looked at. */
const [reach, far, tries] = [4, 120, 300];

/**
 * Inside the mask patches of the surroundings, each the one that agrees best with what is known already, from the rim
 * inwards (after Criminisi, Pérez and Toyama, IEEE TIP 13, 2004, without their order of priorities).
 */
export function patched({ width, height, data }: Raster, mask: Mask, random: () => number): Raster {
  const out = new Uint8Array(data);
  const unknown = new Uint8Array(mask.data);
  for (const at of pixelsInward(mask)) {
    if (unknown[at] === 0) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    let [best, bestAt] = [Number.POSITIVE_INFINITY, -1];
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const u = Math.round(x + (2 * random() - 1) * far);
      const v = Math.round(y + (2 * random() - 1) * far);
      if (u < reach || v < reach || u >= width - reach || v >= height - reach) continue;
      if (touches(mask, u, v)) continue;
      const candidate = v * width + u;
      const difference = patchDifference(out, unknown, width, at, candidate, best);
      if (difference < best) [best, bestAt] = [difference, candidate];
    }
    if (bestAt < 0) continue;
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1) {
        const [to, from] = [at + dy * width + dx, bestAt + dy * width + dx];
        if (unknown[to] === 0) continue;
        unknown[to] = 0;
        for (let channel = 0; channel < 3; channel += 1) out[to * 3 + channel] = data[from * 3 + channel]!;
      }
  }
  return { width, height, data: out };
}

function touches({ width, data }: Mask, x: number, y: number): boolean {
  for (let dy = -reach; dy <= reach; dy += reach)
    for (let dx = -reach; dx <= reach; dx += reach) if (data[(y + dy) * width + x + dx] === 1) return true;
  return false;
}

function patchDifference(
  out: Uint8Array,
  unknown: Uint8Array,
  width: number,
  at: number,
  candidate: number,
  best: number,
): number {
  let sum = 0;
  for (let dy = -reach; dy <= reach && sum < best; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1) {
      const [to, from] = [at + dy * width + dx, candidate + dy * width + dx];
      if (unknown[to] === 1) continue;
      for (let channel = 0; channel < 3; channel += 1)
        sum += (out[to * 3 + channel]! - out[from * 3 + channel]!) ** 2;
    }
  return sum;
}

/** Pixels of a mask that keeps clear of the picture's edges, those at its rim first. */
function pixelsInward({ width, data }: Mask): number[] {
  const state = new Uint8Array(data);
  const order: number[] = [];
  const steps = [-1, 1, -width, width];
  for (let at = 0; at < data.length; at += 1)
    if (state[at] === 1 && steps.some((step) => data[at + step] === 0)) order.push(at);
  for (const at of order) state[at] = 2;
  for (let next = 0; next < order.length; next += 1)
    for (const step of steps) {
      const neighbour = order[next]! + step;
      if (state[neighbour] !== 1) continue;
      state[neighbour] = 2;
      order.push(neighbour);
    }
  return order;
}
