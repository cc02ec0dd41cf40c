import type { RowFault } from '#shared/domain/hash-list.ts';
import type { CodeBatch } from '../index/code-file-format.ts';

/**
 * Signals as the programs of the exchanges write them, after their sources in github.com/facebook/ThreatExchange:
 * `pdq` 64 hexadecimal digits (python-threatexchange, signal_type/pdq/signal.py), `video_md5` 32 (signal_type/md5.py),
 * `video_sha256` 64 (signal_type/sha256.py), `vpdq` a JSON list of `"hash,quality,seconds"`
 * (extensions/vpdq/vpdq_util.py) or, older, an object of `{ quality, hash, timestamp }` by frame number. The names of
 * the ThreatExchange interface (`HASH_PDQ`, `HASH_VIDEO_MD5`) mean the same.
 */

export const signalKinds = ['pdq', 'vpdq', 'md5', 'sha256'] as const;
export type SignalKind = (typeof signalKinds)[number];

/** Frames and pictures below this quality are not to be matched (pdq/README, vpdq_util.py). */
export const leastQuality = 50;
/** Frames of one film that are taken: nine hours at a frame a second. */
export const mostFrames = 32_768;

const names: Readonly<Record<string, SignalKind>> = {
  pdq: 'pdq',
  photo_pdq: 'pdq',
  image_pdq: 'pdq',
  vpdq: 'vpdq',
  video_pdq: 'vpdq',
  md5: 'md5',
  video_md5: 'md5',
  photo_md5: 'md5',
  image_md5: 'md5',
  sha256: 'sha256',
  'sha-256': 'sha256',
  video_sha256: 'sha256',
  photo_sha256: 'sha256',
  image_sha256: 'sha256',
};

/** The kind a name of a signal type stands for; `null`: one that is not used here (URLs, words, TMK). */
export function signalKind(name: string): SignalKind | null {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/^hash_/, '');
  return Object.hasOwn(names, plain) ? (names[plain] ?? null) : null;
}

/** The kind a value can only have; `ambiguous`: 64 digits are PDQ or SHA-256. */
export function kindOfValue(value: string): SignalKind | 'ambiguous' | null {
  const text = value.trim();
  if (/^[0-9a-f]{32}$/i.test(text)) return 'md5';
  if (/^[0-9a-f]{64}$/i.test(text)) return 'ambiguous';
  return /^[[{]\s*"/.test(text) ? 'vpdq' : null;
}

export type Signal =
  | { readonly kind: 'pdq' | 'vpdq'; readonly codes: Omit<CodeBatch, 'owners'>; readonly below: number }
  | { readonly kind: 'md5' | 'sha256'; readonly digest: Buffer };

/** Read a value, or say why it is none. */
export function readSignal(kind: SignalKind, value: string): Signal | RowFault {
  const text = value.trim();
  if (kind === 'vpdq') return readFilm(text);
  const digits = kind === 'md5' ? 32 : 64;
  if (!new RegExp(`^[0-9a-f]{${digits}}$`, 'i').test(text))
    return kind === 'md5' ? 'not-32-digits' : 'not-64-digits';
  const bytes = Buffer.from(text, 'hex');
  if (kind !== 'pdq') return { kind, digest: bytes };
  if (isBlank(bytes)) return 'blank-code';
  return { kind, codes: { codes: bytes, positions: new Uint32Array(1) }, below: 0 };
}

export interface Frame {
  readonly hash: string;
  readonly quality: number;
  /** Seconds. */
  readonly time: number;
}

function readFilm(text: string): Signal | RowFault {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'not-a-film';
  }
  const listed = Array.isArray(parsed) ? parsed.map(frameOfText) : framesByNumber(parsed);
  const frames: Frame[] = [];
  for (const frame of listed) {
    if (frame === null) return 'not-a-frame';
    frames.push(frame);
  }
  return filmSignal(frames);
}

/** Frames as one signal: those of enough quality and with content. */
export function filmSignal(frames: readonly Frame[]): Signal | RowFault {
  if (frames.length > mostFrames) return 'too-many-frames';
  const good = frames.filter(
    ({ hash, quality }) => quality >= leastQuality && !isBlank(Buffer.from(hash, 'hex')),
  );
  const codes = new Uint8Array(good.length * 32);
  good.forEach(({ hash }, at) => {
    codes.set(Buffer.from(hash, 'hex'), at * 32);
  });
  const positions = Uint32Array.from(good, ({ time }) => Math.round(time * 1000));
  return { kind: 'vpdq', codes: { codes, positions }, below: frames.length - good.length };
}

function frameOfText(text: unknown): Frame | null {
  const [hash, quality, time, ...more] = typeof text === 'string' ? text.split(',') : [];
  return more.length > 0 ? null : frame(hash, quality, time);
}

function framesByNumber(parsed: unknown): (Frame | null)[] {
  if (typeof parsed !== 'object' || parsed === null) return [null];
  return Object.values(parsed).map((one: unknown) => {
    if (typeof one !== 'object' || one === null) return null;
    const { hash, quality, timestamp } = one as Readonly<Record<string, unknown>>;
    return frame(hash, quality, timestamp);
  });
}

/** A frame of values as they were written; `null`: it is none. */
export function frame(hash: unknown, quality: unknown, time: unknown): Frame | null {
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/i.test(hash)) return null;
  const [worth, seconds] = [quality, time].map((one) =>
    typeof one === 'number' || (typeof one === 'string' && one.trim() !== '') ? Number(one) : Number.NaN,
  ) as [number, number];
  if (!(worth >= 0 && worth <= 100) || !(seconds >= 0 && seconds < 4_000_000)) return null;
  return { hash, quality: worth, time: seconds };
}

/** All bits alike: what programs write for a picture that has no code (ThreatExchange issue 1609). */
function isBlank(code: Uint8Array): boolean {
  return code.every((byte) => byte === 0) || code.every((byte) => byte === 0xff);
}
