import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/labels/declared.ts';
import { identify } from '#core/intake/identify.ts';
import { carriers } from '#core/labels/carriers.generated.ts';
import { isNamed } from '#core/labels/xmp.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { ByteReader } from '#core/media/structure/byte-reader.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import { aigcFields, aigcJson, aigcPacket, userCommentSegment } from '../fixtures/make/aigc.ts';
import { jpegSegment, plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import {
  compressedText,
  extendedXmpSegments,
  internationalText,
  jpegWithXmp,
  latinText,
  pngWithXmp,
  sourceTypePacket,
  sourceTypePrefix,
  xmpPacket,
  xmpSegment,
} from '../fixtures/make/xmp.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const run = promisify(execFile);
const trained = `${sourceTypePrefix}trainedAlgorithmicMedia`;
const capture = `${sourceTypePrefix}digitalCapture`;

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-labels-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(bytes: Uint8Array): Promise<string> {
  count += 1;
  const path = join(folder, `${count}${bytes[0] === 0xff ? '.jpg' : '.png'}`);
  await writeFile(path, bytes);
  return path;
}

async function read(bytes: Uint8Array) {
  return runAnalysis(analysis, await file(bytes));
}

async function statements(bytes: Uint8Array): Promise<LabelStatement[]> {
  const { answer } = await read(bytes);
  return answer.result?.statements ?? [];
}

/** Codes of the checks of a severity. */
function codes(
  statement: LabelStatement | undefined,
  severity: 'departs' | 'warning' | 'information',
): string[] {
  return (statement?.checks ?? []).filter((check) => check.severity === severity).map(({ code }) => code);
}

async function exiftool(...args: string[]): Promise<string> {
  const script = await exiftoolScript();
  if (script === null) throw new Error('exiftool-vendored is not installed');
  return (
    await run('perl', [script, '-config', '', ...args], { maxBuffer: 1 << 28 }).catch(
      (error: { stdout: string }) => error,
    )
  ).stdout;
}

describe('IPTC digital source type', () => {
  it('is read in every form RDF allows, and the value’s own bytes are found', async () => {
    for (const form of ['element', 'attribute', 'resource', 'foreign-prefix'] as const) {
      const packet = sourceTypePacket(trained, form);
      for (const bytes of [jpegWithXmp(packet), pngWithXmp(packet), pngWithXmp(packet, true)]) {
        const [statement, ...rest] = await statements(bytes);
        expect(rest).toEqual([]);
        expect(statement).toMatchObject({
          standard: 'iptc-digital-source-type',
          meaning: 'generated',
          raw: trained,
          checks: [],
        });
        const [start, length] = statement!.bytes;
        const compressed = bytes[0] !== 0xff && !Buffer.from(bytes).includes(trained);
        if (!compressed) expect(Buffer.from(bytes).toString('latin1', start, start + length)).toBe(trained);
      }
    }
  });

  it('is not taken from another namespace, whatever the prefix', async () => {
    const packet = xmpPacket(
      `<Iptc4xmpExt:DigitalSourceType>${trained}</Iptc4xmpExt:DigitalSourceType>`,
      'xmlns:Iptc4xmpExt="http://example.org/"',
    );
    const { answer } = await read(jpegWithXmp(packet));
    expect(answer.outcome).toBe('nothing-found');
  });

  it('is recognised in the spellings met in the wild, and they are named', async () => {
    const cases: readonly (readonly [value: string, meaning: string, code: string])[] = [
      [trained.replace('http:', 'https:'), 'generated', 'value-https'],
      ['trainedAlgorithmicMedia', 'generated', 'value-bare-code'],
      [`${trained}/`, 'generated', 'value-trailing-slash'],
      [trained.toLowerCase(), 'generated', 'value-letter-case'],
      ['https://schema.org/TrainedAlgorithmicMediaDigitalSource', 'generated', 'value-schema-org'],
      [`${sourceTypePrefix}compositeWithTrainedAlgorithmicMedia`, 'partly-generated', ''],
      [`${sourceTypePrefix}composite`, 'unclear', ''],
      [`${sourceTypePrefix}algorithmicMedia`, 'not-generative', ''],
      [capture, 'not-generative', ''],
      [`${sourceTypePrefix}nonsense`, 'unclear', 'value-unknown'],
    ];
    for (const [value, meaning, code] of cases) {
      const [statement] = await statements(jpegWithXmp(sourceTypePacket(value)));
      expect([value, statement?.meaning]).toEqual([value, meaning]);
      expect(codes(statement, 'departs')).toEqual(code === '' ? [] : [code]);
    }
  });

  it('is read from packets in UTF-16, which real files hold against the specification', async () => {
    const utf16 = Buffer.from(sourceTypePacket(trained), 'utf16le');
    const header = Buffer.from('http://ns.adobe.com/xap/1.0/\0');
    for (const packet of [utf16, Buffer.from(utf16).swap16()]) {
      const [statement] = await statements(plainJpeg([jpegSegment(0xe1, Buffer.concat([header, packet]))]));
      expect(statement).toMatchObject({ raw: trained, meaning: 'generated' });
    }
  });

  it('names the AI system and marks the prompt’s writer as personal', async () => {
    const inside = [
      `<e:DigitalSourceType>${trained}</e:DigitalSourceType>`,
      '<e:AISystemUsed>Imagen</e:AISystemUsed>',
      '<e:AIPromptWriterName>J. Doe</e:AIPromptWriterName>',
    ].join('');
    const [statement] = await statements(
      jpegWithXmp(xmpPacket(inside, 'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"')),
    );
    expect(statement?.asserted).toEqual([{ role: 'generator', name: 'Imagen' }]);
    expect(statement?.fields.filter(({ personal }) => personal)).toEqual([
      { name: 'AIPromptWriterName', value: 'J. Doe', personal: true },
    ]);
  });

  it('is read from extended XMP in any order of pieces, and an unnamed extension is called orphaned', async () => {
    const guid = '0123456789ABCDEF0123456789ABCDEF';
    const main = xmpPacket('', `xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="${guid}"`);
    const pieces = extendedXmpSegments(sourceTypePacket(trained), guid, 3, [2, 0, 1]);
    const [named] = await statements(plainJpeg([xmpSegment(main), ...pieces]));
    expect(named).toMatchObject({ place: 'APP1 extended XMP', meaning: 'generated', checks: [] });
    const [orphan] = await statements(plainJpeg([xmpSegment(xmpPacket('')), ...pieces]));
    expect(codes(orphan, 'warning')).toEqual(['orphaned-extension']);
    const missing = await read(plainJpeg([xmpSegment(main), ...pieces.slice(0, 2)]));
    expect(missing.answer.outcome).toBe('undetermined');
  });

  it('agrees with exiftool, an independent writer', async () => {
    for (const bytes of [plainJpeg(), plainPng()]) {
      for (const value of [trained, capture]) {
        const path = await file(bytes);
        await exiftool(
          '-q',
          '-overwrite_original',
          '-n',
          `-XMP-iptcExt:DigitalSourceType=${value}`,
          '-XMP-dc:Title=标题 & <x>',
          path,
        );
        const { answer } = await runAnalysis(analysis, path);
        expect(answer.result?.statements.map(({ raw }) => raw)).toEqual([value]);
        expect(answer.warnings).toEqual([]);
      }
    }
  });

  it('reads what exiftool writes past 64 KB into extended XMP', async () => {
    const path = await file(plainJpeg());
    const long = join(folder, 'long.txt');
    await writeFile(long, 'x'.repeat(150_000));
    await exiftool(
      '-q',
      '-overwrite_original',
      '-n',
      `-XMP-iptcExt:DigitalSourceType=${trained}`,
      `-XMP-dc:Description<=${long}`,
      path,
    );
    const { answer } = await runAnalysis(analysis, path);
    expect(answer.result?.statements.map(({ raw }) => raw)).toEqual([trained]);
    expect(answer).toMatchObject({ warnings: [], result: { complete: true } });
    expect((await readFile(path)).includes('http://ns.adobe.com/xmp/extension/')).toBe(true);
  });
});

describe('credit lines', () => {
  it('are read as exiftool, an independent writer, puts them in', async () => {
    const path = await file(plainJpeg());
    await exiftool(
      '-q',
      '-overwrite_original',
      '-XMP-photoshop:Credit=Apple Photos Generative Edit: Clean Up',
      '-IPTC:Credit=Made with Google AI',
      '-XMP-dc:Creator=Jane Doe',
      '-XMP-iptcExt:AISystemUsed=Imagen',
      '-XMP-iptcExt:AISystemVersionUsed=4.0',
      path,
    );
    const { answer } = await runAnalysis(analysis, path);
    const found = answer.result?.statements.map(({ standard, meaning, key }) => [standard, meaning, key]);
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        ['credit-lines', 'generated', expect.stringContaining('Credit')],
        ['credit-lines', 'partly-generated', 'photoshop:Credit'],
        ['iptc-digital-source-type', 'possibly-generated', 'Iptc4xmpExt:AISystemUsed'],
      ]),
    );
  });
});

