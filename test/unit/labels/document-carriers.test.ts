import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { carrier as epub } from '#core/labels/carriers/epub.ts';
import { carrier as gltf } from '#core/labels/carriers/gltf.ts';
import { carrier as html } from '#core/labels/carriers/html.ts';
import { carrier as markdown } from '#core/labels/carriers/markdown.ts';
import { carrier as odf } from '#core/labels/carriers/odf.ts';
import { carrier as ooxml } from '#core/labels/carriers/ooxml.ts';
import { carrier as pdf } from '#core/labels/carriers/pdf.ts';
import { carrier as text } from '#core/labels/carriers/text.ts';
import { carrier as usd } from '#core/labels/carriers/usd.ts';
import type { Carrier } from '#core/labels/define.ts';
import { aigcFields, aigcJson, aigcPacket } from '../../fixtures/make/aigc.ts';
import {
  customPropertiesXml,
  makeArchive,
  makeEpub,
  makeOffice,
  makeOpenDocument,
  officeEntries,
} from '../../fixtures/make/packages.ts';
import { makeDocumentPdf, savedAgain } from '../../fixtures/make/pdf.ts';
import { makeBinaryGltf, makeGltf, makeUsda } from '../../fixtures/make/scenes.ts';
import { carrierBench, textsByPlace } from '../../support/label-carriers.ts';
import { mutate, randomNumbers } from '../../support/mutations.ts';

const bench = carrierBench();
afterAll(bench.close);
const json = aigcJson();

/** Texts of a file that is read whole and without remarks. */
function sound(carrier: Carrier, bytes: Uint8Array): Record<string, string> {
  const { payloads, warnings, complete } = bench.read(carrier, bytes);
  expect({ warnings, complete }).toEqual({ warnings: [], complete: true });
  return textsByPlace(payloads);
}

/** The bytes of the first text under this key, as they lie in the file. */
function bytesOf(carrier: Carrier, bytes: Buffer, key: string): string {
  const found = bench
    .read(carrier, bytes)
    .payloads.find((payload) => payload.kind === 'text' && payload.key === key);
  const [start, length] = found?.bytes ?? [0, 0];
  return bytes.toString('utf8', start, start + length);
}

