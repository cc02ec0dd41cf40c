import type { Tensor } from '../../media/neural-network.ts';
import type { RgbPicture } from './rgb-picture.ts';
import { type Cut, middle, scaledPlanes } from './scaled-planes.ts';
import { TRUSTMARK_BITS } from './trustmark.ts';

/** How a published detector network is fed and what its answer means. */
export interface NeuralScheme {
  readonly name: string;
  readonly title: string;
  /** Where model and code are published, and by whom. */
  readonly source: string;
  /** Bits of the payload; `null`: as many as the network answers with. */
  readonly bits: number | null;
  /** Networks whose bytes are public and were looked at. */
  readonly pins: readonly string[];
  /** @param side what the network declares, pixels; `null`: any */
  input(picture: RgbPicture, side: number | null): Tensor;
  /** One number per bit, positive for 1; `null`: the answer is not of this scheme. */
  votes(output: Tensor): Float64Array | null;
}

/** The most pixels of a picture the fully convolutional networks are given; they take seconds for more. */
const WHOLE_SIDE = 384;
/** RivaGAN's reader in invisible-watermark holds its answer against this. */
const RIVAGAN_THRESHOLD = 0.52;

export const neuralSchemes: readonly NeuralScheme[] = [
  {
    name: 'rivagan',
    title: 'RivaGAN (invisible-watermark)',
    source: 'ShieldMnt/invisible-watermark, rivagan_decoder.onnx (MIT); Zhang et al., arXiv:1909.01285',
    bits: 32,
    pins: ['6b006690cf352fa50a91a0b6d6241dbcded0a9957969e2c0665cf9a7011b3880'],
    input(picture) {
      const cut = middle(picture, WHOLE_SIDE, WHOLE_SIDE);
      const planes = bluesFirst(scaledPlanes(picture, cut, cut.width, cut.height));
      return { data: ranged(planes, -1, 1), dims: [1, 3, 1, cut.height, cut.width] };
    },
    votes: (output) => centred(output, RIVAGAN_THRESHOLD, 32),
  },
  trustmark('Q', 256, 2),
  trustmark('C', 256, 2),
  trustmark('B', 256, 2),
  trustmark('P', 224, 1),
  meta('video-seal', 'Video Seal (Meta)', 256),
  meta('pixel-seal', 'Pixel Seal (Meta)', 256),
  {
    name: 'bits',
    title: 'another network that answers with bits',
    source: 'as the examiner says',
    bits: null,
    pins: [],
    input: (picture, side) => square(picture, side ?? 256, wholeOf(picture), 0, 1),
    votes: (output) => centred(output, 0, output.data.length),
  },
];

export function neuralScheme(name: string): NeuralScheme | null {
  return neuralSchemes.find((scheme) => scheme.name === name) ?? null;
}

/** TrustMark: the middle square where the picture is longer than `aspect` to one; of variant P always. */
function trustmark(variant: string, side: number, aspect: number): NeuralScheme {
  return {
    name: `trustmark-${variant.toLowerCase()}`,
    title: `TrustMark ${variant} (Adobe)`,
    source: `adobe/trustmark, decoder_${variant}.onnx (MIT); Bui, Agarwal and Collomosse, ICCV 2025`,
    bits: TRUSTMARK_BITS,
    pins: [],
    input(picture, declared) {
      const { width, height } = picture;
      const long = Math.max(width, height) / Math.min(width, height);
      const shorter = Math.min(width, height);
      const cut = aspect === 1 || long > aspect ? middle(picture, shorter, shorter) : wholeOf(picture);
      return square(picture, declared ?? side, cut, -1, 1);
    },
    votes: (output) => centred(output, 0, TRUSTMARK_BITS),
  };
}

/** Meta's seals: the first answer is of detection, the others are the bits. */
function meta(name: string, title: string, bits: number): NeuralScheme {
  return {
    name,
    title,
    source:
      'facebookresearch/videoseal, detector exported to ONNX by the examiner (MIT); Fernandez et al., arXiv:2412.09492',
    bits,
    pins: [],
    input: (picture, side) => square(picture, side ?? 256, wholeOf(picture), 0, 1),
    votes(output) {
      if (output.data.length === bits) return centred(output, 0, bits);
      const rest = { data: output.data.subarray(1), dims: [bits] };
      return centred(rest, 0, bits);
    },
  };
}

function wholeOf({ width, height }: RgbPicture): Cut {
  return { x: 0, y: 0, width, height };
}

function square(picture: RgbPicture, side: number, cut: Cut, low: number, high: number): Tensor {
  return { data: ranged(scaledPlanes(picture, cut, side, side), low, high), dims: [1, 3, side, side] };
}

function ranged(planes: Float32Array, low: number, high: number): Float32Array {
  const step = (high - low) / 255;
  return planes.map((value) => value * step + low);
}

function bluesFirst(planes: Float32Array): Float32Array {
  const size = planes.length / 3;
  const turned = new Float32Array(planes.length);
  for (let channel = 0; channel < 3; channel += 1)
    turned.set(planes.subarray(channel * size, (channel + 1) * size), (2 - channel) * size);
  return turned;
}

function centred({ data }: Tensor, threshold: number, bits: number): Float64Array | null {
  if (data.length !== bits || bits < 8 || bits > 4096) return null;
  const votes = Float64Array.from(data, (value) => value - threshold);
  return votes.every((value) => Number.isFinite(value)) ? votes : null;
}
