import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { identify } from '#core/intake/identify.ts';
import { carrier as gltf } from '#core/labels/carriers/gltf.ts';
import { carrier as html } from '#core/labels/carriers/html.ts';
import { carrier as markdown } from '#core/labels/carriers/markdown.ts';
import { carrier as ooxml } from '#core/labels/carriers/ooxml.ts';
import { carrier as pdf } from '#core/labels/carriers/pdf.ts';
import { carrier as text } from '#core/labels/carriers/text.ts';
import type { Carrier, LabelEntry } from '#core/labels/define.ts';
import { carrierOf, readLabels } from '#core/labels/read-labels.ts';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { aigcJson } from '../fixtures/make/aigc.ts';
import { makeArchive, makeOffice, officeEntries } from '../fixtures/make/packages.ts';
import { makeDocumentPdf, type PdfOptions } from '../fixtures/make/pdf.ts';
import { makeBinaryGltf, makeGltf } from '../fixtures/make/scenes.ts';
import { aigcNamespace, iptcNamespace, sourceTypePrefix, xmpPacket } from '../fixtures/make/xmp.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { carrierBench, textsByPlace } from '../support/label-carriers.ts';

const run = promisify(execFile);
const bench = carrierBench();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-label-documents-'));
});
afterAll(async () => {
  bench.close();
  await rm(folder, { recursive: true, force: true });
});

// brackets, a backslash and Chinese: what each container has to escape
const json = aigcJson({ ContentProducer: '光(明)\\ & <co>', ReservedCode1: 'a\\b' });
const second = aigcJson({ ContentPropagator: 'someone else' });
const label = (value: string): LabelEntry[] => [{ kind: 'text', key: 'AIGC', value }];
const term = 'https://schema.org/TrainedAlgorithmicMediaDigitalSource';
const trained = `${sourceTypePrefix}trainedAlgorithmicMedia`;
const packetEntries: LabelEntry[] = [
  {
    kind: 'xmp',
    properties: [{ uri: iptcNamespace, prefix: 'Iptc4xmpExt', name: 'DigitalSourceType', value: trained }],
  },
];

function written(carrier: Carrier, bytes: Buffer, entries: readonly LabelEntry[]): Buffer {
  const answer = bench.write(carrier, bytes, entries);
  if (!Buffer.isBuffer(answer)) throw new Error(answer.en);
  return answer;
}

