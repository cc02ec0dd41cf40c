import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cutShort } from '#core/media/structure/cut-short.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { box, largeBox, makeMovie } from '../../fixtures/make/boxes.ts';
import { makeWave } from '../../fixtures/make/riff.ts';
import { makeMp3 } from '../../fixtures/make/small-formats.ts';

const folder = mkdtempSync(join(tmpdir(), 'assay-cut-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function judge(format: MediaFormat, bytes: Uint8Array): string | null {
  const path = join(folder, 'file');
  writeFileSync(path, bytes);
  return cutShort(path, format);
}

const movie = makeMovie(Buffer.alloc(200), [[0, 200]]);
const wave = makeWave(new Uint8Array(400));
const mp3 = makeMp3(3);

describe('cutShort', () => {
  test.each<[MediaFormat, Buffer]>([
    ['mp4', movie],
    ['mov', Buffer.concat([movie, Buffer.alloc(4)])],
    ['mp4', Buffer.concat([movie, largeBox('free', Buffer.alloc(9))])],
    ['wav', wave],
    ['mp3', mp3],
    ['mp3', mp3.subarray(26)],
  ])('finds nothing missing from a whole %s', (format, bytes) => {
    expect(judge(format, bytes)).toBeNull();
  });

  test('a box of length zero goes to the end of the file', () => {
    const open = box('mdat', Buffer.alloc(40));
    open.writeUInt32BE(0, 0);
    expect(judge('mp4', Buffer.concat([movie, open]))).toBeNull();
  });

  test('a stream written to a pipe does not tell its length', () => {
    const piped = Buffer.from(wave);
    piped.writeUInt32LE(0xffffffff, 4);
    expect(judge('wav', piped)).toBeNull();
  });

  test('a few bytes behind the last box are the beginning of another, unless they are padding', () => {
    const begun = Buffer.concat([movie, box('free').subarray(0, 6)]);
    expect(judge('mp4', begun)).toBe('the file ends within the header of a box');
  });

  test('a TIFF that lost its end has lost the directory there', () => {
    const tiff = Buffer.alloc(64);
    tiff.write('II*\0', 'latin1');
    tiff.writeUInt32LE(40, 4);
    expect(judge('tiff', tiff)).toBeNull();
    expect(judge('tiff', tiff.subarray(0, 41))).toBe('the first directory lies behind the end of the file');
  });

  test('says what runs past the end', () => {
    expect(judge('mp4', movie.subarray(0, movie.length - 1))).toBe(
      'the box moov runs past the end of the file',
    );
    expect(judge('wav', wave.subarray(0, wave.length - 1))).toMatch(/RIFF/);
    expect(judge('mp3', mp3.subarray(0, 20))).toMatch(/ID3v2/);
    expect(judge('mp3', Buffer.from('no sound at all'))).toMatch(/neither/);
    for (const format of ['mp4', 'wav', 'mp3', 'jpeg'] as const)
      expect(judge(format, new Uint8Array())).toBe('the file is empty');
    expect(judge('wav', Buffer.from('RIFF'))).toBe('the file ends within its first header');
  });

  test('hostile lengths do not lead astray', () => {
    const huge = Buffer.concat([
      box('ftyp', Buffer.alloc(8)),
      Buffer.from('\0\0\0\x01mdat', 'latin1'),
      Buffer.alloc(8, 0xff),
    ]);
    expect(judge('mp4', huge)).toMatch(/mdat/);
    expect(judge('mp4', Buffer.concat([box('ftyp'), Buffer.from('\0\0\0\x02abcd')]))).toBeNull();
  });
});
