import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { ascii, box, makeHeif, makeMovie, u32 } from '../fixtures/make/boxes.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { makeFragmented } from '../fixtures/make/fragmented.ts';
import { makeAuthority, signFile } from '../fixtures/make/signed.ts';
import { smallMedia } from './small-media.ts';

export interface SignedMedia {
  readonly name: string;
  readonly bytes: Buffer;
}

const samples: readonly (readonly [number, number])[] = [
  [0, 100],
  [100, 200],
];

/** A movie of another brand: the same boxes behind another first one. */
function brandedMovie(brand: string): Buffer {
  const movie = makeMovie(Buffer.alloc(300, 5), samples);
  const type = box('ftyp', ascii(brand), u32(512), ascii(`${brand}${brand}`));
  // Both file type boxes have the same length, so the places of the samples stay right.
  return Buffer.concat([type, movie.subarray(type.length)]);
}

interface Source {
  readonly name: string;
  readonly mime: string;
  readonly make: (folder: string) => Promise<Uint8Array>;
}

const small = (format: MediaFormat, name: string, mime: string): Source => ({
  name,
  mime,
  make: async () => {
    const make = smallMedia.get(format);
    if (make === undefined) throw new Error(`no small ${format}`);
    return make();
  },
});

const sources: readonly Source[] = [
  small('jpeg', 'a.jpg', 'image/jpeg'),
  small('png', 'a.png', 'image/png'),
  small('webp', 'a.webp', 'image/webp'),
  small('gif', 'a.gif', 'image/gif'),
  small('tiff', 'a.tif', 'image/tiff'),
  {
    name: 'a.svg',
    mime: 'image/svg+xml',
    // The engine puts its element inside the root, so the root must not be an empty tag.
    make: async () =>
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="4" height="4"/></svg>',
      ),
  },
  small('avif', 'a.avif', 'image/avif'),
  {
    name: 'a.heic',
    mime: 'image/heic',
    make: async () => makeHeif('heic', Buffer.alloc(64, 7), Buffer.alloc(64)),
  },
  {
    name: 'a.jxl',
    mime: 'image/jxl',
    make: async () =>
      Buffer.concat([
        box('JXL ', Buffer.from('\r\n\x87\n', 'latin1')),
        box('ftyp', ascii('jxl '), u32(0), ascii('jxl ')),
        box('jxlc', Buffer.from([0xff, 0x0a, 0, 0, 0, 0, 0, 0])),
      ]),
  },
  small('mp4', 'a.mp4', 'video/mp4'),
  { name: 'a.mov', mime: 'video/quicktime', make: async () => brandedMovie('qt  ') },
  { name: 'a.m4a', mime: 'audio/mp4', make: async () => brandedMovie('M4A ') },
  small('wav', 'a.wav', 'audio/wav'),
  small('avi', 'a.avi', 'video/avi'),
  small('mp3', 'a.mp3', 'audio/mpeg'),
  {
    name: 'a.flac',
    mime: 'audio/flac',
    make: (folder) => readFile(makeClip(folder, 'plain.flac', [...testSource(1).slice(4), '-ac', '1'])),
  },
];

/** One small signed file of each format the engine writes, and a fragmented movie. About ten seconds. */
export async function makeSignedMedia(folder: string): Promise<SignedMedia[]> {
  const authority = makeAuthority(folder, 'media', ['1.3.6.1.4.1.62558.2.1']);
  const created = {
    action: 'c2pa.created',
    digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
  };
  const signed: SignedMedia[] = [];
  for (const { name, mime, make } of sources) {
    const plain = join(folder, `plain-${name}`);
    const target = join(folder, name);
    writeFileSync(plain, await make(folder));
    signFile(plain, target, mime, authority, [created], offlineSettings([]));
    signed.push({ name, bytes: await readFile(target) });
  }
  const media = [1, 2, 3].map((value) => Buffer.alloc(value * 300, value));
  signed.push({ name: 'fragmented.mp4', bytes: makeFragmented(media, authority).bytes });
  return signed;
}