function refused(carrier: Carrier, bytes: Buffer, entries: readonly LabelEntry[]): string {
  const answer = bench.write(carrier, bytes, entries);
  if (Buffer.isBuffer(answer)) throw new Error('was written');
  expect(answer['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
  return answer.en;
}

/** All copies of the label under this place, as our own reader finds them. */
function labelsIn(carrier: Carrier, bytes: Buffer): string[] {
  const { payloads, complete } = bench.read(carrier, bytes);
  expect(complete).toBe(true);
  return payloads.flatMap((payload) =>
    payload.kind === 'text' && /AIGC$/i.test(payload.key) && !payload.place.includes('superseded')
      ? [payload.text]
      : [],
  );
}

const named = new Map<string, Buffer>();
async function kept(name: string, bytes: Buffer): Promise<string> {
  named.set(name, bytes);
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('Office documents', () => {
  const forms: readonly (readonly [string, Buffer])[] = [
    ['plain.docx', makeOffice('docx')],
    ['stored.xlsx', makeOffice('xlsx', null, { stored: true })],
    ['descriptor.pptx', makeOffice('pptx', null, { descriptor: true })],
    ['wide.docx', makeArchive(officeEntries('docx', [['Client', 'A & B']], { wide: true }), true)],
    [
      'labelled.docx',
      makeOffice('docx', [
        ['AIGC', second],
        ['Client', 'A & B'],
      ]),
    ],
    ['prefixed.docx', Buffer.concat([Buffer.from('before'), makeOffice('docx')])],
  ];

  it('take the label up as a custom property, one copy, and every other entry keeps its packed bytes', async () => {
    for (const [name, source] of forms) {
      const result = written(ooxml, source, label(json));
      expect([name, labelsIn(ooxml, result)]).toEqual([name, [json]]);
      expect(written(ooxml, result, label(json)).equals(result)).toBe(true);
      const again = written(ooxml, written(ooxml, result, label(second)), label(json));
      expect(labelsIn(ooxml, again)).toEqual([json]);
      await kept(`source-${name}`, source);
      const path = await kept(name, result);
      if (!name.startsWith('prefixed')) expect((await identify(path, name)).format).toBe(name.slice(-4));
    }
    const script = `
import json, sys, zipfile
for name in sys.argv[1:]:
    folder, file = name.rsplit('/', 1)
    old, new = zipfile.ZipFile(folder + '/source-' + file), zipfile.ZipFile(name)
    def packed(archive, entry):
        archive.fp.seek(entry.header_offset)
        head = archive.fp.read(30)
        start = entry.header_offset + 30 + int.from_bytes(head[26:28], 'little') + int.from_bytes(head[28:30], 'little')
        archive.fp.seek(start)
        return archive.fp.read(entry.compress_size)
    changed = [e.filename for e in old.infolist() if packed(old, e) != packed(new, new.getinfo(e.filename))]
    import xml.etree.ElementTree as tree
    custom = tree.fromstring(new.read('docProps/custom.xml'))
    values = [[p.get('name'), p.get('pid'), ''.join(p.itertext())] for p in custom]
    for part in ['[Content_Types].xml', '_rels/.rels']: tree.fromstring(new.read(part))
    print(json.dumps([file, new.testzip(), changed, values, new.read('[Content_Types].xml').decode().count('custom.xml'), new.read('_rels/.rels').decode().count('custom.xml')]))
`;
    const files = forms.map(([name]) => join(folder, name));
    const { stdout } = await run('python3', ['-c', script, ...files]);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown[]);
    const registered = ['[Content_Types].xml', '_rels/.rels'];
    expect(rows).toEqual([
      ['plain.docx', null, registered, [['AIGC', '2', json]], 1, 1],
      ['stored.xlsx', null, registered, [['AIGC', '2', json]], 1, 1],
      ['descriptor.pptx', null, registered, [['AIGC', '2', json]], 1, 1],
      [
        'wide.docx',
        null,
        ['docProps/custom.xml'],
        [
          ['Client', '2', 'A & B'],
          ['AIGC', '3', json],
        ],
        1,
        1,
      ],
      [
        'labelled.docx',
        null,
        ['docProps/custom.xml'],
        [
          ['AIGC', '2', json],
          ['Client', '3', 'A & B'],
        ],
        1,
        1,
      ],
      ['prefixed.docx', null, registered, [['AIGC', '2', json]], 1, 1],
    ]);
  });

  it('are refused when they are signed, damaged, or hold a part twice', () => {
    const entries = officeEntries('docx', [['AIGC', second]]);
    const signed = makeArchive([...entries, { name: '_xmlsignatures/origin.sigs', data: '' }]);
    expect(refused(ooxml, signed, label(json))).toContain('signed');
    expect(refused(ooxml, makeArchive([...entries, entries[5]!]), label(json))).toContain(
      'parts of one name',
    );
    expect(refused(ooxml, makeOffice('docx').subarray(0, 800), label(json))).toContain('cannot be read');
    expect(refused(ooxml, makeOffice('docx'), label('a\u0000b'))).toContain('control characters');
  });
});

describe('PDF', () => {
  const options: readonly (readonly [string, PdfOptions])[] = [
    ['table.pdf', { references: 'table', info: '/Title (Sea) /Author (A % B)' }],
    ['stream.pdf', { references: 'stream', info: '/Title (Sea)' }],
    [
      'packed.pdf',
      {
        references: 'stream',
        info: '/Title (Sea)',
        packed: true,
        xmp: xmpPacket('<a:b xmlns:a="urn:a">kept</a:b>'),
      },
    ],
    ['none.pdf', { references: 'table', info: null }],
    ['labelled.pdf', { references: 'table', info: `/AIGC (${second}) /Title (Sea)`, xmp: xmpPacket('') }],
  ];

  it('take the label up in an update behind every byte of the source, once', async () => {
    for (const [name, form] of options) {
      const source = makeDocumentPdf(form);
      const result = written(pdf, source, [...label(json), ...packetEntries]);
      expect(result.subarray(0, source.length).equals(source)).toBe(true);
      expect([name, labelsIn(pdf, result)]).toEqual([name, [json]]);
      expect(written(pdf, result, [...label(json), ...packetEntries]).equals(result)).toBe(true);
      expect(labelsIn(pdf, written(pdf, result, label(second)))).toEqual([second]);
      const stays = /Title \(Sea\)/.test(form.info ?? '');
      expect(textsByPlace(bench.read(pdf, result).payloads)['Info dictionary | Title']).toBe(
        stays ? 'Sea' : undefined,
      );
      await kept(`source-${name}`, source);
      await kept(name, result);
    }
    // a file whose header is not at its beginning: offsets count from there
    const shifted = written(pdf, makeDocumentPdf({ ...options[0]![1], prefix: 'junk\n' }), label(json));
    expect(labelsIn(pdf, shifted)).toEqual([json]);
  });

  it('shows the same page and the label to other programs', async () => {
    for (const [name] of options) {
      const [source, result] = [join(folder, `source-${name}`), join(folder, name)];
      const page = (file: string) => run('pdftoppm', ['-r', '40', '-png', file], { encoding: 'buffer' });
      const [before, after] = [await page(source), await page(result)];
      expect(after.stderr.toString()).toBe('');
      expect(after.stdout.equals(before.stdout) && after.stdout.length > 300).toBe(true);
      const words = await run('pdftotext', [result, '-']);
      expect(words.stdout).toContain('A light stands by the sea');
      const { stdout } = await run('pdfinfo', ['-custom', result]);
      expect(stdout).toContain(`AIGC:`);
      expect(stdout.replace(/\s+/g, '')).toContain(json.replace(/\s+/g, ''));
    }
  });

  it('is refused when it is signed, encrypted or damaged', () => {
    const form = { references: 'table', info: '/Title (Sea)' } as const;
    const signed = makeDocumentPdf({ ...form, trailer: '/Sig << /ByteRange [0 1 2 3] >>' });
    expect(refused(pdf, signed, label(json))).toContain('signed');
    const locked = makeDocumentPdf({ ...form, trailer: '/Encrypt 6 0 R' });
    expect(refused(pdf, locked, label(json))).toContain('encrypted');
    expect(refused(pdf, makeDocumentPdf(form).subarray(0, -60), label(json))).toContain('damaged');
  });
});

describe('Markdown', () => {
  const body = '# Sea\n\nWords, 中文 and `code`.\n\n* * *\n\n- [a](b)\n';
  it('takes the label up in its front matter, and no other line changes', () => {
    const members = Object.entries(JSON.parse(json) as Record<string, string>);
    const block = `AIGC:\n${members.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`).join('')}`;
    const cases: readonly (readonly [string, string])[] = [
      [body, `---\n${block}---\n${body}`],
      [`---\ntitle:   "Sea"  # kept\n---\n${body}`, `---\ntitle:   "Sea"  # kept\n${block}---\n${body}`],
      [`---\n# nothing\n---\n${body}`, `---\n# nothing\n${block}---\n${body}`],
      [
        `---\na: 1\nAIGC:\n  Label: '2'\n  More: x\n\n# kept\nb: [1,  2]\n...\n${body}`,
        `---\na: 1\n${block}\n# kept\nb: [1,  2]\n...\n${body}`,
      ],
      [`---\naigc: {"Label": "1"}\nAIGC: {}\nb: 1\n---\n`, `---\n${block}b: 1\n---\n`],
    ];
    for (const [before, after] of cases) {
      for (const change of [(words: string) => words, (words: string) => words.replaceAll('\n', '\r\n')]) {
        for (const encode of [
          (words: string) => Buffer.from(words),
          (words: string) => Buffer.from(`\ufeff${words}`),
          (words: string) => Buffer.from(`\ufeff${words}`, 'utf16le'),
        ]) {
          const result = written(markdown, encode(change(before)), label(json));
          expect(result.equals(encode(change(after)))).toBe(true);
          expect(labelsIn(markdown, result)).toEqual([json]);
          expect(written(markdown, result, label(json)).equals(result)).toBe(true);
        }
      }
      const matter = after.split(/^(?:---|\.\.\.)$/m)[1] ?? '';
      expect((parse(matter) as { AIGC: unknown }).AIGC).toEqual(JSON.parse(json));
    }
  });

  it('is refused where something else stands at its beginning, and plain text has no place at all', () => {
    expect(refused(markdown, Buffer.from('+++\ntitle = "a"\n+++\n'), label(json))).toContain('YAML');
    expect(refused(markdown, Buffer.from('---\n{a: 1}\n---\n'), label(json))).toContain('YAML');
    expect(refused(text, Buffer.from('Words.\n'), label(json))).toContain('Plain text');
    expect(labelsIn(text, written(text, Buffer.from('---\na: 1\n---\nWords.\n'), label(json)))).toEqual([
      json,
    ]);
    const chinese = Buffer.concat([Buffer.from('# '), Buffer.from('b1eacce2', 'hex')]);
    expect(refused(markdown, chinese, label(json))).toContain('UTF-8');
    expect(labelsIn(markdown, written(markdown, chinese, label(second)))).toEqual([second]);
  });
});

