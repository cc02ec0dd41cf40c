import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp, { type PngOptions } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { carrier as heif } from '#core/labels/carriers/heif.ts';
import { carrier as jpeg } from '#core/labels/carriers/jpeg.ts';
import { carrier as png } from '#core/labels/carriers/png.ts';
import { carrier as tiff } from '#core/labels/carriers/tiff.ts';
import { carrier as webp } from '#core/labels/carriers/webp.ts';
import type { Carrier, CarrierReading } from '#core/labels/define.ts';
import { saysPanorama } from '#core/labels/panorama.ts';
import { carrierOf } from '#core/labels/read-labels.ts';
import { standard } from '#core/labels/standards/gb45438-aigc.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { aigcFields, aigcJson } from '../../fixtures/make/aigc.ts';
import { jpegSegment, plainJpeg, plainPng } from '../../fixtures/make/containers.ts';
import { exifTag, makeExif } from '../../fixtures/make/exif-block.ts';
import {
  bigTiffPages,
  heifWithItems,
  samsungTrailer,
  webpWithChunks,
} from '../../fixtures/make/label-images.ts';
import { imagePlaces } from '../../fixtures/make/label-places/images.ts';
import { withStealthText } from '../../fixtures/make/novelai-picture.ts';
import { patternImage, patternRgb } from '../../fixtures/make/raster.ts';
import { makeTiff } from '../../fixtures/make/tiff.ts';
import { jpegWithXmp, xmpPacket } from '../../fixtures/make/xmp.ts';
import { mutate, randomNumbers } from '../../support/mutations.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-image-carriers-'));
const path = join(folder, 'file');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const signal = new AbortController().signal;

function read(carrier: Carrier, bytes: Uint8Array): CarrierReading {
  writeFileSync(path, bytes);
  const reader = new ByteReader(path);
  try {
    return carrier.read(reader, signal);
  } finally {
    reader.close();
  }
}

function texts(carrier: Carrier, bytes: Uint8Array): Record<string, string> {
  const { payloads, warnings } = read(carrier, bytes);
  expect(warnings).toEqual([]);
  return Object.fromEntries(
    payloads.flatMap((payload) =>
      payload.kind === 'text' ? [[`${payload.place}: ${payload.key}`, payload.text]] : [],
    ),
  );
}

const header = Buffer.from('Exif\0\0');

const bare = aigcJson();
const wrapped = `{"AIGC":${bare}}`;

/** The carrier of a place's format. */
const carrierFor = (format: MediaFormat): Carrier => {
  const carrier = carrierOf(format);
  if (carrier === undefined) throw new Error(`no carrier for ${format}`);
  return carrier;
};

describe('a label in each place of an image', () => {
  const all = imagePlaces.flatMap((place) => [
    [`${place.name}, bare`, place, bare] as const,
    [`${place.name}, wrapped`, place, wrapped] as const,
  ]);
  it.each(all)('%s', (_, { format, make }, value) => {
    const bytes = Buffer.from(make(value));
    const { payloads, complete, warnings } = read(carrierFor(format), bytes);
    expect([complete, warnings]).toEqual([true, []]);
    const [statement, ...rest] = standard.read(payloads, format);
    expect(rest).toEqual([]);
    expect(statement).toMatchObject({ meaning: 'generated', kind: 'label' });
    expect(statement?.fields.map(({ name, value: text }) => [name, text])).toEqual(
      Object.entries(aigcFields),
    );
    // where the value lies in the file as it is, its own bytes are named
    const [start, length] = statement!.bytes;
    expect(start + length).toBeLessThanOrEqual(bytes.length);
    const stretch = bytes.toString('utf8', start, start + length).replaceAll('&quot;', '"');
    if (bytes.toString('utf8').replaceAll('&quot;', '"').includes(bare))
      expect(stretch).toContain('"Label":"1"');
  });

  it('a file cut anywhere is read as damaged, or says the same', () => {
    for (const { name, format, make } of imagePlaces) {
      const carrier = carrierFor(format);
      const whole = Buffer.from(make(wrapped));
      for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 0.97]) {
        const cut = whole.subarray(0, Math.floor(whole.length * share));
        const { payloads, complete } = read(carrier, cut);
        const labels = standard.read(payloads, format).filter(({ meaning }) => meaning === 'generated');
        expect([name, share, complete && labels.length === 0]).toEqual([name, share, false]);
      }
    }
  });
});