describe('GB 45438-2025 label', () => {
  it('is read conforming from its place in both containers, in both forms', async () => {
    for (const value of [aigcJson(), `{"AIGC":${aigcJson()}}`]) {
      for (const form of ['element', 'attribute'] as const) {
        for (const bytes of [jpegWithXmp(aigcPacket(value, form)), pngWithXmp(aigcPacket(value, form))]) {
          const [statement, ...rest] = await statements(bytes);
          expect(rest).toEqual([]);
          expect(statement).toMatchObject({ meaning: 'generated', standing: 'unsigned', checks: [] });
          expect(statement?.fields.map(({ name }) => name)).toEqual(Object.keys(aigcFields));
          expect(statement?.asserted[0]).toEqual({ role: 'producer', name: aigcFields.ContentProducer });
        }
      }
    }
  });

  it('is read from every other place it is met in, and the place is remarked', async () => {
    const value = `{"AIGC":${aigcJson({ Label: '2' })}}`;
    const cases: Uint8Array[] = [
      plainJpeg([userCommentSegment(value, 'ExifIFD', 'ASCII', true)]),
      plainJpeg([userCommentSegment(value, 'ExifIFD', 'UNICODE', false)]),
      plainJpeg([userCommentSegment(value, 'ExifIFD', 'UNICODE', true)]),
      plainJpeg([userCommentSegment(value, 'IFD0', 'ASCII', false)]),
      plainJpeg([jpegSegment(0xe9, Buffer.from(`AIGC${aigcJson({ Label: '2' })}`))]),
      plainJpeg([jpegSegment(0xfe, Buffer.from(value))]),
      plainPng([latinText('AIGC', value)]),
      plainPng([latinText('AIGC', aigcJson({ Label: '2' }))]),
      plainPng([compressedText('AIGC', value)]),
      plainPng([internationalText('AIGC', value)]),
      plainPng([latinText('Description', value)]),
      plainPng([], [latinText('AIGC', value)]),
    ];
    for (const [index, bytes] of cases.entries()) {
      const [statement, ...rest] = await statements(bytes);
      expect([index, statement?.meaning, rest.length]).toEqual([index, 'possibly-generated', 0]);
      expect(codes(statement, 'departs')).toEqual([]);
      expect(codes(statement, 'warning')).toEqual(['place']);
    }
  });

  it('is checked strictly beside the tolerant reading', async () => {
    const check = async (value: string) => (await statements(jpegWithXmp(aigcPacket(value))))[0];
    const cases: readonly (readonly [value: string, meaning: string, departs: string[], warns: string[]])[] =
      [
        [aigcJson({ Label: 1 }), 'generated', [], ['label-number']],
        [
          aigcJson({ Label: 'AIGC', ContentProducer: 'Minimax Agent AI' }),
          'unclear',
          ['label-value'],
          ['characters-contentproducer'],
        ],
        [
          aigcJson({ Label: '3', ContentProducer: '', ProduceID: '' }),
          'suspected',
          ['empty-contentproducer', 'empty-produceid'],
          [],
        ],
        [
          aigcJson({ ContentProducer: '001191110102MACQD9K65010000' }),
          'generated',
          [],
          ['code-contentproducer'],
        ],
        [aigcJson({ Extra: 'x' }), 'generated', [], ['unknown-fields']],
        [
          '{"label":"1","contentProducer":"kling"}',
          'generated',
          [
            'spelling-label',
            'spelling-contentproducer',
            'missing-produceid',
            'missing-reservedcode1',
            'missing-contentpropagator',
            'missing-propagateid',
            'missing-reservedcode2',
          ],
          [],
        ],
        [aigcJson().replace('ReservedCode1', 'ReserveCode1'), 'generated', ['spelling-reservedcode1'], []],
        [aigcJson().replace('{', '{"Label":"2",'), 'unclear', ['repeated-label'], []],
        [aigcJson().slice(0, 40), 'generated', ['truncated'], []],
        ['AIGC', 'unclear', ['not-an-object'], []],
        [aigcJson().replaceAll('"', '&quot;'), 'generated', [], ['escaped-twice']],
        [JSON.stringify({ AIGC: aigcJson() }), 'generated', [], ['encoded-twice']],
        ['', 'unclear', [], ['residue']],
      ];
    for (const [value, meaning, departs, warns] of cases) {
      const statement = await check(value);
      expect([value, statement?.meaning, codes(statement, 'departs'), codes(statement, 'warning')]).toEqual([
        value,
        meaning,
        departs,
        warns,
      ]);
    }
  });

  it('knows the check digit from codes in public files', async () => {
    // Credit codes printed in public files and tools; all carry a right check digit.
    for (const code of [
      '91110102MACQD9K640',
      '9144030008867405X2',
      '91110108335469089C',
      '91440300708461136T',
      '91440101MA9Y9T4H7A',
      '91310104MACE0YX639',
    ]) {
      const [right] = await statements(
        jpegWithXmp(aigcPacket(aigcJson({ ContentProducer: `0011${code}10000` }))),
      );
      expect([code, codes(right, 'warning')]).toEqual([code, []]);
      const wrong = code.slice(0, 8) + (code[8] === '7' ? '6' : '7') + code.slice(9);
      const [statement] = await statements(
        jpegWithXmp(aigcPacket(aigcJson({ ContentProducer: `0011${wrong}10000` }))),
      );
      expect([wrong, codes(statement, 'warning')]).toEqual([wrong, ['code-contentproducer']]);
    }
  });

  it('says a signature is present, and never more', async () => {
    const security = JSON.stringify({ SecurityData: { Type: 'TC260PG', Version: 1 } });
    const [statement] = await statements(jpegWithXmp(aigcPacket(aigcJson({ ReservedCode1: security }))));
    expect(statement).toMatchObject({ standing: 'unsupported', meaning: 'generated' });
    expect(codes(statement, 'departs')).toEqual([]);
  });

  it('sees what removing only the value leaves behind', async () => {
    const { answer } = await read(
      jpegWithXmp(xmpPacket('', 'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"')),
    );
    expect(answer.outcome).toBe('found');
    expect(answer.result?.statements[0]).toMatchObject({ meaning: 'unclear' });
    expect(codes(answer.result?.statements[0], 'warning')).toContain('empty-shell');
  });

  it('finds copies that repeat, copies that disagree, and labels against each other', async () => {
    const comment = (label: string) =>
      userCommentSegment(`{"AIGC":${aigcJson({ Label: label })}}`, 'ExifIFD', 'ASCII', true);
    const contradictions = async (bytes: Uint8Array) =>
      (await read(bytes)).answer.result?.contradictions.map(({ code }) => code);
    expect(await contradictions(plainJpeg([comment('1'), xmpSegment(aigcPacket(aigcJson()))]))).toEqual([
      'aigc-copies-repeat',
    ]);
    expect(await contradictions(plainJpeg([comment('3'), xmpSegment(aigcPacket(aigcJson()))]))).toEqual([
      'aigc-copies-differ',
    ]);
    expect(await contradictions(plainJpeg([comment('1'), xmpSegment(sourceTypePacket(capture))]))).toEqual([
      'generated-against-captured',
    ]);
    expect(
      await contradictions(
        plainJpeg([xmpSegment(sourceTypePacket(trained)), xmpSegment(sourceTypePacket(capture))]),
      ),
    ).toEqual(['source-types-differ', 'generated-against-captured']);
    const { findings } = await read(plainJpeg([comment('1'), xmpSegment(sourceTypePacket(capture))]));
    expect(findings.find(({ code }) => code === 'generated-against-captured')).toMatchObject({
      bearing: 'contradicts',
      proposition: 'as-declared',
    });
  });

  it('is not seen in a prompt that only uses the word', async () => {
    const { answer } = await read(
      plainPng([latinText('parameters', 'poster about AIGC: {a|b}, "AIGC": {"style":"x"}')]),
    );
    expect(answer.outcome).toBe('nothing-found');
  });
});