describe('HTML', () => {
  const page = (head: string) =>
    `<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n${head}</head>\n<body><!-- </head> --><p>中文 &amp; words</p></body></html>\n`;
  const entries: LabelEntry[] = [...label(json), { kind: 'text', key: 'digitalSourceType', value: term }];

  it('takes the label up in a meta element and the source type in JSON-LD', async () => {
    const bare = page('');
    const result = written(html, Buffer.from(bare), entries);
    expect(labelsIn(html, result)).toEqual([json]);
    const inserted =
      /(<meta name="AIGC"[^\n]*\n<script[^\n]*<\/script>\n)<\/head>/.exec(String(result))?.[1] ?? '?';
    expect(String(result).replace(inserted, '')).toBe(bare);
    expect(written(html, result, entries).equals(result)).toBe(true);
    await kept('page.html', result);
    const other = written(html, result, [
      ...label(second),
      { kind: 'text', key: 'digitalSourceType', value: `${term}X` },
    ]);
    expect(labelsIn(html, other)).toEqual([second]);
    expect(String(other).match(/ld\+json/g)).toHaveLength(1);
    for (const encode of [(words: string) => Buffer.from(`\ufeff${words}`, 'utf16le')]) {
      const wide = written(html, encode(bare), entries);
      expect(labelsIn(html, wide)).toEqual([json]);
      expect(wide.toString('utf16le').replace(inserted, '')).toBe(`\ufeff${bare}`);
    }
    for (const odd of ['<p>No head</p>', '<html><body>x', '<!doctype html>\nx', ''])
      expect(labelsIn(html, written(html, Buffer.from(odd), entries))).toEqual([json]);
  });

  it('says it of the page where the page is described, never of a picture in it', () => {
    const script = (data: string) => page(`<script type="application/ld+json">${data}</script>\n`);
    const article = '{ "@context" : "https://schema.org",\n "@type" : ["NewsArticle"], "headline":"a </b>" }';
    const source = script(article);
    const result = String(written(html, Buffer.from(source), entries.slice(1)));
    expect(result.replace(`,"digitalSourceType":"${term}"`, '')).toBe(source);
    const graph = `{"@context":"http://schema.org/","@graph":[{"@type":"Organization"},{"@type":"WebPage","digitalSourceType":"x"}]}`;
    expect(String(written(html, Buffer.from(script(graph)), entries.slice(1)))).toBe(
      script(graph.replace('"x"', `"${term}"`)),
    );
    for (const foreign of [
      '{"@context":"https://schema.org","@type":"ImageObject","digitalSourceType":"x"}',
      '{"@context":"https://schema.org","@type":"Organization"}',
      '{"@context":"https://example.org","@type":"WebPage"}',
      '{"@context":"https://schema.org","@type":"WebPage"',
      '[{"@context":"https://schema.org","@type":"WebPage"},{"@context":"https://schema.org","@type":"Article"}]',
    ]) {
      const added = String(written(html, Buffer.from(script(foreign)), entries.slice(1)));
      expect(added).toContain(foreign);
      expect(added.match(/ld\+json/g)).toHaveLength(2);
    }
  });

  it('replaces a label however its element is written', () => {
    for (const element of [
      '<META CONTENT=\'{"Label":"2"}\' name=aigc>',
      '<meta name=AIGC content=old><meta name="AIGC" content="older">',
      '<meta name="AIGC" content="">',
    ]) {
      const result = written(html, Buffer.from(page(element)), label(json));
      expect(labelsIn(html, result)).toEqual([json]);
    }
  });
});

