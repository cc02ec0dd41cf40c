import { type Localized, localized } from '#shared/domain/localized.ts';

/** Bits a program writes into every picture it makes. */
export interface KnownPayload {
  readonly id: string;
  readonly meaning: Localized;
  /** 0 or 1 per bit, in the order of the blocks. */
  readonly bits: Uint8Array;
  /** As its own tools print it: text, or the bits. */
  readonly printed: string;
}

function fromBits(id: string, printed: string, meaning: Localized): KnownPayload {
  return { id, meaning, printed, bits: Uint8Array.from(printed, (bit) => (bit === '1' ? 1 : 0)) };
}

function fromText(id: string, printed: string, meaning: Localized): KnownPayload {
  const bytes = new TextEncoder().encode(printed);
  const bits = new Uint8Array(bytes.length * 8);
  for (let at = 0; at < bits.length; at += 1) bits[at] = (bytes[at >> 3]! >> (7 - (at & 7))) & 1;
  return { id, meaning, printed, bits };
}

/** As FLUX writes it in its source: 48 digits. */
const FLUX = '001010101111111010000111100111001111010100101110';

/**
 * What the scripts of the model makers put in with invisible-watermark's dwtDct: CompVis `txt2img.py`, Stability-AI
 * `stablediffusion` and `generative-models`, diffusers' `StableDiffusionXLWatermarker`, black-forest-labs `flux`.
 */
export const knownPayloads: readonly KnownPayload[] = [
  fromText(
    'stable-diffusion-1',
    'StableDiffusionV1',
    localized('Stable Diffusion 1.x scripts', 'Stable Diffusion 1.x 脚本'),
  ),
  fromText(
    'stable-diffusion-2',
    'SDV2',
    localized('Stable Diffusion 2.x scripts', 'Stable Diffusion 2.x 脚本'),
  ),
  fromBits(
    'stable-diffusion-xl',
    '101100111110110010010000011110111011000110011110',
    localized(
      'Stable Diffusion XL (diffusers, Stability AI)',
      'Stable Diffusion XL（diffusers、Stability AI）',
    ),
  ),
  // Built with `bin()[2:]`, which drops the two leading zeros: what repeats in real files are 46 bits.
  fromBits(
    'flux',
    FLUX.slice(2),
    localized('FLUX (Black Forest Labs), 46 bits', 'FLUX（Black Forest Labs），46 位'),
  ),
  fromBits(
    'flux-48',
    FLUX,
    localized('FLUX (Black Forest Labs), all 48 bits', 'FLUX（Black Forest Labs），完整 48 位'),
  ),
];

/** A payload the examiner expects. `null`: neither 16 to 1024 binary digits nor a text of 2 to 128 bytes. */
export function expectedPayload(text: string): KnownPayload | null {
  const meaning = localized('The payload that was given', '所给定的载荷');
  if (/^[01]{16,1024}$/.test(text)) return fromBits('given', text, meaning);
  const bytes = new TextEncoder().encode(text).length;
  return bytes >= 2 && bytes <= 128 ? fromText('given', text, meaning) : null;
}