describe('texts of Exif', () => {
  it('are found under their names in every container', () => {
    const utf16 = (text: string) => ({ bytes: Buffer.from(`${text}\0`, 'utf16le') });
    const main = new Map<number, string | { readonly bytes: Uint8Array }>([
      [0x010e, 'a description'],
      [0x010f, 'Make'],
      [0x0110, 'Model'],
      [0x0131, 'Software'],
      [0x013b, 'Artist'],
      [0x9c9b, utf16('标题')],
      [0x9c9c, utf16('注释')],
    ]);
    const japanese = Buffer.concat([Buffer.from('JIS\0\0\0\0\0'), Buffer.from('text')]);
    const block = makeExif({ main, exif: new Map([[exifTag.comment, { bytes: japanese }]]) });
    const expected = {
      'IFD0 ImageDescription': 'a description',
      'IFD0 Make': 'Make',
      'IFD0 Model': 'Model',
      'IFD0 Software': 'Software',
      'IFD0 Artist': 'Artist',
      'IFD0 XPTitle': '标题',
      'IFD0 XPComment': '注释',
      'ExifIFD UserComment': 'text',
    };
    const named = (place: string) =>
      Object.fromEntries(Object.entries(expected).map(([key, value]) => [`${place}: ${key}`, value]));
    expect(texts(jpeg, plainJpeg([jpegSegment(0xe1, Buffer.concat([header, block]))]))).toEqual(
      named('APP1 Exif'),
    );
    expect(texts(webp, webpWithChunks(['EXIF', block]))).toEqual(named('EXIF chunk'));
    expect(texts(tiff, block)).toEqual(named('TIFF'));
    const item = { type: 'Exif', data: Buffer.concat([Buffer.alloc(4), block]) } as const;
    expect(texts(heif, heifWithItems('heic', [item], 'mdat'))).toEqual(named('meta item Exif'));
  });

  it('IPTC-IIM and Photoshop resources of a TIFF', () => {
    const caption = Buffer.from('\x1c\x02\x78\0\x07caption', 'latin1');
    const resource = Buffer.concat([Buffer.from('8BIM\x04\x04\0\0\0\0\0\x0c', 'latin1'), caption]);
    const iim = makeTiff([{ tag: 0x83bb, type: 7, value: caption }]);
    const photoshop = makeTiff([{ tag: 0x8649, type: 7, value: resource }]);
    for (const bytes of [iim, photoshop])
      expect(texts(tiff, bytes)).toEqual({ 'TIFF IPTC-IIM: 2:120 Caption-Abstract': 'caption' });
  });

  it('every page of a BigTIFF is read, and a chain that bites its tail is damage', () => {
    for (const little of [true, false])
      expect(texts(tiff, bigTiffPages(little, 'first page', wrapped, 'third page'))).toEqual({
        'TIFF: IFD0 ImageDescription': 'first page',
        'TIFF: IFD1 ImageDescription': wrapped,
        'TIFF: IFD2 ImageDescription': 'third page',
      });
    const circle = bigTiffPages(true, 'a page');
    circle.writeBigUInt64LE(16n, 16 + 8 + 20);
    expect(read(tiff, circle)).toMatchObject({ complete: false });
  });
});

describe('Samsung’s trailer', () => {
  const edit = '{"genAIType":1,"isAIFilterReEditOnly":false}';
  const trailer = samsungTrailer(
    [0x0a01, 'Image_UTC_Data', Buffer.from('1732233600000')],
    [0x0ba1, 'PhotoEditor_Re_Edit_Data', Buffer.from(`${edit}\0`)],
    [0x0a30, 'MotionPhoto_Data', Buffer.from([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70, 1, 2, 3])],
  );
  const expected = {
    'SEF trailer: Image_UTC_Data': '1732233600000',
    'SEF trailer: PhotoEditor_Re_Edit_Data': edit,
  };

  it('is read behind a JPEG, a PNG and in the sefd box of an HEIC file', () => {
    for (const [carrier, bytes] of [
      [jpeg, Buffer.concat([plainJpeg(), trailer])],
      [png, Buffer.concat([plainPng(), trailer])],
      [heif, Buffer.concat([heifWithItems('heic', [], 'idat'), sefd(trailer)])],
    ] as const) {
      expect(texts(carrier, bytes)).toEqual(expected);
      const { payloads } = read(carrier, bytes);
      for (const payload of payloads) {
        const [start, length] = payload.bytes;
        const own = payload.kind === 'text' ? payload.text : '';
        expect(bytes.toString('utf8', start, start + length).replaceAll('\0', '')).toBe(own);
      }
    }
  });

  it('a directory that does not fit is damage', () => {
    for (const [at, value] of [
      [-8, 4],
      [-8 - 40, 0xffff],
      [-12, 0xffffff],
    ] as const) {
      const broken = Buffer.from(trailer);
      broken.writeUInt32LE(value, broken.length + at);
      expect(read(jpeg, Buffer.concat([plainJpeg(), broken])).complete).toBe(false);
    }
  });

  function sefd(data: Uint8Array): Buffer {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + data.length);
    head.write('sefd', 4, 'latin1');
    return Buffer.concat([head, data]);
  }
});

