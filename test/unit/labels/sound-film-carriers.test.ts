import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carrier as aiff } from '#core/labels/carriers/aiff.ts';
import { carrier as bmff } from '#core/labels/carriers/bmff.ts';
import { carrier as flac } from '#core/labels/carriers/flac.ts';
import { carrier as flv } from '#core/labels/carriers/flv.ts';
import { carrier as matroska } from '#core/labels/carriers/matroska.ts';
import { carrier as mp3 } from '#core/labels/carriers/mp3.ts';
import { carrier as ogg } from '#core/labels/carriers/ogg.ts';
import { carrier as riff } from '#core/labels/carriers/riff.ts';
import type { CarriedText, Carrier, CarrierReading, LabelEntry, WriteAnswer } from '#core/labels/define.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import { aigcJson, aigcPacket } from '../../fixtures/make/aigc.ts';
import { ascii, box, fullBox, makeMovie, u32 } from '../../fixtures/make/boxes.ts';
import {
  aiffWith,
  flvWith,
  freeFormItem,
  id3Variants,
  internationalBox,
  keyedList,
  liveMatroska,
  movieVariants,
  movieWith,
  namedList,
  waveWith,
} from '../../fixtures/make/label-sound-film.ts';
import { makeRiff, makeWave, riffChunk } from '../../fixtures/make/riff.ts';
import { makeMp3 } from '../../fixtures/make/small-formats.ts';
import { carriedOut } from '../../support/label-plans.ts';
import { mutate, randomNumbers } from '../../support/mutations.ts';

const signal = new AbortController().signal;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-sound-film-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withReader<T>(bytes: Uint8Array, use: (reader: ByteReader) => T): T {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  const reader = new ByteReader(path);
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}

const read = (carrier: Carrier, bytes: Uint8Array): CarrierReading =>
  withReader(bytes, (reader) => carrier.read(reader, signal));

const texts = (reading: CarrierReading): CarriedText[] =>
  reading.payloads.filter((payload) => payload.kind === 'text');

const entry = (value: string): LabelEntry => ({ kind: 'text', key: 'AIGC', value });
const plan = (carrier: Carrier, bytes: Uint8Array, ...entries: LabelEntry[]): WriteAnswer =>
  withReader(bytes, (reader) => carrier.write!(reader, entries, signal));

/** The new file, or an error with the refusal. */
function write(carrier: Carrier, bytes: Uint8Array, value: string): Buffer {
  const answer = plan(carrier, bytes, entry(value));
  if (!answer.ok) throw new Error(answer.reason.en);
  return carriedOut(answer.plan, Buffer.from(bytes));
}

/** Values of the labels of a file, with the place of each. */
const labels = (carrier: Carrier, bytes: Uint8Array): (readonly [string, string])[] =>
  texts(read(carrier, bytes))
    .filter(({ key }) => /(^|:)AIGC$/i.test(key))
    .map(({ place, text }) => [place, text] as const);

const bare = aigcJson();
const wrapped = JSON.stringify({ AIGC: JSON.parse(aigcJson()) });