describe('Office documents', () => {
  it('give up their custom, core and app properties however the archive is written', () => {
    for (const kind of ['docx', 'xlsx', 'pptx'] as const) {
      for (const form of [
        {},
        { stored: true },
        { descriptor: true },
        { wide: true },
        { descriptor: true, wide: true },
      ]) {
        const bytes = makeOffice(kind, [['AIGC', json]], form);
        expect(sound(ooxml, bytes)).toEqual({
          'docProps/custom.xml | AIGC': json,
          'docProps/core.xml | core:creator': 'A. Writer',
          'docProps/core.xml | core:title': 'Sea & light',
          'docProps/app.xml | app:Application': 'Test Writer',
        });
      }
    }
    const entries = officeEntries('docx', [['AIGC', json]]);
    expect(sound(ooxml, makeArchive(entries, true))['docProps/custom.xml | AIGC']).toBe(json);
    const behind = Buffer.concat([Buffer.from('#!/bin/sh\n'), makeArchive(entries)]);
    expect(sound(ooxml, behind)['docProps/custom.xml | AIGC']).toBe(json);
  });

  it('say where a stored property stands, and of a packed one where the packed bytes are', () => {
    const stored = makeOffice('docx', [['AIGC', 'plain']], { stored: true });
    expect(bytesOf(ooxml, stored, 'AIGC')).toBe('plain');
    const packed = makeOffice('docx', [['AIGC', json]]);
    const found = bench.read(ooxml, packed).payloads.find((one) => one.kind === 'text' && one.key === 'AIGC');
    const at = packed.indexOf('docProps/custom.xml') + 'docProps/custom.xml'.length;
    expect(found?.bytes[0]).toBe(at);
  });

  it('are read twice where two entries have one name, and that is said', () => {
    const twice = makeArchive([
      ...officeEntries('docx', [['AIGC', json]]),
      { name: 'docProps/custom.xml', data: customPropertiesXml([['AIGC', aigcJson({ Label: '2' })]]) },
    ]);
    const { payloads, warnings } = bench.read(ooxml, twice);
    expect(payloads.filter((one) => one.kind === 'text' && one.key === 'AIGC')).toHaveLength(2);
    expect(warnings.join()).toContain('2 entries are named docProps/custom.xml');
  });

  it('are not whole when a part is encrypted, bursts, is no XML, or is not there', () => {
    const custom = (data: Uint8Array | string, form = {}) =>
      makeArchive([...officeEntries('docx'), { name: 'docProps/custom.xml', data, ...form }]);
    const cases: readonly (readonly [Uint8Array, string])[] = [
      [custom(customPropertiesXml([['AIGC', json]]), { encrypted: true }), 'encrypted'],
      [custom(Buffer.alloc(64 * 1024 * 1024)), 'unpacks to more than'],
      [custom('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), 'document type'],
      [makeOffice('docx', [['AIGC', json]]).subarray(0, 900), 'no end of central directory'],
      [Buffer.from('PK\x03\x04'), 'no end of central directory'],
    ];
    for (const [bytes, words] of cases) {
      const { complete, warnings } = bench.read(ooxml, bytes);
      expect(complete).toBe(false);
      expect(warnings.join()).toContain(words);
    }
  });
});

describe('OpenDocument and EPUB', () => {
  it('are read', () => {
    expect(sound(odf, makeOpenDocument('AIGC', json))).toEqual({
      'meta.xml | meta:title': 'Sea',
      'meta.xml | AIGC': json,
    });
    const book = makeEpub('AIGC', json, aigcPacket(json));
    expect(sound(epub, book)).toEqual({
      'OEBPS/content.opf | dc:title': 'Sea',
      'OEBPS/content.opf | AIGC': json,
      'OEBPS/content.opf | generator': 'Test Writer',
    });
    const packet = bench.read(epub, book).payloads.find(({ kind }) => kind === 'xmp');
    expect(packet?.kind === 'xmp' && packet.packet.ok && packet.packet.properties[0]?.value).toBe(json);
  });
});

describe('PDF', () => {
  const info = `/Title (Sea \\(dark\\)) /AIGC (${json}) /Author <FEFF4F5C8005> /Keywords (\\344\\205)`;

  it('is read through tables and streams of references, and from an object stream', () => {
    const expected = {
      'Info dictionary | Title': 'Sea (dark)',
      'Info dictionary | AIGC': json,
      'Info dictionary | Author': '作者',
      // 0x85 is an em dash's neighbour in PDFDocEncoding, not in ISO 8859-1 (ISO 32000-2, D.2)
      'Info dictionary | Keywords': 'ä–',
    };
    expect(sound(pdf, makeDocumentPdf({ references: 'table', info }))).toEqual(expected);
    expect(sound(pdf, makeDocumentPdf({ references: 'stream', info }))).toEqual(expected);
    expect(sound(pdf, makeDocumentPdf({ references: 'stream', info, packed: true }))).toEqual(expected);
    expect(sound(pdf, makeDocumentPdf({ references: 'table', info, prefix: 'junk\n' }))).toEqual(expected);
    expect(bytesOf(pdf, makeDocumentPdf({ references: 'table', info }), 'AIGC')).toBe(`(${json})`);
  });

  it('tells what the last save says from what earlier ones said', () => {
    const older = makeDocumentPdf({ references: 'table', info: `/AIGC (${aigcJson({ Label: '3' })})` });
    const bytes = savedAgain(savedAgain(older, `/AIGC (${json})`), `/AIGC (${json}) /Title (New)`);
    expect(sound(pdf, bytes)).toEqual({
      'Info dictionary of an earlier save (superseded) | AIGC': aigcJson({ Label: '3' }),
      'Info dictionary | AIGC': json,
      'Info dictionary | Title': 'New',
    });
  });

  it('gives its XMP packet', () => {
    const bytes = makeDocumentPdf({ references: 'stream', info: null, xmp: aigcPacket(json) });
    const [packet] = bench.read(pdf, bytes).payloads;
    expect(packet?.place).toBe('Metadata stream XMP');
    expect(packet?.kind === 'xmp' && packet.contiguous && packet.packet.ok).toBe(true);
  });

  it('is not whole when it is encrypted, when its references are damaged, or when they go in a circle', () => {
    const plain = makeDocumentPdf({ references: 'table', info });
    const locked = makeDocumentPdf({ references: 'table', info, trailer: '/Encrypt 6 0 R' });
    expect(bench.read(pdf, locked)).toMatchObject({ complete: false, payloads: [] });
    // the objects are still found, and what they say is kept
    for (const damage of [
      plain.subarray(0, -40),
      Buffer.from(plain.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7'), 'latin1'),
    ]) {
      const { complete, payloads } = bench.read(pdf, damage);
      expect(complete).toBe(false);
      expect(textsByPlace(payloads)['Info dictionary | AIGC']).toBe(json);
    }
    const start = /startxref\n(\d+)/.exec(plain.toString('latin1'))?.[1];
    const circle = makeDocumentPdf({ references: 'table', info, trailer: `/Prev ${start}` });
    expect(bench.read(pdf, circle).complete).toBe(false);
  });

  it('ends quickly on object streams that hold themselves, and on streams that burst', () => {
    const loop = makeDocumentPdf({ references: 'stream', info, packed: true })
      .toString('latin1')
      .replace('/N 1 /First 4', '/N 9 /First 4');
    const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024));
    const burst = Buffer.concat([
      Buffer.from(
        `%PDF-1.7\n1 0 obj\n<< /Type /XRef /W [1 2 1] /Size 9 /Filter /FlateDecode /Length ${bomb.length} >>\nstream\n`,
      ),
      bomb,
      Buffer.from('\nendstream\nendobj\nstartxref\n9\n%%EOF\n'),
    ]);
    for (const bytes of [Buffer.from(loop, 'latin1'), burst]) {
      const start = performance.now();
      bench.read(pdf, bytes);
      expect(performance.now() - start).toBeLessThan(2000);
    }
    expect(bench.read(pdf, burst).complete).toBe(false);
  });
});

describe('Markdown', () => {
  const quoted = `---\ntitle: "Sea"\nAIGC:\n  Label: "1"\n  ContentProducer: "${aigcFields.ContentProducer}"\n  ProduceID: "fx-0001"\n---\n\n# Sea\n`;

  it('gives the label of its front matter as JSON, in every way YAML writes it', () => {
    const value = `{"Label":"1","ContentProducer":"${aigcFields.ContentProducer}","ProduceID":"fx-0001"}`;
    const forms = [
      quoted,
      quoted.replaceAll('"', "'").replace("'Sea'", '"Sea"'),
      quoted.replaceAll('\n', '\r\n'),
      `\ufeff${quoted}`,
      `---\ntitle: "Sea"\nAIGC: {Label: "1", ContentProducer: "${aigcFields.ContentProducer}", ProduceID: fx-0001}\n...\n`,
      `---\nAIGC: '${value}'\ntitle: Sea\n---\n`,
      `---\nAIGC: |-\n  ${value}\ntitle: Sea\n---\n`,
    ];
    for (const form of forms) {
      for (const bytes of [Buffer.from(form), Buffer.from(`\ufeff${form.replace('\ufeff', '')}`, 'utf16le')])
        expect(sound(markdown, bytes)).toEqual({
          'front matter | title': 'Sea',
          'front matter | AIGC': value,
        });
    }
    expect(bytesOf(markdown, Buffer.from(`\ufeff${quoted}`), 'AIGC')).toMatch(
      /^AIGC:\n {2}Label[\s\S]*fx-0001"$/,
    );
  });

  // Labelling reference §4.2, V1–V3, as public repositories hold them
  it('keeps scalars as they are written', () => {
    const wild = [
      '---',
      'AIGC:',
      '  Label: AIGC',
      '  ContentProducer: Minimax Agent AI',
      `  ProduceID: ${'0'.repeat(32)}`,
      '  ReservedCode1: 3045022100aa',
      '  Number: 7',
      '  Nothing:',
      '  Flag: true',
      "  Uuid: '6f1b2c3d-0000-4000-8000-000000000000'",
      '  Uuid: second',
      '---',
    ].join('\n');
    expect(sound(markdown, Buffer.from(wild))['front matter | AIGC']).toBe(
      `{"Label":"AIGC","ContentProducer":"Minimax Agent AI","ProduceID":"${'0'.repeat(32)}","ReservedCode1":"3045022100aa","Number":7,"Nothing":null,"Flag":true,"Uuid":"6f1b2c3d-0000-4000-8000-000000000000","Uuid":"second"}`,
    );
    const long = Buffer.alloc(140, 7).toString('base64');
    const tencent = `---\naigc:\n  Label: "1"\n  ReservedCode1: ${long}\n  ReservedCode2: ${long}\n---\n`;
    expect(sound(text, Buffer.from(tencent))).toEqual({
      'front matter | aigc': `{"Label":"1","ReservedCode1":"${long}","ReservedCode2":"${long}"}`,
    });
  });

  it('is also read at its end, and where a fenced block opens or closes it', () => {
    const label = 'AIGC:\n  Label: "1"\n';
    const cases: readonly (readonly [string, string])[] = [
      [`# Sea\n\nWords.\n\n---\n${label}---\n`, 'closing block | AIGC'],
      [`# Sea\n\nWords.\n\n${label}`, 'closing block | AIGC'],
      [`# Sea\n\nWords.\n\n\`\`\`yaml\n${label}\`\`\`\n\n`, 'fenced block at the end | AIGC'],
      [`\n\`\`\`yaml\n${label}\`\`\`\n# Sea\n`, 'fenced block at the start | AIGC'],
      [`${'A long line of words.\n'.repeat(20_000)}---\n${label}---\n`, 'closing block | AIGC'],
    ];
    for (const [words, place] of cases)
      expect(sound(markdown, Buffer.from(words))).toEqual({ [place]: '{"Label":"1"}' });
    const far = `${'Worte für das Meer.\n'.repeat(20_000)}---\n${label}---\n`;
    expect(bytesOf(markdown, Buffer.from(far), 'AIGC')).toBe(label.trimEnd());
  });

  it('is not taken for labelled where it only speaks of labels', () => {
    const words = [
      '# AIGC labels\n\nWrite them so:\n\n```yaml\nAIGC:\n  Label: "1"\n```\n\nThat is all.\n',
      '---\n\n# A rule, not front matter\n\nAIGC: words\n',
      'AIGC: a word\n\n- list\n',
    ];
    for (const each of words) expect(sound(markdown, Buffer.from(each))).toEqual({});
  });

  it('is not whole when front matter that speaks of a label is broken or has no end', () => {
    for (const words of ['---\nAIGC:\n  Label: "1"\n', '---\n"AIGC: [\n: {{\n---\n'])
      expect(bench.read(markdown, Buffer.from(words)).complete).toBe(false);
  });

  it('reads Chinese encodings, and says where', () => {
    // 标题 in GBK
    const title = Buffer.from('b1eacce2', 'hex');
    const bytes = Buffer.concat([
      Buffer.from('---\ntitle: '),
      title,
      Buffer.from('\nAIGC:\n  Label: "1"\n---\n\n'),
      Buffer.from('d5fdcec4', 'hex'),
    ]);
    expect(sound(markdown, bytes)).toEqual({
      'front matter | title': '标题',
      'front matter | AIGC': '{"Label":"1"}',
    });
    expect(bytesOf(markdown, bytes, 'AIGC')).toBe('AIGC:\n  Label: "1"');
  });

  it('ends quickly on YAML that would grow or nest without end', () => {
    const bombs = [
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
        .join('\n')}`,
      '['.repeat(100_000),
      '- '.repeat(50_000),
      'a: '.repeat(40_000),
      `${' ? '.repeat(40_000)}`,
    ];
    for (const bomb of bombs) {
      const start = performance.now();
      bench.read(markdown, Buffer.from(`---\n${bomb}\nAIGC: {Label: "1"}\n---\n`));
      expect(performance.now() - start).toBeLessThan(3000);
    }
  });
});

describe('HTML', () => {
  const term = 'https://schema.org/TrainedAlgorithmicMediaDigitalSource';
  const page = [
    '<!DOCTYPE html><html><head>',
    '<title><meta name="not" content="a tag"></title>',
    '<!-- <meta name="not" content="a comment"> -->',
    `<meta content='${json.replaceAll("'", '&#39;')}' NAME=AIGC>`,
    '<meta property="og:title" content="Sea &amp; light &#x5149;">',
    `<script type="application/ld+json">{"@context":"https://schema.org","digitalSourceType":"${term}"}</script>`,
    '<script>var a = "<meta name=not content=code>";</script></head><body>',
    `<div itemscope><meta itemprop="digitalSourceType" content="${term}"><span itemprop="name">x</span></div>`,
    `<link itemprop="digitalSourceType" href="${term}">`,
    `<p property="schema:digitalSourceType">${term}</p>`,
    '</body></html>',
  ].join('\n');

  it('is read in its meta elements, JSON-LD, microdata and RDFa, and nowhere else', () => {
    for (const bytes of [
      Buffer.from(page),
      Buffer.from(`\ufeff${page}`),
      Buffer.from(`\ufeff${page}`, 'utf16le'),
      Buffer.from(`\ufeff${page}`, 'utf16le').swap16(),
    ])
      expect(sound(html, bytes)).toEqual({
        'meta | meta:AIGC': json,
        'meta | meta:og:title': 'Sea & light 光',
        'script application/ld+json | jsonld': `{"@context":"https://schema.org","digitalSourceType":"${term}"}`,
        'microdata | microdata:digitalSourceType': term,
        'RDFa | rdfa:schema:digitalSourceType': term,
      });
    expect(bytesOf(html, Buffer.from(`\ufeff中${page}`), 'meta:AIGC')).toBe(json);
  });

  it('is decoded as it declares', () => {
    const declared = Buffer.concat([
      Buffer.from('<meta charset=gbk><meta name="description" content="'),
      Buffer.from('b1eacce2', 'hex'),
      Buffer.from('">'),
    ]);
    expect(sound(html, declared)).toEqual({ 'meta | meta:description': '标题' });
    const undeclared = Buffer.from('<html><meta name="description" content="caf\xe9">', 'latin1');
    expect(sound(html, undeclared)).toEqual({ 'meta | meta:description': 'café' });
  });

  it('is not whole when a script of data does not end', () => {
    expect(bench.read(html, Buffer.from('<script type="application/ld+json">{')).complete).toBe(false);
  });
});

describe('glTF', () => {
  const packet = { '@context': { dc: 'http://purl.org/dc/elements/1.1/' }, 'dc:title': 'Sea' };
  const scene = makeGltf({
    asset: {
      version: '2.0',
      generator: 'Test Scene Writer',
      extras: { AIGC: JSON.parse(json), note: 'kept', 'a/b': 'slash' },
      extensions: { KHR_xmp_json_ld: { packet: 0 } },
    },
    extensions: { KHR_xmp_json_ld: { packets: [packet] } },
    nodes: [{ extras: { AIGC: json } }, { extras: { weight: 1 } }],
  });

  it('is read in its asset, its extras and its packets, as text and as a binary file', () => {
    const expected = {
      '/asset/generator | generator': 'Test Scene Writer',
      '/asset/extras/AIGC | AIGC': expect.any(String),
      '/asset/extras/note | note': 'kept',
      '/asset/extras/a~1b | a/b': 'slash',
      '/nodes/0/extras/AIGC | AIGC': json,
      '/extensions/KHR_xmp_json_ld/packets/0 (/asset) | KHR_xmp_json_ld': expect.any(String),
    };
    for (const bytes of [scene, makeBinaryGltf(scene), makeBinaryGltf(makeGltf(JSON.parse(String(scene))))]) {
      const found = sound(gltf, bytes);
      expect(found).toEqual(expected);
      expect(JSON.parse(found['/asset/extras/AIGC | AIGC'] ?? '')).toEqual(JSON.parse(json));
    }
    expect(JSON.parse(bytesOf(gltf, makeBinaryGltf(scene), 'KHR_xmp_json_ld'))).toEqual(packet);
  });

  it('is not whole when its JSON is cut off, nests without end, or is not there', () => {
    const deep = Buffer.from(`{"asset":{"version":"2.0","extras":${'['.repeat(100_000)}`);
    const cases = [
      scene.subarray(0, -9),
      deep,
      makeBinaryGltf(scene).subarray(0, 200),
      Buffer.from('glTF\x02\0\0\0'),
    ];
    for (const bytes of cases) expect(bench.read(gltf, bytes).complete).toBe(false);
  });
});

describe('USD', () => {
  const inside = `        string AIGC = "${json.replaceAll('"', '\\"')}"\n        dictionary other = {\n            string[] list = ["a", "b"]\n            string Label = "1"\n        }`;

  it('is read in layers written as text, alone and in a package', () => {
    const expected = { AIGC: json, other: '{"Label":"1"}' };
    const layer = makeUsda(inside);
    const alone = sound(usd, layer);
    expect(alone).toMatchObject({
      'layer customLayerData | AIGC': expected.AIGC,
      'layer customLayerData | other': expected.other,
      'layer metadata | comment': 'A scene (with brackets) # and a sign',
    });
    expect(Object.values(alone)).not.toContain("not the layer's");
    const packed = makeArchive([{ name: 'scene.usda', data: layer, stored: true }]);
    expect(sound(usd, packed)['scene.usda customLayerData | AIGC']).toBe(json);
    expect(bytesOf(usd, packed, 'AIGC')).toContain('\\"Label\\"');
  });

  it('says nothing about layers in binary form', () => {
    const packed = makeArchive([{ name: 'scene.usdc', data: 'PXR-USDC\0\0', stored: true }]);
    expect(bench.read(usd, packed)).toMatchObject({ complete: false, payloads: [] });
  });
});

it('no damage makes a reader throw or hang', () => {
  const rows: readonly (readonly [Carrier, Buffer])[] = [
    [ooxml, makeOffice('docx', [['AIGC', json]], { stored: true })],
    [ooxml, makeOffice('xlsx', [['AIGC', json]], { descriptor: true })],
    [odf, makeOpenDocument('AIGC', json)],
    [epub, makeEpub('AIGC', json, aigcPacket(json))],
    [pdf, makeDocumentPdf({ references: 'table', info: `/AIGC (${json})`, xmp: aigcPacket(json) })],
    [pdf, makeDocumentPdf({ references: 'stream', info: `/AIGC (${json})`, packed: true })],
    [markdown, Buffer.from(`---\ntitle: x\nAIGC:\n  Label: "1"\n---\n# Sea\n\n---\nAIGC: {}\n---\n`)],
    [
      html,
      Buffer.from(
        `<html><head><meta name="AIGC" content='${json}'><script type="application/ld+json">{"@context":"https://schema.org","@type":"WebPage"}</script>`,
      ),
    ],
    [gltf, makeGltf({ extensions: { KHR_xmp_json_ld: { packets: [{ '@context': {} }] } } })],
    [gltf, makeBinaryGltf(makeGltf())],
    [usd, makeUsda('string AIGC = "a"')],
  ];
  const entries = [{ kind: 'text', key: 'AIGC', value: json }] as const;
  for (const [index, [carrier, source]] of rows.entries()) {
    const random = randomNumbers(index + 1);
    const other = rows[(index + 1) % rows.length]![1];
    for (let round = 0; round < 300; round += 1) {
      const { bytes } = mutate(source, other, random);
      const start = performance.now();
      bench.read(carrier, bytes);
      if (carrier.write !== undefined && round % 3 === 0) bench.write(carrier, bytes, entries);
      expect(performance.now() - start).toBeLessThan(2000);
    }
  }
});