describe('a panorama', () => {
  it('is called so by GPano, by no other word', () => {
    const packet = (uri: string, value: string) =>
      xmpPacket('', `xmlns:GPano="${uri}" GPano:ProjectionType="${value}"`);
    const panoramas = 'http://ns.google.com/photos/1.0/panorama/';
    const says = (text: string) => saysPanorama(read(jpeg, jpegWithXmp(text)).payloads);
    expect(says(packet(panoramas, 'equirectangular'))).toBe(true);
    expect(says(packet(panoramas, 'cylindrical'))).toBe(false);
    const film = (value: string) =>
      says(
        xmpPacket(
          `<S:Spherical>${value}</S:Spherical>`,
          'xmlns:S="http://ns.google.com/videos/1.0/spherical/"',
        ),
      );
    expect([film('true'), film('false')]).toEqual([true, false]);
    expect(says(packet('urn:other', 'equirectangular'))).toBe(false);
  });
});

describe('the alpha channel of a PNG', () => {
  const text = JSON.stringify({ Software: 'NovelAI', Description: '灯塔, a lighthouse' });

  async function picture(
    width: number,
    height: number,
    name: 'stealth_pngcomp' | 'stealth_pnginfo',
    options: PngOptions = {},
  ): Promise<Buffer> {
    const rgb = patternRgb(width, height);
    const samples = new Uint8Array(width * height * 4);
    for (let pixel = 0; pixel < width * height; pixel += 1)
      samples.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    const raw = withStealthText(samples, width, height, text, name);
    return sharp(raw, { raw: { width, height, channels: 4 } })
      .png(options)
      .toBuffer();
  }

  it('is read whatever the size of the picture, the filters and the packing', async () => {
    for (const [width, height] of [
      [400, 500],
      [700, 64],
      [300, 121],
      [2000, 5],
    ] as const)
      for (const name of ['stealth_pngcomp', 'stealth_pnginfo'] as const)
        for (const options of [
          { adaptiveFiltering: true },
          { compressionLevel: 0 },
          { compressionLevel: 9 },
        ]) {
          const { payloads, complete } = read(png, await picture(width, height, name, options));
          expect([width, height, complete, payloads]).toEqual([
            width,
            height,
            true,
            [expect.objectContaining({ place: 'alpha LSB', key: name, text })],
          ]);
        }
  });

  it('is passed over when nothing is hidden there', async () => {
    const opaque = await patternImage(300, 200).ensureAlpha().png().toBuffer();
    const noise = await sharp(patternRgb(160, 200), { raw: { width: 120, height: 200, channels: 4 } })
      .png({ adaptiveFiltering: true })
      .toBuffer();
    const interlaced = await picture(200, 200, 'stealth_pngcomp', { progressive: true });
    for (const bytes of [opaque, noise, interlaced])
      expect(read(png, bytes)).toMatchObject({ payloads: [], complete: true, warnings: [] });
  });

  it('a hidden text that cannot be unpacked is damage', async () => {
    const rgba = new Uint8Array(200 * 200 * 4);
    const bits = (body: Buffer, length: number) => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(length);
      const bytes = Buffer.concat([Buffer.from('stealth_pngcomp'), size, body]);
      for (let bit = 0; bit < bytes.length * 8; bit += 1)
        rgba[((bit % 200) * 200 + Math.floor(bit / 200)) * 4 + 3] =
          254 | ((bytes[bit >> 3]! >> (7 - (bit & 7))) & 1);
      return sharp(rgba, { raw: { width: 200, height: 200, channels: 4 } })
        .png()
        .toBuffer();
    };
    const packed = gzipSync(text);
    expect(read(png, await bits(packed, packed.length * 8)).complete).toBe(true);
    expect(read(png, await bits(packed.subarray(0, 30), 30 * 8)).complete).toBe(false);
    expect(read(png, await bits(packed, 0x7fffffff)).complete).toBe(false);
    expect(read(png, await bits(gzipSync(Buffer.alloc(50_000_000)).subarray(0, 4000), 32000)).complete).toBe(
      false,
    );
  });
});

describe('hostile files', () => {
  it('no mutation makes a carrier throw or dawdle', async () => {
    const random = randomNumbers(4);
    const stealthy = await sharp(withStealthText(new Uint8Array(64 * 80 * 4), 64, 80, bare), {
      raw: { width: 64, height: 80, channels: 4 },
    })
      .png()
      .toBuffer();
    const files: (readonly [string, Carrier, Buffer])[] = [
      ...imagePlaces.map(
        ({ name, format, make }) => [name, carrierFor(format), Buffer.from(make(wrapped))] as const,
      ),
      ['stealth', png, stealthy],
      [
        'SEF',
        jpeg,
        Buffer.concat([plainJpeg(), samsungTrailer([0x0ba1, 'PhotoEditor_Re_Edit_Data', Buffer.from('{}')])]),
      ],
    ];
    let slowest = 0;
    for (const [, carrier, bytes] of files) {
      for (let count = 0; count < 60; count += 1) {
        const [, , other] = files[Math.floor(random() * files.length)]!;
        const { bytes: broken } = mutate(bytes, other, random);
        const start = performance.now();
        read(carrier, broken);
        slowest = Math.max(slowest, performance.now() - start);
      }
    }
    expect(slowest).toBeLessThan(2000);
  });
});