describe('reading', () => {
  it('finds a label in every place of a movie, bare and wrapped, with its own bytes', () => {
    for (const value of [bare, wrapped]) {
      for (const [name, bytes] of movieVariants(value)) {
        const reading = read(bmff, bytes);
        expect(reading, name).toMatchObject({ complete: true, warnings: [] });
        const found = texts(reading).filter(({ key }) => key.toUpperCase() === 'AIGC');
        expect(
          found.map(({ text }) => text),
          name,
        ).toEqual([value]);
        const [start, length] = found[0]!.bytes;
        const raw = bytes.subarray(start, start + length);
        expect(name === 'UTF-16 value' ? Buffer.from(raw).swap16().toString('utf16le') : raw.toString()).toBe(
          value,
        );
      }
    }
  });

  it('reads user texts, XMP and item names of a movie', () => {
    const packet = Buffer.from(aigcPacket(bare));
    const uuid = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');
    const movie = movieWith([
      box('udta', internationalBox('\xa9cmt', '可能由AI生成'), box('XMP_', packet), u32(0)),
      fullBox(
        'meta',
        ...keyedList({ prompt: '{"3":{"class_type":"KSampler"}}', aigc_info: '{"aigc_label_type":2}' }),
      ),
    ]);
    const reading = read(bmff, Buffer.concat([movie, box('uuid', uuid, packet)]));
    expect(reading).toMatchObject({ complete: true, warnings: [] });
    expect(texts(reading).map(({ place, key, text }) => [place, key, text])).toEqual([
      ['moov/udta', '©cmt', '可能由AI生成'],
      ['moov/meta keys', 'prompt', '{"3":{"class_type":"KSampler"}}'],
      ['moov/meta keys', 'aigc_info', '{"aigc_label_type":2}'],
    ]);
    expect(reading.payloads.flatMap((payload) => (payload.kind === 'xmp' ? [payload.place] : []))).toEqual([
      'moov/udta XMP_',
      'uuid XMP',
    ]);
  });

  it('knows a 360° film by each of the ways to say so, and not by stereo alone', () => {
    const rdf = (value: string): Buffer =>
      box(
        'uuid',
        Buffer.from('ffcc8263f8554a938814587a02521fdd', 'hex'),
        Buffer.from(
          `<rdf:SphericalVideo xmlns:GSpherical="x"><GSpherical:Spherical>${value}</GSpherical:Spherical></rdf:SphericalVideo>`,
        ),
      );
    const track = (...parts: Buffer[]): Buffer =>
      movieWith([
        box(
          'trak',
          box(
            'mdia',
            box('minf', box('stbl', fullBox('stsd', u32(1), box('avc1', Buffer.alloc(78), ...parts)))),
          ),
        ),
      ]);
    const panorama = (bytes: Buffer): boolean => read(bmff, bytes).panorama === true;
    expect(panorama(movieWith([box('trak', rdf('true'))]))).toBe(true);
    expect(panorama(movieWith([box('trak', rdf('false'))]))).toBe(false);
    expect(panorama(track(box('sv3d', fullBox('svhd', Buffer.alloc(1)))))).toBe(true);
    expect(panorama(track(box('vexu', box('proj', fullBox('prji', ascii('hequ'))))))).toBe(true);
    expect(panorama(track(fullBox('st3d', Buffer.from([1]))))).toBe(false);
  });

  it('finds a label in every version of ID3', () => {
    for (const value of [bare, wrapped]) {
      for (const [name, bytes] of id3Variants(value)) {
        const reading = read(mp3, bytes);
        expect(reading, name).toMatchObject({ complete: true, warnings: [] });
        expect(texts(reading), name).toContainEqual(
          expect.objectContaining({ key: 'TXXX:AIGC', text: value }),
        );
        expect(texts(reading), name).toContainEqual(
          expect.objectContaining({ place: 'ID3v1', text: 'title' }),
        );
      }
    }
  });

  it('finds labels in clusters of unknown size, script data, odd chunks and AIFF', () => {
    for (const value of [bare, wrapped]) {
      const live = read(matroska, liveMatroska(value));
      expect(live).toMatchObject({ complete: true, warnings: [] });
      expect(texts(live).map(({ place, key, text }) => [place, key, text])).toEqual([
        ['Info', 'MuxingApp', 'muxer'],
        ['Tags', 'TITLE', 'T'],
        ['Tags in TITLE', 'SUBTITLE', 'S'],
        ['Tags', 'AIGC', value],
        ['Tags with targets', 'ENCODER', 'E'],
      ]);
      const flash = read(flv, flvWith(value));
      expect(flash.complete).toBe(true);
      expect(texts(flash).map(({ key, text }) => [key, text])).toEqual([
        ['AIGC', value],
        ['comment', 'nested'],
        ['list', 'one'],
        ['list', 'two'],
      ]);
      expect(labels(riff, waveWith(value))).toEqual([['RIFF WAVE chunk', value]]);
      const form = read(aiff, aiffWith(value));
      expect(form.complete).toBe(true);
      expect(texts(form).map(({ key, text }) => [key, text])).toEqual([
        ['NAME', 'odd'],
        ['ANNO', value],
        ['COMT', 'a comment!'],
      ]);
    }
  });

  it('says of a damaged or cut file that it was not read whole', () => {
    const files: readonly (readonly [Carrier, Buffer])[] = [
      [bmff, movieVariants(bare).get('moov/udta/meta keys')!],
      [mp3, id3Variants(bare).get('2.4 UTF-8')!],
      [matroska, liveMatroska(bare)],
      [flv, flvWith(bare)],
      [riff, waveWith(bare)],
      [aiff, aiffWith(bare)],
    ];
    for (const [carrier, bytes] of files) {
      const cut = read(carrier, bytes.subarray(0, bytes.indexOf('"Label"') + 20));
      expect([carrier.id, cut.complete]).toEqual([carrier.id, false]);
      expect(read(carrier, Buffer.from('something else entirely')).complete, carrier.id).toBe(false);
    }
    const compressed = movieWith([box('cmov', box('dcom', ascii('zlib')))]);
    expect(read(bmff, compressed).complete).toBe(false);
  });
});

