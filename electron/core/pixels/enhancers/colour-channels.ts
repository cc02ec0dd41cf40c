/** Channels a picture can be looked at by, in the order of the sheet. */
export const channelNames = [
  ...(['red', 'green', 'blue'] as const),
  ...(['luma', 'blue-difference', 'red-difference'] as const),
  ...(['hue', 'saturation', 'value'] as const),
  ...(['lightness', 'green-red', 'blue-yellow'] as const),
] as const;
export type ChannelName = (typeof channelNames)[number];

/**
 * One channel of interleaved RGB 0…255. YCbCr: ITU-T T.871 §7, 0…255. Hue in degrees, saturation and value of the
 * hexcone in percent (A. R. Smith, SIGGRAPH 1978). L*a*b*: CIE 15 from sRGB (IEC 61966-2-1), D65 white.
 */
export function channelOf(colours: Float32Array, name: ChannelName): Float32Array {
  const out = new Float32Array(colours.length / 3);
  const value = formulas[name];
  for (let pixel = 0, at = 0; pixel < out.length; pixel += 1, at += 3)
    out[pixel] = value(colours[at]!, colours[at + 1]!, colours[at + 2]!);
  return out;
}

type Formula = (red: number, green: number, blue: number) => number;

function hue(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return 0;
  if (most === red) return (60 * ((green - blue) / range) + 360) % 360;
  if (most === green) return 60 * ((blue - red) / range) + 120;
  return 60 * ((red - green) / range) + 240;
}

function saturation(red: number, green: number, blue: number): number {
  const most = Math.max(red, green, blue);
  return most === 0 ? 0 : (100 * (most - Math.min(red, green, blue))) / most;
}

/** IEC 61966-2-1, 5.2, in steps of a sixteenth of a level. */
const linear = Float64Array.from({ length: 256 * 16 }, (_, at) => {
  const level = at / 16 / 255;
  return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
});

function light(level: number): number {
  return linear[Math.min(4080, Math.round(level * 16))]!;
}

/** The cube root of CIE 15, straight near black. */
function root(ratio: number): number {
  return ratio > 216 / 24_389 ? Math.cbrt(ratio) : ((24_389 / 27) * ratio + 16) / 116;
}

function x(red: number, green: number, blue: number): number {
  return root((0.4124564 * light(red) + 0.3575761 * light(green) + 0.1804375 * light(blue)) / 0.95047);
}

function y(red: number, green: number, blue: number): number {
  return root(0.2126729 * light(red) + 0.7151522 * light(green) + 0.072175 * light(blue));
}

function z(red: number, green: number, blue: number): number {
  return root((0.0193339 * light(red) + 0.119192 * light(green) + 0.9503041 * light(blue)) / 1.08883);
}

const formulas: Readonly<Record<ChannelName, Formula>> = {
  red: (red) => red,
  green: (_, green) => green,
  blue: (_, __, blue) => blue,
  luma: (red, green, blue) => 0.299 * red + 0.587 * green + 0.114 * blue,
  'blue-difference': (red, green, blue) => 128 - 0.168736 * red - 0.331264 * green + 0.5 * blue,
  'red-difference': (red, green, blue) => 128 + 0.5 * red - 0.418688 * green - 0.081312 * blue,
  hue,
  saturation,
  value: (red, green, blue) => (100 * Math.max(red, green, blue)) / 255,
  lightness: (...colour) => 116 * y(...colour) - 16,
  'green-red': (...colour) => 500 * (x(...colour) - y(...colour)),
  'blue-yellow': (...colour) => 200 * (y(...colour) - z(...colour)),
};
