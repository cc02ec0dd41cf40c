import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import type { CarrierReading } from '#core/labels/define.ts';
import { carrierOf } from '#core/labels/read-labels.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-label-reading-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const formats = new Set<MediaFormat>([
  'webp',
  'gif',
  'tiff',
  'dng',
  'heif',
  'avif',
  'xmp',
  'psd',
  'jxl',
  'jp2',
  'svg',
]);

/** Properties and texts exiftool names as the standards do, but for the case of letters. */
const properties: Readonly<Record<string, readonly [uri: string, name: string]>> = {
  'XMP-xmp:CreatorTool': ['http://ns.adobe.com/xap/1.0/', 'CreatorTool'],
  'XMP-xmpMM:DocumentID': ['http://ns.adobe.com/xap/1.0/mm/', 'DocumentID'],
  'XMP-dc:Format': ['http://purl.org/dc/elements/1.1/', 'format'],
  'XMP-photoshop:Credit': ['http://ns.adobe.com/photoshop/1.0/', 'Credit'],
};
const texts: Readonly<Record<string, RegExp>> = {
  'IFD0:Make': /^IFD0 Make$/,
  'IFD0:Model': /^IFD0 Model$/,
  'IFD0:Software': /^IFD0 Software$/,
  'IFD0:Artist': /^IFD0 Artist$/,
  'IFD0:ImageDescription': /^IFD0 ImageDescription$/,
  'IFD0:XPTitle': /^IFD0 XPTitle$/,
  'IPTC:By-line': /^2:80 /,
  'IPTC:Caption-Abstract': /^2:120 /,
  'GIF:Comment': /^Comment$/,
};

function read(path: string, format: MediaFormat): CarrierReading {
  const reader = new ByteReader(path);
  try {
    return carrierOf(format)!.read(reader, new AbortController().signal);
  } finally {
    reader.close();
  }
}

function ours({ payloads }: CarrierReading, tag: string): string[] {
  const property = properties[tag];
  const key = texts[tag];
  return payloads.flatMap((payload) => {
    if (payload.kind === 'text') return key?.test(payload.key) ? [payload.text.trim()] : [];
    if (property === undefined || !payload.packet.ok) return [];
    return payload.packet.properties
      .filter(
        ({ path: [first, ...rest] }) =>
          rest.length === 0 &&
          first.uri === property[0] &&
          first.name.toLowerCase() === property[1].toLowerCase(),
      )
      .map(({ value }) => value.trim());
  });
}

describe.skipIf(!corpusPresent)('metadata of real pictures', () => {
  it('are what exiftool reads, in every container', async () => {
    const files: { path: string; format: MediaFormat }[] = [];
    for (const name of corpusFiles(
      'exiftool-t-images',
      'c2pa-rs-fixtures',
      'heif-avif',
      'pdq-tmk/pdq/data/misc-images',
    )) {
      const { format } = await identify(corpus(name), null);
      if (formats.has(format)) files.push({ path: corpus(name), format });
    }
    const list = join(folder, 'list.txt');
    await writeFile(list, files.map(({ path }) => path).join('\n'));
    const script = await exiftoolScript();
    const tags = [...Object.keys(properties), ...Object.keys(texts)];
    const options = ['-config', '', '-q', '-q', '-j', '-n', '-G1', '-e', '-charset', 'iptc=UTF8'];
    const { stdout } = await run('perl', [script!, ...options, ...tags.map((tag) => `-${tag}`), '-@', list], {
      maxBuffer: 1 << 28,
    }).catch((error: { stdout: string }) => error);
    const shown = new Map(
      (JSON.parse(stdout) as Record<string, unknown>[]).map((entry) => [String(entry.SourceFile), entry]),
    );
    const compared: Partial<Record<MediaFormat, number>> = {};
    const differing: unknown[] = [];
    for (const { path, format } of files) {
      const reading = read(path, format);
      for (const tag of tags) {
        const value = shown.get(path)?.[tag];
        // bytes in a code page nobody stated are shown by each in its own way
        if (value === undefined || String(value).trim() === '' || String(value).includes('??')) continue;
        const found = ours(reading, tag);
        if (!found.includes(String(value).trim()))
          differing.push([path, tag, value, found, reading.warnings]);
        else compared[format] = (compared[format] ?? 0) + 1;
      }
    }
    expect(differing).toEqual([]);
    for (const format of ['tiff', 'psd', 'svg', 'webp', 'dng', 'jp2', 'xmp', 'avif', 'heif'] as const)
      expect([format, compared[format] ?? 0]).toEqual([
        format,
        expect.toSatisfy((count: number) => count > 0),
      ]);
  });
});