describe('writing', () => {
  const second = aigcJson({ ProduceID: 'fx-0002', ContentPropagator: '平台', PropagateID: 'p-7' });

  it('replaces a label where it stands in a movie, and twice gives one', () => {
    for (const [name, bytes] of movieVariants(bare)) {
      if (name.startsWith('meta of')) continue;
      const [[place]] = labels(bmff, bytes) as [readonly [string, string]];
      const once = write(bmff, bytes, second);
      expect(labels(bmff, once), name).toEqual([[place, second]]);
      expect(write(bmff, once, second).equals(once), name).toBe(true);
      expect(read(bmff, once)).toMatchObject({ complete: true, warnings: [] });
    }
  });

  it('replaces a label in every version of ID3, and keeps the version and the other frames', () => {
    for (const [name, bytes] of id3Variants(bare)) {
      // a compressed frame is not looked into for writing, and a second tag is not the place to write to
      if (name === '2.3 compressed' || name === 'second tag') continue;
      const once = write(mp3, bytes, second);
      expect(labels(mp3, once), name).toEqual([[`ID3v2.${name.slice(2, 3)}`, second]]);
      expect(once[3]).toBe(bytes[3]);
      const others = (file: Buffer): string[] =>
        texts(read(mp3, file)).flatMap(({ key, text }) => (key === 'TXXX:AIGC' ? [] : [`${key} ${text}`]));
      expect(others(once)).toEqual(others(bytes));
      expect(write(mp3, once, second).equals(once), name).toBe(true);
      expect(read(mp3, once)).toMatchObject({ complete: true, warnings: [] });
    }
  });

  it('uses ID3 padding while it lasts, and leaves the sound where it is', () => {
    const bytes = id3Variants(bare).get('2.4 UTF-8')!;
    expect(write(mp3, bytes, bare.replace('fx-0001', 'fx-0001-longer')).length).toBe(bytes.length);
    expect(write(mp3, bytes, `${second} `.repeat(3)).length).toBeGreaterThan(bytes.length);
    expect(write(mp3, bytes, '{}').length).toBe(bytes.length);
  });

  it('evens growth out with free space: in the list, and behind moov', () => {
    const list = keyedList({ AIGC: bare });
    const inside = Buffer.concat([
      movieWith([box('udta', fullBox('meta', ...list, box('free', Buffer.alloc(200))))]),
      box('mdat', Buffer.alloc(8)),
    ]);
    const behind = Buffer.concat([
      movieWith([box('udta', fullBox('meta', ...list))]),
      box('free', Buffer.alloc(200)),
      box('mdat', Buffer.alloc(8)),
    ]);
    for (const bytes of [inside, behind]) {
      const longer = write(bmff, bytes, second);
      expect(longer.length).toBe(bytes.length);
      expect(longer.subarray(-16).equals(bytes.subarray(-16))).toBe(true);
      expect(labels(bmff, longer).map(([, value]) => value)).toEqual([second]);
      expect(write(bmff, longer, bare).equals(bytes)).toBe(true);
    }
  });

  it('moves chunk offsets, fragment bases, the fragment index and item locations with the media', () => {
    const media = Buffer.from('media data of the film');
    const movie = makeMovie(media, [
      [0, 5],
      [6, 4],
    ]);
    const start = movie.indexOf(media);
    const moov = movie.subarray(movie.indexOf('moov') - 4);
    const type = movie.subarray(0, start - 8);
    // moov first: its offsets point behind itself now
    const fastStart = Buffer.concat([
      type,
      moov,
      box('meta', Buffer.alloc(4), iloc(0)),
      movie.subarray(start - 8, start + media.length),
      box('moof', box('traf', fullBox('tfhd', u32(1, 0, 0)))),
      box('mfra', fullBox('tfra', u32(1, 0, 1, 0, 0), Buffer.from([1, 1, 1]))),
    ]);
    const at = fastStart.indexOf(media);
    const table = fastStart.indexOf('stco') + 12;
    fastStart.writeUInt32BE(at, table);
    fastStart.writeUInt32BE(at + 6, table + 4);
    fastStart.writeUInt32BE(at, fastStart.indexOf('iloc') + 4 + 8 + 6);
    const head = fastStart.indexOf('tfhd') + 4;
    fastStart.writeUInt8(1, head + 3);
    const fragment = fastStart.indexOf('moof') - 4;
    fastStart.writeBigUInt64BE(BigInt(fragment), head + 8);
    fastStart.writeUInt32BE(fragment, fastStart.indexOf('tfra') + 4 + 16 + 4);
    const written = write(bmff, fastStart, bare);
    const now = written.indexOf(media);
    expect(now).toBeGreaterThan(at);
    const places = written.indexOf('stco') + 12;
    expect([written.readUInt32BE(places), written.readUInt32BE(places + 4)]).toEqual([now, now + 6]);
    expect(written.readUInt32BE(written.indexOf('iloc') + 4 + 8 + 6)).toBe(now);
    const fragmentNow = written.indexOf('moof') - 4;
    expect(Number(written.readBigUInt64BE(written.indexOf('tfhd') + 12))).toBe(fragmentNow);
    expect(written.readUInt32BE(written.indexOf('tfra') + 4 + 16 + 4)).toBe(fragmentNow);
    expect(written.length - fastStart.length).toBe(now - at);
  });

  it('keeps the way from a segment index to its first segment', () => {
    const movie = movieWith([]);
    const at = movie.indexOf('mdat') - 4;
    const [type, moov] = [movie.subarray(0, at), movie.subarray(movie.indexOf('moov') - 4)];
    const segment = box('moof', fullBox('mfhd', u32(1)));
    const index = (first: number): Buffer =>
      fullBox('sidx', u32(1, 1000, 0, first), Buffer.from([0, 0, 0, 1]), u32(segment.length, 10, 0));
    const bytes = Buffer.concat([type, index(moov.length), moov, segment]);
    const written = write(bmff, bytes, bare);
    const grown = written.length - bytes.length;
    expect(grown).toBeGreaterThan(0);
    expect(written.readUInt32BE(written.indexOf('sidx') + 4 + 16)).toBe(moov.length + grown);
    // behind moov nothing changes between the index and the segment
    const behind = Buffer.concat([type, moov, index(0), segment]);
    expect(
      write(bmff, behind, bare)
        .subarray(-segment.length - 44)
        .equals(behind.subarray(-segment.length - 44)),
    ).toBe(true);
  });

  it('keeps an iTunes list, and puts the keys beside it as Android does', () => {
    const named = namedList(
      box('\xa9nam', box('data', u32(1, 0), Buffer.from('T'))),
      freeFormItem('d', 'n', 'v'),
    );
    const bytes = movieWith([box('udta', fullBox('meta', ...named))]);
    const answer = plan(bmff, bytes, entry(bare));
    expect(answer).toMatchObject({ ok: true, plan: { places: ['moov/meta keys'] } });
    const written = write(bmff, bytes, bare);
    expect(texts(read(bmff, written)).map(({ key, text }) => [key, text])).toEqual([
      ['©nam', 'T'],
      ['n', 'v'],
      ['AIGC', bare],
    ]);
  });

  it('adds a key to the list a phone has written, since a second list would confuse ffmpeg', () => {
    const bytes = movieWith([
      box('udta', internationalBox('\xa9xyz', '+51-000/')),
      box('meta', ...keyedList({ 'com.android.version': '6.0.1' })),
    ]);
    expect(plan(bmff, bytes, entry(bare))).toMatchObject({ ok: true, plan: { places: ['moov/meta keys'] } });
    expect(
      texts(read(bmff, write(bmff, bytes, bare))).map(({ place, key, text }) => [place, key, text]),
    ).toEqual([
      ['moov/udta', '©xyz', '+51-000/'],
      ['moov/meta keys', 'com.android.version', '6.0.1'],
      ['moov/meta keys', 'AIGC', bare],
    ]);
  });

  it('refuses in words what it cannot write safely', () => {
    const refusals: readonly (readonly [Carrier, Buffer, RegExp])[] = [
      [bmff, box('moof', fullBox('mfhd', u32(1))), /no moov box/],
      [bmff, Buffer.concat([movieWith([]), movieWith([])]), /two moov/],
      [
        bmff,
        Buffer.concat([movieWith([box('cmov', ascii('dcom'))]), box('mdat', Buffer.alloc(4))]),
        /compressed/,
      ],
      [riff, waveWith(bare).subarray(0, -400), /cut short/],
      [mp3, Buffer.from('fff15080001ffc', 'hex'), /bare AAC/],
      [flac, Buffer.from('fLaC\x00\x00\x00\xff'), /damaged/],
      [ogg, Buffer.from('OggS'), /damaged/],
      [matroska, liveMatroska(bare).subarray(0, -3), /damaged/],
    ];
    for (const [carrier, bytes, words] of refusals) {
      const answer = plan(carrier, bytes, entry(second));
      expect(answer.ok ? 'written' : answer.reason.en, carrier.id).toMatch(words);
      expect(answer.ok ? '' : answer.reason['zh-CN']).toMatch(/[一-鿿]/);
    }
  });

  it('puts a WAVE label behind the samples, or before them when the header leaves the size open', () => {
    const samples = Uint8Array.from({ length: 801 }, (_, at) => at & 255);
    const wave = makeWave(samples);
    const written = write(riff, wave, bare);
    expect(written.indexOf('AIGC')).toBeGreaterThan(written.indexOf('data'));
    expect(written.readUInt32LE(4)).toBe(written.length - 8);
    expect(written.subarray(8, wave.length).equals(wave.subarray(8))).toBe(true);
    const open = Buffer.from(wave.subarray(0, -1));
    open.writeUInt32LE(0xffffffff, 4);
    open.writeUInt32LE(0xffffffff, open.indexOf('data') + 4);
    const streamed = write(riff, open, bare);
    expect(streamed.indexOf('AIGC')).toBeLessThan(streamed.indexOf('data'));
    expect(streamed.subarray(-809).equals(open.subarray(-809))).toBe(true);
    expect(labels(riff, streamed)).toEqual([['RIFF WAVE chunk', bare]]);
  });

  it('moves the media of an AVI only with its indexes', () => {
    const frame = riffChunk('00dc', Buffer.alloc(10, 9));
    const media = (): Buffer => riffChunk('LIST', Buffer.concat([ascii('movi'), frame, frame]));
    const index = (base: number): Buffer => {
      const rows = [base, base + frame.length].map((offset) => {
        const row = Buffer.alloc(16);
        row.write('00dc', 0, 'latin1');
        row.writeUInt32LE(offset, 8);
        row.writeUInt32LE(10, 12);
        return row;
      });
      return riffChunk('idx1', Buffer.concat(rows));
    };
    const header = riffChunk('LIST', Buffer.concat([ascii('hdrl'), riffChunk('avih', Buffer.alloc(56))]));
    const at = 12 + header.length + 8;
    const relative = makeRiff('AVI ', header, media(), index(4));
    const absolute = makeRiff('AVI ', header, media(), index(at + 4));
    const unclear = makeRiff('AVI ', header, media(), index(1));
    const moved = write(riff, relative, bare);
    expect(moved.indexOf('movi')).toBe(relative.indexOf('movi') + moved.length - relative.length);
    expect(moved.subarray(moved.indexOf('idx1')).equals(relative.subarray(relative.indexOf('idx1')))).toBe(
      true,
    );
    const patched = write(riff, absolute, bare);
    const row = patched.indexOf('idx1') + 8;
    for (const offset of [patched.readUInt32LE(row + 8), patched.readUInt32LE(row + 24)])
      expect(patched.toString('latin1', offset, offset + 4)).toBe('00dc');
    const behind = write(riff, unclear, bare);
    expect(behind.subarray(8, unclear.length).equals(unclear.subarray(8))).toBe(true);
    for (const bytes of [moved, patched, behind]) {
      expect(labels(riff, bytes)).toEqual([['LIST INFO', bare]]);
      expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
      expect(labels(riff, write(riff, bytes, second))).toEqual([['LIST INFO', second]]);
    }
  });

  it('moves the absolute indexes of OpenDML, in every RIFF chunk of the file', () => {
    const frame = riffChunk('00dc', Buffer.alloc(10, 9));
    // chunk index: version and kind, count, chunk id, base, reserved; one entry
    const chunkIndex = (base: number): Buffer => {
      const data = Buffer.alloc(32);
      data.set([2, 0, 0, 1], 0);
      data.writeUInt32LE(1, 4);
      data.write('00dc', 8, 'latin1');
      data.writeBigUInt64LE(BigInt(base), 12);
      data.writeUInt32LE(8, 24);
      return riffChunk('ix00', data);
    };
    const superIndex = (...places: number[]): Buffer => {
      const data = Buffer.alloc(24 + 16 * places.length);
      data.set([4, 0, 0, 0], 0);
      data.writeUInt32LE(places.length, 4);
      data.write('00dc', 8, 'latin1');
      for (const [row, place] of places.entries()) data.writeBigUInt64LE(BigInt(place), 24 + row * 16);
      return riffChunk('indx', data);
    };
    const build = (first: number, second: number): Buffer => {
      const stream = riffChunk('LIST', Buffer.concat([ascii('strl'), superIndex(first, second)]));
      const media = (base: number): Buffer =>
        riffChunk('LIST', Buffer.concat([ascii('movi'), frame, chunkIndex(base)]));
      const header = riffChunk('LIST', Buffer.concat([ascii('hdrl'), stream]));
      const row = frame.length;
      return Buffer.concat([
        makeRiff('AVI ', header, media(first - row)),
        makeRiff('AVIX', media(second - row)),
      ]);
    };
    const draft = build(100, 100);
    const first = draft.indexOf('ix00');
    const bytes = build(first, draft.indexOf('ix00', first + 4));
    const written = write(riff, bytes, bare);
    expect(labels(riff, written)).toEqual([['LIST INFO', bare]]);
    expect(written.length).toBeGreaterThan(bytes.length);
    const index = written.indexOf('indx') + 8;
    for (const row of [0, 1]) {
      const place = Number(written.readBigUInt64LE(index + 24 + row * 16));
      expect(written.toString('latin1', place, place + 4)).toBe('ix00');
      const base = Number(written.readBigUInt64LE(place + 20));
      expect(written.toString('latin1', base, base + 4)).toBe('00dc');
    }
  });

  it('writes a live recording in front of its media, and keeps the tag of a track', () => {
    const bytes = liveMatroska(bare);
    const written = write(matroska, bytes, second);
    expect(labels(matroska, written)).toEqual([['Tags', second]]);
    expect(texts(read(matroska, written))).toContainEqual(
      expect.objectContaining({ place: 'Tags with targets', key: 'ENCODER' }),
    );
  });
});