describe('glTF', () => {
  const scenes: readonly (readonly [string, Buffer])[] = [
    ['plain', makeGltf()],
    ['small', Buffer.from('{"asset":{"version":"2.0"}}')],
    ['labelled', makeGltf({ asset: { version: '2.0', extras: { AIGC: JSON.parse(second), note: 'kept' } } })],
    [
      'packets',
      makeGltf({
        extensionsUsed: ['KHR_lights_punctual'],
        extensions: {
          KHR_xmp_json_ld: {
            packets: [{ '@context': { Iptc4xmpExt: 'urn:other' }, 'Iptc4xmpExt:a': 'kept' }],
          },
        },
        nodes: [{ extensions: { KHR_xmp_json_ld: { packet: 0 } } }],
      }),
    ],
    [
      'own packet',
      makeGltf({
        asset: { version: '2.0', extensions: { KHR_xmp_json_ld: { packet: 0 } } },
        extensionsUsed: ['KHR_xmp_json_ld'],
        extensions: {
          KHR_xmp_json_ld: { packets: [{ '@context': { q: iptcNamespace }, 'q:DigitalSourceType': 'old' }] },
        },
      }),
    ],
  ];
  const entries: LabelEntry[] = [
    ...label(json),
    ...packetEntries,
    { kind: 'xmp', properties: [{ uri: aigcNamespace, prefix: 'TC260', name: 'AIGC', value: json }] },
  ];
  interface Scene {
    asset: { extras?: Record<string, unknown>; extensions?: { KHR_xmp_json_ld?: { packet: number } } };
    extensionsUsed?: string[];
    extensions?: { KHR_xmp_json_ld?: { packets: Record<string, unknown>[] } };
  }

  it('takes the label up in its asset and in a packet, and everything else is equal', () => {
    for (const [name, source] of scenes) {
      const result = written(gltf, source, entries);
      const scene = JSON.parse(String(result)) as Scene;
      expect([name, scene.asset.extras?.AIGC]).toEqual([name, JSON.parse(json)]);
      expect(scene.extensionsUsed).toContain('KHR_xmp_json_ld');
      const packet =
        scene.extensions?.KHR_xmp_json_ld?.packets[scene.asset.extensions?.KHR_xmp_json_ld?.packet ?? -1];
      const context = packet?.['@context'] as Record<string, string>;
      const prefix = (uri: string) => Object.keys(context).find((key) => context[key] === uri);
      expect(packet?.[`${prefix(iptcNamespace)}:DigitalSourceType`]).toBe(trained);
      expect(packet?.[`${prefix(aigcNamespace)}:AIGC`]).toBe(json);
      expect(written(gltf, result, entries).equals(result)).toBe(true);
      expect(labelsIn(gltf, result)).toEqual([json]);
      // without what was written, the document is the one it was
      const original = JSON.parse(String(source)) as Scene;
      const rest = JSON.parse(String(result)) as Scene;
      for (const document of [original, rest])
        for (const key of ['asset', 'extensions', 'extensionsUsed'] as const)
          delete (document as Partial<Scene>)[key];
      expect(rest).toEqual(original);
      // and its text too, but for insertions: all old lines stand in the new one in their order
      let at = 0;
      for (const line of String(source)
        .split('\n')
        .filter((one) => !/AIGC|Label|Content|Produce|Propagate|Reserved|old|extras/.test(one))) {
        const stem = line.trim().replace(/[,\]}]+$/, '');
        at = String(result).indexOf(stem, at);
        expect([stem, at >= 0]).toEqual([stem, true]);
      }
    }
  });

  it('keeps the chunks of a binary file', () => {
    for (const [, source] of scenes) {
      const binary = makeBinaryGltf(source);
      const result = written(gltf, binary, entries);
      expect(result.readUInt32LE(8)).toBe(result.length);
      const length = result.readUInt32LE(12);
      expect(length % 4).toBe(0);
      const chunk = result.subarray(20, 20 + length);
      expect(JSON.parse(String(chunk))).toEqual(JSON.parse(String(written(gltf, source, entries))));
      const old = binary.readUInt32LE(12);
      expect(result.subarray(20 + length).equals(binary.subarray(20 + old))).toBe(true);
      expect(written(gltf, result, entries).equals(result)).toBe(true);
    }
  });

  it('is refused where the asset keeps something else', () => {
    const source = makeGltf({ asset: { version: '2.0', extras: 'a text' } });
    expect(refused(gltf, source, label(json))).toContain('not overwritten');
    expect(refused(gltf, Buffer.from('{"asset":'), label(json))).toContain('not overwritten');
  });
});