describe('outcomes', () => {
  it('a file without labels: nothing found, and the wording keeps its limits', async () => {
    for (const bytes of [plainJpeg(), plainPng()]) {
      const { answer, findings } = await read(bytes);
      expect(answer.outcome).toBe('nothing-found');
      expect(findings).toHaveLength(1);
      expect(findings[0]?.statement.en).toBe(
        'No declared label found in the carriers read; absence is not evidence that the media is not synthetic',
      );
    }
  });

  it('a damaged file: undetermined, never nothing found', async () => {
    const cases: Uint8Array[] = [
      plainJpeg().slice(0, 60),
      plainPng().slice(0, 40),
      jpegWithXmp('<x:xmpmeta'),
      plainPng([
        compressedText('Comment', new Uint8Array()).map((byte, index) => (index > 18 ? byte ^ 0x55 : byte)),
      ]),
      jpegWithXmp('<!DOCTYPE r [<!ENTITY a "aaaa">]><r>&a;</r>'),
      jpegWithXmp(xmpPacket('<a:b xmlns:a="urn:a">&unknown;</a:b>')),
    ];
    for (const [index, bytes] of cases.entries()) {
      const { answer } = await read(bytes);
      expect([index, answer.outcome]).toEqual([index, 'undetermined']);
    }
  });

  it('a label in a damaged packet: found, unclear, never trusted', async () => {
    const broken = aigcPacket(aigcJson()).replace('</rdf:RDF>', '');
    const { answer } = await read(jpegWithXmp(broken));
    expect(answer.outcome).toBe('found');
    expect(codes(answer.result?.statements[0], 'warning')).toContain('damaged-packet');
    expect(answer.warnings?.length).toBeGreaterThan(0);
  });

  it('a bomb costs little', async () => {
    const bomb = plainPng(new Array(8).fill(compressedText('Comment', Buffer.alloc(60_000_000, 0x20))));
    const spaces = plainPng([compressedText('Comment', `${' '.repeat(8_000_000)}x`)]);
    const words = plainPng([compressedText('Comment', 'AIGC{"Label":"'.repeat(500_000))]);
    const deep = jpegWithXmp(`<a>${'<b>'.repeat(5000)}`);
    const start = performance.now();
    for (const bytes of [bomb, spaces, words, deep]) await read(bytes);
    expect(performance.now() - start).toBeLessThan(8000);
  });
});