/** iloc of one item of one extent: version 0, offsets and lengths of four bytes, no base. */
function iloc(offset: number): Buffer {
  const head = Buffer.from([0, 0, 0, 0, 0x44, 0x00, 0, 1]);
  const item = Buffer.concat([Buffer.from([0, 1, 0, 0, 0, 1]), u32(offset, 4)]);
  return box('iloc', head, item);
}

describe('hostile bytes', () => {
  it('never make a reader or a planner throw or linger', () => {
    const files: readonly (readonly [Carrier, readonly Buffer[]])[] = [
      [bmff, [...movieVariants(bare).values()]],
      [mp3, [...id3Variants(bare).values(), makeMp3(2)]],
      [matroska, [liveMatroska(bare)]],
      [flv, [flvWith(bare)]],
      [riff, [waveWith(bare), makeRiff('AVI ', riffChunk('LIST', Buffer.from('movi')))]],
      [aiff, [aiffWith(bare)]],
    ];
    const landmarks = [
      'moov',
      'meta',
      'keys',
      'ilst',
      'data',
      'TXXX',
      'ID3',
      'AIGC',
      'RIFF',
      'FORM',
      '\x12T\xc3g',
    ];
    for (const [carrier, sources] of files) {
      for (let number = 0; number < 300; number += 1) {
        const random = randomNumbers(number);
        const source = sources[number % sources.length]!;
        const { bytes } = mutate(source, sources[0]!, random, landmarks);
        withReader(bytes, (reader) => {
          const started = performance.now();
          carrier.read(reader, signal);
          const answer = carrier.write?.(reader, [entry(bare)], signal);
          if (answer?.ok === true) carriedOut(answer.plan, bytes);
          expect(performance.now() - started).toBeLessThan(2000);
        });
      }
    }
  });
});