it('a label that a later save replaced is told from the one in force', async () => {
  const first = written(pdf, makeDocumentPdf({ references: 'table', info: null }), label(second));
  const path = await kept('twice.pdf', written(pdf, first, [...label(json), ...packetEntries]));
  const again = await kept('thrice.pdf', written(pdf, await readFile(path), packetEntries));
  for (const file of [path, again]) {
    const media = await identify(file, 'a.pdf');
    const { statements, contradictions } = await readLabels(file, media, new AbortController().signal);
    const own = statements.filter(({ standard }) => standard === 'gb45438-aigc');
    expect(own.map(({ kind, raw, place }) => [kind, raw, place])).toEqual([
      ['residue', second, 'Info dictionary of an earlier save (superseded)'],
      ['label', json, 'Info dictionary'],
    ]);
    expect(own[0]?.checks.map(({ code }) => code)).toContain('superseded');
    expect(statements).toHaveLength(3);
    expect(contradictions).toEqual([]);
  }
});

describe.skipIf(!corpusPresent)('real documents', () => {
  it('take the label up and keep the rest', async () => {
    const pdfs = ['basic.pdf', 'basic-no-xmp.pdf', 'basic-attachments.pdf'].map((name) =>
      corpus('c2pa-rs-fixtures', 'sdk', 'tests', 'fixtures', name),
    );
    for (const path of [...pdfs, corpus('exiftool-t-images', 't', 'images', 'PDF.pdf')]) {
      const source = await readFile(path);
      const result = written(pdf, source, [...label(json), ...packetEntries]);
      expect(result.subarray(0, source.length).equals(source)).toBe(true);
      expect(labelsIn(pdf, result)).toEqual([json]);
    }
    const signed = await readFile(corpus('c2pa-rs-fixtures', 'sdk', 'tests', 'fixtures', 'basic-retest.pdf'));
    expect(refused(pdf, signed, label(json))).toContain('signed');
    const office = await readFile(corpus('exiftool-t-images', 't', 'images', 'OOXML.docx'));
    expect(labelsIn(ooxml, written(ooxml, office, label(json)))).toEqual([json]);
  });
});