/** JPEG and PNG files below a corpus folder. */
function pictures(...segments: string[]): string[] {
  return readdirSync(corpus(...segments), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && ['.jpg', '.jpeg', '.png'].includes(extname(entry.name).toLowerCase()),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.skipIf(!corpusPresent)('real files against exiftool', () => {
  it('no label where exiftool sees none, and the same where it sees one', async () => {
    const files = [
      'ai-provenance',
      'c2pa-public-testfiles',
      'c2pa-rs-fixtures',
      'exiftool-t-images',
      'metadata-goldens',
      'photos',
    ].flatMap((name) => pictures(name));
    expect(files.length).toBeGreaterThan(150);
    const list = join(folder, 'files.txt');
    await writeFile(list, files.join('\n'));
    const json = await exiftool(
      '-q',
      '-q',
      '-j',
      '-n',
      '-a',
      '-XMP-iptcExt:DigitalSourceType',
      '-XMP-TC260:all',
      '-charset',
      'filename=utf8',
      '-@',
      list,
    );
    const expected = new Map<string, unknown>();
    for (const entry of JSON.parse(json) as { SourceFile: string; DigitalSourceType?: unknown }[]) {
      if (entry.DigitalSourceType !== undefined) expected.set(entry.SourceFile, entry.DigitalSourceType);
    }
    const found = new Map<string, unknown>();
    for (const path of files) {
      if (analysis.appliesTo(await identify(path, null)) !== true) continue;
      const { answer } = await runAnalysis(analysis, path);
      const values =
        answer.result?.statements
          .filter(({ standard }) => standard.startsWith('iptc'))
          .map(({ raw }) => raw) ?? [];
      if (values.length > 0) found.set(path, values.length === 1 ? values[0] : values);
    }
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  it('the same XMP values, file by file', async () => {
    const files = [
      'c2pa-public-testfiles',
      'c2pa-rs-fixtures',
      'exiftool-t-images',
      'metadata-goldens',
    ].flatMap((name) => pictures(name));
    const list = join(folder, 'xmp-files.txt');
    await writeFile(list, files.join('\n'));
    const names: Readonly<Record<string, readonly [uri: string, name: string]>> = {
      'XMP-xmp:CreatorTool': ['http://ns.adobe.com/xap/1.0/', 'CreatorTool'],
      'XMP-xmpMM:DocumentID': ['http://ns.adobe.com/xap/1.0/mm/', 'DocumentID'],
      'XMP-dc:Format': ['http://purl.org/dc/elements/1.1/', 'format'],
      'XMP-dc:Title': ['http://purl.org/dc/elements/1.1/', 'title'],
      'XMP-photoshop:Credit': ['http://ns.adobe.com/photoshop/1.0/', 'Credit'],
    };
    const tags = Object.keys(names).map((name) => `-${name}`);
    const entries = JSON.parse(await exiftool('-q', '-q', '-j', '-n', '-G1', ...tags, '-@', list)) as Record<
      string,
      unknown
    >[];
    let compared = 0;
    for (const entry of entries) {
      const path = String(entry.SourceFile);
      const expected = Object.entries(names).filter(([tag]) => entry[tag] !== undefined);
      if (expected.length === 0) continue;
      const { format } = await identify(path, null);
      const carrier = carriers.find(({ formats }) => formats.includes(format));
      if (carrier === undefined) continue;
      const reader = new ByteReader(path);
      const { payloads } = carrier.read(reader, new AbortController().signal);
      reader.close();
      const properties = payloads.flatMap((payload) =>
        payload.kind === 'xmp' && payload.packet.ok ? payload.packet.properties : [],
      );
      for (const [tag, [uri, name]] of expected) {
        const ours = properties
          .filter((property) => isNamed(property, uri, name))
          .map(({ value }) => value.trim());
        expect([path, tag, ours.includes(String(entry[tag]).trim())]).toEqual([path, tag, true]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('the same texts of Exif, IIM, comments and PNG chunks', async () => {
    const names = ['ExifTool.jpg', 'IPTC.jpg', 'MWG.jpg', 'XMP.jpg', 'Canon.jpg', 'Nikon.jpg', 'PNG.png'];
    const files = names.map((name) => corpus('exiftool-t-images/t/images', name));
    const json = JSON.parse(await exiftool('-q', '-q', '-j', '-n', '-G1', '-struct', ...files)) as Record<
      string,
      unknown
    >[];
    const groups: Readonly<Record<string, string>> = {
      IFD0: 'IFD0 ',
      ExifIFD: 'ExifIFD ',
      IPTC: '2:',
      File: 'COM',
      PNG: '',
    };
    let compared = 0;
    for (const entry of json) {
      const path = String(entry.SourceFile);
      const reader = new ByteReader(path);
      const carrier = carriers.find(({ id }) => id === (path.endsWith('.png') ? 'png' : 'jpeg'))!;
      const { payloads } = carrier.read(reader, new AbortController().signal);
      reader.close();
      for (const [name, value] of Object.entries(entry)) {
        const [group, tag] = name.split(':') as [string, string];
        const prefix = groups[group];
        const wanted =
          /^(ImageDescription|Make|Model|Software|Artist|Copyright|UserComment|Comment|Caption-Abstract|Headline|Credit|By-line|Source|SpecialInstructions|Keywords|CopyrightNotice)$/;
        // There exiftool prefers the comment of a trailer behind the image, which is no JPEG segment.
        if (name === 'File:Comment' && path.endsWith('ExifTool.jpg')) continue;
        if (prefix === undefined || !wanted.test(tag)) continue;
        const ours = payloads.flatMap((payload) =>
          payload.kind === 'text' &&
          payload.key.startsWith(prefix) &&
          (prefix === 'COM' || payload.key.toLowerCase().endsWith(tag.toLowerCase()))
            ? [payload.text]
            : [],
        );
        const theirs = (Array.isArray(value) ? value : [value])
          .map((item) => String(item).trimEnd())
          .filter((item) => item !== '');
        expect([path, name, ours]).toEqual([path, name, theirs]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(30);
  });
});
