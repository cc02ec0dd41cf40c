/**
 * The sample's pictures, drawn from numbers: no photograph of anybody or anything. Pure text and typed arrays;
 * the same seed gives the same picture.
 */

/** Repeatable pseudo-random numbers in 0…1 (mulberry32, T. Ettinger 2017). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Height in pixels at which the lake begins, as a share of the picture's height. */
const shoreline = 0.68;

/** A mountain lake in the evening: sky, clouds, ranges, shore with firs, a cabin. The water is added to the pixels. */
export function landscapeSvg(width: number, height: number, seed: number): string {
  const random = randomNumbers(seed);
  const shore = height * shoreline;
  const ranges = [
    { level: 0.44, rough: 0.13, top: '#6c77a2', foot: '#d2ada0', relief: 0.6 },
    { level: 0.53, rough: 0.09, top: '#47567c', foot: '#a3909c', relief: 0.75 },
    { level: 0.61, rough: 0.045, top: '#2c4256', foot: '#566775', relief: 0.85 },
  ];
  const drawnRanges = ranges.map(({ level, rough, top, foot, relief }, index) => {
    const ridge = ridgeLine(width, height * level, height * rough, random);
    const path = `M0,${shore} L${ridge.join(' ')} L${width},${shore} Z`;
    return `<linearGradient id="range${index}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${foot}"/></linearGradient>
<filter id="rock${index}" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="${0.012 + index * 0.004} ${0.02 + index * 0.008}" numOctaves="6" seed="${seed + index}"/><feDiffuseLighting lighting-color="#ffe7cf" surfaceScale="9" diffuseConstant="1.15"><feDistantLight azimuth="205" elevation="38"/></feDiffuseLighting><feComposite in2="SourceAlpha" operator="in"/></filter>
<path d="${path}" fill="url(#range${index})"/><g opacity="${relief}" style="mix-blend-mode:soft-light"><path d="${path}" filter="url(#rock${index})"/></g>`;
  });
  const firs = Array.from({ length: 150 }, () => {
    const right = random() < 0.55;
    const reach = random() ** 1.6;
    const x = right ? width * (1 - 0.42 * reach) : width * 0.3 * reach;
    const tall = height * (0.035 + 0.13 * random() * (1 - reach * 0.75));
    return fir(x, shore + height * 0.012 * random(), tall, random);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#274b7d"/><stop offset="0.28" stop-color="#6d86ac"/><stop offset="0.46" stop-color="#d9b3a2"/><stop offset="0.6" stop-color="#f5c98f"/></linearGradient>
<radialGradient id="sun"><stop offset="0" stop-color="#fff6dc" stop-opacity="1"/><stop offset="0.12" stop-color="#ffe9b8" stop-opacity="0.85"/><stop offset="1" stop-color="#ffcf8f" stop-opacity="0"/></radialGradient>
<filter id="clouds" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="0.0028 0.013" numOctaves="6" seed="${seed + 20}"/><feColorMatrix values="0 0 0 0 1  0 0 0 0 0.9  0 0 0 0 0.82  3.4 0.4 0 0 -1.75"/></filter>
<rect width="${width}" height="${height}" fill="url(#sky)"/>
<rect width="${width}" height="${height * 0.52}" filter="url(#clouds)" opacity="0.75"/>
<circle cx="${width * 0.33}" cy="${height * 0.4}" r="${height * 0.42}" fill="url(#sun)"/>
${drawnRanges.join('\n')}
<rect y="${shore - height * 0.02}" width="${width}" height="${height * 0.02}" fill="#d8b49a" opacity="0.35"/>
<path d="M0,${shore} L0,${shore - height * 0.03} Q${width * 0.2},${shore - height * 0.022} ${width * 0.36},${shore} Z M${width},${shore} L${width},${shore - height * 0.045} Q${width * 0.75},${shore - height * 0.03} ${width * 0.52},${shore} Z" fill="#1d2a2b"/>
${firs.join('')}
${cabin(width * 0.655, shore - height * 0.012, height * 0.075)}
</svg>`;
}

/** Corner points of a mountain ridge: summits and saddles in turn, between them midpoint displacement. */
function ridgeLine(width: number, level: number, roughness: number, random: () => number): string[] {
  const steps = 512;
  const first = steps / 8;
  const heights = new Float64Array(steps + 1);
  for (let at = 0; at <= steps; at += first)
    heights[at] = roughness * ((at / first) % 2 === 0 ? 0.5 - random() * 0.5 : -1 + random() * 0.8);
  for (let step = first, swing = roughness * 0.5; step > 1; step /= 2, swing *= 0.56) {
    for (let at = step / 2; at < steps; at += step)
      heights[at] = (heights[at - step / 2]! + heights[at + step / 2]!) / 2 + (random() - 0.5) * swing;
  }
  return Array.from(
    heights,
    (height, index) => `${((index / steps) * width).toFixed(1)},${(level + height).toFixed(1)}`,
  );
}

function fir(x: number, foot: number, tall: number, random: () => number): string {
  const shade = ['#14211f', '#182826', '#1d2f2b', '#22352f'][Math.floor(random() * 4)];
  const layers = 7;
  const left: string[] = [];
  const right: string[] = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const y = foot - tall * (1 - (layer + 1) / layers);
    const reach = tall * 0.2 * ((layer + 0.6) / layers) * (0.8 + 0.4 * random());
    left.push(
      `${(x - reach).toFixed(1)},${y.toFixed(1)} ${(x - reach * 0.45).toFixed(1)},${(y - 1).toFixed(1)}`,
    );
    right.unshift(
      `${(x + reach * 0.45).toFixed(1)},${(y - 1).toFixed(1)} ${(x + reach).toFixed(1)},${y.toFixed(1)}`,
    );
  }
  return `<polygon points="${x.toFixed(1)},${(foot - tall).toFixed(1)} ${left.join(' ')} ${right.join(' ')}" fill="${shade}"/>`;
}

function cabin(x: number, foot: number, size: number): string {
  const at = (dx: number, dy: number) => `${(x + dx * size).toFixed(1)},${(foot - dy * size).toFixed(1)}`;
  return `<polygon points="${at(0, 0)} ${at(0, 0.5)} ${at(1, 0.5)} ${at(1, 0)}" fill="#8c3a2c"/><polygon points="${at(1, 0)} ${at(1, 0.5)} ${at(1.35, 0.56)} ${at(1.35, 0.06)}" fill="#652a22"/>
<polygon points="${at(-0.1, 0.46)} ${at(0.45, 0.95)} ${at(1.1, 0.46)}" fill="#2b2220"/><polygon points="${at(0.45, 0.95)} ${at(0.85, 0.97)} ${at(1.42, 0.54)} ${at(1.1, 0.46)}" fill="#3c302c"/>
<polygon points="${at(0.2, 0.18)} ${at(0.2, 0.4)} ${at(0.42, 0.4)} ${at(0.42, 0.18)}" fill="#ffd98a"/><polygon points="${at(0.6, 0)} ${at(0.6, 0.38)} ${at(0.8, 0.38)} ${at(0.8, 0)}" fill="#3a211b"/>
<polygon points="${at(0.3, -0.03)} ${at(-0.9, -0.22)} ${at(-0.85, -0.3)} ${at(0.5, -0.08)}" fill="#4a3a30"/>`;
}

/** Fill the lake with a rippled mirror image of what stands above it. Interleaved RGB, in place. */
export function addWater(pixels: Uint8Array, width: number, height: number, seed: number): void {
  const random = randomNumbers(seed + 99);
  const shore = Math.round(height * shoreline);
  for (let y = shore; y < height; y += 1) {
    const depth = (y - shore) / (height - shore);
    const mirrored = shore - 1 - Math.round((y - shore) * 1.35);
    const phase = random() * 6;
    for (let x = 0; x < width; x += 1) {
      const ripple = Math.sin(x / (9 + 60 * depth) + phase) * Math.sin(y / 3.1 + x / 140) * (1 + 9 * depth);
      const fromY = Math.min(shore - 1, Math.max(0, mirrored + Math.round(ripple)));
      const fromX = Math.min(width - 1, Math.max(0, x + Math.round(ripple * 0.6)));
      const from = (fromY * width + fromX) * 3;
      const to = (y * width + x) * 3;
      const light = 0.86 - 0.34 * depth + ripple * 0.008;
      pixels[to] = clamp(pixels[from]! * light);
      pixels[to + 1] = clamp(pixels[from + 1]! * light * 1.01);
      pixels[to + 2] = clamp(pixels[from + 2]! * light * 1.05 + 4);
    }
  }
}

/** Noise of a sensor: brightness and a little colour, normal with the given standard deviation in grey levels. */
export function addGrain(pixels: Uint8Array, deviation: number, seed: number): void {
  const random = randomNumbers(seed);
  // The sum of four uniform numbers is near enough to a normal one.
  const normal = () => (random() + random() + random() + random() - 2) * 1.732;
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const common = normal() * deviation;
    for (let channel = 0; channel < 3; channel += 1)
      pixels[at + channel] = clamp(pixels[at + channel]! + common + normal() * deviation * 0.35);
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}

/** A hot-air balloon on transparent ground: what the edited picture has and the original has not. */
export function balloonSvg(size: number): string {
  const point = (x: number, y: number) => `${(x * size).toFixed(1)},${(y * size).toFixed(1)}`;
  const seam = (bulge: number) =>
    `${point(0.5 + bulge * 1.15, 0.05)} ${point(0.5 + bulge * 1.1, 0.5)} ${point(0.5 + bulge * 0.14, 0.74)}`;
  const back = (bulge: number) =>
    `${point(0.5 + bulge * 1.1, 0.5)} ${point(0.5 + bulge * 1.15, 0.05)} ${point(0.5, 0.04)}`;
  const gore = (from: number, to: number) =>
    `M${point(0.5, 0.04)} C${seam(from)} L${point(0.5 + to * 0.14, 0.74)} C${back(to)} Z`;
  const gores = [-0.45, -0.27, -0.09, 0.09, 0.27].map(
    (bulge, index) =>
      `<path d="${gore(bulge, bulge + 0.18)}" fill="${index % 2 === 0 ? '#a8281f' : '#22355f'}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
<radialGradient id="light" cx="0.3" cy="0.28" r="0.85"><stop offset="0" stop-color="#fff" stop-opacity="0.5"/><stop offset="0.4" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#200" stop-opacity="0.6"/></radialGradient>
<path d="M${point(0.45, 0.73)} L${point(0.47, 0.87)} M${point(0.55, 0.73)} L${point(0.53, 0.87)}" stroke="#332" stroke-width="${size * 0.006}"/>
${gores.join('')}<path d="${gore(-0.45, 0.45)}" fill="url(#light)"/>
<path d="M${point(0.46, 0.86)} L${point(0.54, 0.86)} L${point(0.53, 0.94)} L${point(0.47, 0.94)} Z" fill="#5b4027"/></svg>`;
}

/** A still life with the smooth shading image generators like. */
export function stillLifeSvg(side: number): string {
  const fruit = (x: number, y: number, r: number, kind: 'orange' | 'plum') =>
    `<circle cx="${x * side}" cy="${y * side}" r="${r * side}" fill="url(#${kind})"/><ellipse cx="${(x - r * 0.34) * side}" cy="${(y - r * 0.42) * side}" rx="${r * side * 0.2}" ry="${r * side * 0.13}" fill="#fff" opacity="0.55"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
<linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#7f9a93"/><stop offset="1" stop-color="#33443f"/></linearGradient>
<linearGradient id="table" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#a9794d"/><stop offset="1" stop-color="#5a3a22"/></linearGradient>
<radialGradient id="orange" cx="0.36" cy="0.3" r="0.8"><stop offset="0" stop-color="#ffc466"/><stop offset="0.5" stop-color="#f08a24"/><stop offset="1" stop-color="#8e3f0c"/></radialGradient>
<radialGradient id="plum" cx="0.36" cy="0.3" r="0.8"><stop offset="0" stop-color="#a98ad0"/><stop offset="0.5" stop-color="#5d3b86"/><stop offset="1" stop-color="#24123b"/></radialGradient>
<linearGradient id="bowl" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#dfe9ec"/><stop offset="0.45" stop-color="#8fb0bd"/><stop offset="1" stop-color="#2f4c59"/></linearGradient>
<filter id="grain" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="0.004 0.11" numOctaves="4" seed="5"/><feColorMatrix values="0 0 0 0 0.16  0 0 0 0 0.09  0 0 0 0 0.04  0 0 0 1.6 -0.6"/></filter>
<rect width="${side}" height="${side}" fill="url(#wall)"/><rect y="${side * 0.62}" width="${side}" height="${side * 0.38}" fill="url(#table)"/>
<rect y="${side * 0.62}" width="${side}" height="${side * 0.38}" filter="url(#grain)" opacity="0.55"/>
<ellipse cx="${side * 0.52}" cy="${side * 0.81}" rx="${side * 0.34}" ry="${side * 0.06}" fill="#1c0f07" opacity="0.5"/>
${fruit(0.38, 0.47, 0.105, 'orange')}${fruit(0.6, 0.46, 0.11, 'orange')}${fruit(0.5, 0.38, 0.1, 'orange')}${fruit(0.5, 0.5, 0.085, 'plum')}${fruit(0.69, 0.52, 0.07, 'plum')}
<path d="M${side * 0.24},${side * 0.53} Q${side * 0.28},${side * 0.8} ${side * 0.5},${side * 0.8} Q${side * 0.72},${side * 0.8} ${side * 0.76},${side * 0.53} Q${side * 0.5},${side * 0.63} ${side * 0.24},${side * 0.53} Z" fill="url(#bowl)"/>
${fruit(0.18, 0.79, 0.085, 'orange')}${fruit(0.85, 0.8, 0.06, 'plum')}</svg>`;
}