it('exiftool reads the labels that were written', async () => {
  const script = await exiftoolScript();
  if (script === null) throw new Error('exiftool-vendored is not installed');
  // compressed parts of a package are closed to it without a further Perl module
  const names = [...named.keys()].filter((name) => /^(?!source-|twice|thrice).*\.(pdf|html)$/.test(name));
  expect(names).toHaveLength(6);
  const files = names.map((name) => join(folder, name));
  const { stdout } = await run('perl', [script, '-config', '', '-j', '-G1', '-a', '-struct', ...files]);
  const rows = JSON.parse(stdout) as Record<string, unknown>[];
  for (const [index, name] of names.entries()) {
    const row = rows[index]!;
    const key = Object.keys(row).find((tag) => /:AIGC$/i.test(tag));
    // exiftool reads a value that is JSON as an object when it prints JSON
    const value = row[key ?? ''];
    expect([name, typeof value === 'string' ? value : JSON.stringify(value)]).toEqual([name, json]);
    if (name.endsWith('.pdf')) expect(row['XMP-iptcExt:DigitalSourceType']).toBeDefined();
    expect([name, row['ExifTool:Warning']]).toEqual([name, undefined]);
  }
});

it('the carriers are those the formats lead to', () => {
  for (const [format, carrier] of [
    ['docx', ooxml],
    ['pdf', pdf],
    ['markdown', markdown],
    ['html', html],
    ['glb', gltf],
    ['text', text],
  ] as const)
    expect(carrierOf(format)?.id).toBe(carrier.id);
});
