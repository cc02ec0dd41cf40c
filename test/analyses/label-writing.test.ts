import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { exiftoolScript } from '#core/media/program-paths.ts';
import { aigcFields, aigcJson, aigcPacket, userCommentSegment } from '../fixtures/make/aigc.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { jpegSegment, makeJpeg } from '../fixtures/make/jpeg.ts';
import { makePng, pngChunk } from '../fixtures/make/png.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { sourceTypePacket, sourceTypePrefix } from '../fixtures/make/xmp.ts';
import { LabelDesk, producer } from '../support/labelling.ts';

/** The whole way of a label into a copy: composed, written, read back, and what is refused. */
const desk = new LabelDesk();
afterAll(() => desk.close());

const aigc = { standard: 'gb45438-aigc', ...producer } as const;
const spread = { standard: 'gb45438-aigc', propagator: 'Plattform 平台', propagateId: 'p-9' } as const;

function file(name: string, bytes: Uint8Array): string {
  const path = desk.path(name);
  writeFileSync(path, bytes);
  return path;
}

const xmpSegment = (packet: string): Buffer =>
  jpegSegment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), Buffer.from(packet)]));

/** The payload as ExifTool shows it, one process for all files. */
async function shownByExiftool(paths: readonly string[]): Promise<Record<string, unknown>[]> {
  const args = ['-q', '-q', '-j', '-a', '-u', '-b', '-G1', '-XMP:All', '-*AIGC*', '-UserDefinedText'];
  const script = (await exiftoolScript())!;
  return JSON.parse(execFileSync('perl', [script, ...args, ...paths], { encoding: 'utf8' })) as Record<
    string,
    unknown
  >[];
}

describe('a label in the metadata', () => {
  test('stands where one reader does not look, when another one shows it', async () => {
    const speex = ['-ar', '16000', '-ac', '1', '-c:a', 'libspeex'];
    const source = makeClip(desk.folder, 'speex.ogg', ['-f', 'lavfi', '-i', 'sine=d=0.3', ...speex]);
    const { answer } = await desk.labelled(source, { labels: [aigc] });
    expect(answer.readBack).toMatchObject([
      { reader: 'assay', state: 'agrees' },
      { reader: 'exiftool', state: 'cannot' },
      { reader: 'ffprobe', state: 'agrees', name: 'TAG:AIGC' },
    ]);
  });

  test('is there once in each kind of file, for ExifTool as for us, and the rest is the source', async () => {
    const clip = makeClip(desk.folder, 'film.mp4', [...testSource(0.4), '-c:v', 'libx264', '-c:a', 'aac']);
    const from = (name: string, ...args: string[]): string =>
      makeClip(desk.folder, name, ['-i', clip, ...args]);
    const sources = [
      file('picture.jpg', await makeJpeg({ width: 64, height: 48 })),
      file('picture.png', makePng()),
      file('picture.webp', await patternImage(64, 48).webp().toBuffer()),
      file('picture.gif', await patternImage(64, 48).gif().toBuffer()),
      file('picture.tiff', await patternImage(64, 48).tiff().toBuffer()),
      clip,
      from('film.mov', '-c', 'copy'),
      from('film.mkv', '-c', 'copy'),
      from('film.avi', '-c:v', 'mpeg4', '-c:a', 'mp3'),
      from('sound.wav', '-vn'),
      from('sound.mp3', '-vn'),
      from('sound.flac', '-vn'),
      from('sound.ogg', '-vn', '-c:a', 'libvorbis'),
      from('sound.m4a', '-vn', '-c:a', 'aac'),
    ];
    const made: string[] = [];
    for (const source of sources) {
      const { out, answer } = await desk.labelled(source, { labels: [aigc] });
      made.push(out);
      expect(answer.rest, source).toBe('bytes');
      expect(answer.readBack[0], source).toMatchObject({ reader: 'assay', state: 'agrees' });
      expect(
        answer.changes.map(({ name, before }) => `${name} ${before}`),
        source,
      ).toContain('ContentProducer null');
    }
    const shown = await shownByExiftool(made);
    for (const [at, entry] of shown.entries()) {
      const values = Object.entries(entry).filter(([key]) => /aigc|UserDefinedText/i.test(key));
      expect(values.length, made[at]).toBe(1);
      const text = String(values[0]![1]).replace(/^base64:/, '');
      const plain =
        text.startsWith('{') || text.startsWith('(AIGC)') ? text : Buffer.from(text, 'base64').toString();
      expect(JSON.parse(plain.replace(/^\(AIGC\) /, '').replace(/\0+$/, '')), made[at]).toMatchObject({
        Label: '1',
        ContentProducer: producer.producer,
        ProduceID: producer.produceId,
      });
    }
    // Pixels and samples by decoders of others.
    for (const [at, source] of sources.entries()) {
      const out = made[at]!;
      if (/picture/.test(source)) {
        const [before, after] = await Promise.all([source, out].map((path) => sharp(path).raw().toBuffer()));
        expect(after!.equals(before!), source).toBe(true);
      } else {
        const hash = (path: string): string =>
          execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-map', '0', '-f', 'md5', '-'], {
            encoding: 'utf8',
          });
        expect(hash(out), source).toBe(hash(source));
      }
    }
    // Where a block was only put in, both sides of it are the source's bytes.
    for (const [at, source] of sources.entries()) {
      if (!['.jpg', '.png', '.gif'].includes(extname(source))) continue;
      const [before, after] = [readFileSync(source), readFileSync(made[at]!)];
      let head = 0;
      while (head < before.length && before[head] === after[head]) head += 1;
      let tail = 0;
      while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
      expect(head + tail, source).toBe(before.length);
    }
  });

  test('of two standards goes into one packet beside what it holds, and names nobody', async () => {
    const source = file(
      'mixed.jpg',
      await makeJpeg({
        segments: [
          xmpSegment(
            sourceTypePacket(`${sourceTypePrefix}digitalCapture`).replace(
              '</rdf:Description>',
              '</rdf:Description><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="kept"/>',
            ),
          ),
        ],
      }),
    );
    const labels = [aigc, { standard: 'iptc-digital-source-type', system: 'Imagen', systemVersion: '4.0' }];
    const { out, answer } = await desk.labelled(source, { labels });
    const [shown] = await shownByExiftool([out]);
    expect(shown).toMatchObject({
      'XMP-dc:Format': 'kept',
      'XMP-iptcExt:DigitalSourceType': `${sourceTypePrefix}trainedAlgorithmicMedia`,
      'XMP-iptcExt:AISystemUsed': 'Imagen',
    });
    expect(Object.keys(shown!)).toContain('XMP-TC260:Aigc');
    expect(answer.changes).toContainEqual(
      expect.objectContaining({ name: 'DigitalSourceType', before: `${sourceTypePrefix}digitalCapture` }),
    );
    expect(
      readFileSync(out)
        .toString('latin1')
        .match(/http:\/\/ns\.adobe\.com\/xap/g),
    ).toHaveLength(1);
  });

  test('of two standards goes into a film in either order', async () => {
    const film = makeClip(desk.folder, 'both.mp4', [
      ...testSource(0.2, '64x48', 10),
      '-c:v',
      'libx264',
      '-an',
    ]);
    const iptc = { standard: 'iptc-digital-source-type' } as const;
    for (const labels of [
      [aigc, iptc],
      [iptc, aigc],
    ]) {
      const { answer } = await desk.labelled(film, { labels });
      expect(answer.readBack.filter(({ state }) => state === 'agrees')).toHaveLength(4);
    }
  });

  test('that is there keeps its producer; a platform adds itself; nothing is lowered', async () => {
    const source = file(
      'held.jpg',
      await makeJpeg({ segments: [xmpSegment(aigcPacket(aigcJson({ ReservedCode1: 'seal', Extra: 'x' })))] }),
    );
    const { out, answer } = await desk.labelled(source, { labels: [spread] });
    const [shown] = await shownByExiftool([out]);
    expect(JSON.parse(String(shown!['XMP-TC260:Aigc']))).toEqual({
      ...aigcFields,
      ReservedCode1: 'seal',
      Extra: 'x',
      ContentPropagator: spread.propagator,
      PropagateID: spread.propagateId,
    });
    expect(answer.changes.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['ContentPropagator', aigcFields.ContentPropagator, spread.propagator],
      ['PropagateID', aigcFields.PropagateID, spread.propagateId],
    ]);
    expect(await desk.refusal(source, { labels: [{ ...aigc, producer: 'Somebody else' }] })).toContain(
      'kept and not replaced',
    );
    expect(await desk.refusal(source, { labels: [{ ...spread, label: '2' }] })).toContain('never lowered');
    const suspected = file(
      'suspected.jpg',
      await makeJpeg({ segments: [xmpSegment(aigcPacket(aigcJson({ Label: '3' })))] }),
    );
    const raised = await desk.labelled(suspected, { labels: [{ standard: 'gb45438-aigc', label: '1' }] });
    expect(raised.answer.changes).toMatchObject([{ name: 'Label', before: '3', after: '1' }]);
  });

  test('is not taken back in another standard, nor by the other label of one order', async () => {
    const captured = { standard: 'iptc-digital-source-type', sourceType: 'digitalCapture' } as const;
    const held = file('is.jpg', await makeJpeg({ segments: [xmpSegment(aigcPacket(aigcJson()))] }));
    expect(await desk.refusal(held, { labels: [captured] })).toMatch(/^lowered: .*never lowered/);
    const bare = file('none.jpg', await makeJpeg());
    expect(await desk.refusal(bare, { labels: [captured, aigc] })).toMatch(/^lowered: .*and that it is not/);
    // What generation leaves open denies nothing, and a file that says nothing may say it was captured.
    for (const [source, labels] of [
      [held, [{ ...captured, sourceType: 'composite' }]],
      [bare, [captured]],
    ] as const)
      expect((await desk.label(source, { labels })).answer.ok).toBe(true);
  });

  test('is refused where a copy stands already that cannot be kept to one', async () => {
    const bare = await makeJpeg();
    expect(await desk.refusal(file('bare.jpg', bare), { labels: [spread] })).toContain(
      'no label whose producer could be kept',
    );
    const comment = Buffer.from(userCommentSegment(`{"AIGC":${aigcJson()}}`, 'ExifIFD', 'ASCII', true));
    const elsewhere = file('elsewhere.jpg', await makeJpeg({ segments: [comment] }));
    expect(await desk.refusal(elsewhere, { labels: [spread] })).toMatch(/a second copy is not written/);
    expect(
      await desk.refusal(elsewhere, {
        labels: [{ ...aigc, producer: aigcFields.ContentProducer, produceId: aigcFields.ProduceID }],
      }),
    ).toMatch(/second copy/);
    const twice = [comment, xmpSegment(aigcPacket(aigcJson({ Label: '2' })))];
    expect(
      await desk.refusal(file('twice.jpg', await makeJpeg({ segments: twice })), { labels: [spread] }),
    ).toMatch(/stands 2 times .* differ/);
    const broken = file(
      'broken.png',
      makePng({
        before: [
          pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${aigcPacket(aigcJson()).slice(0, -90)}`)),
        ],
      }),
    );
    expect(await desk.refusal(broken, { labels: [spread] })).toMatch(/damaged|cannot be read/);
    const short = file('short.png', makePng({ width: 200, height: 200 }).subarray(0, 300));
    expect(await desk.refusal(short, { labels: [aigc] })).toMatch(
      /^unreadable: .*second copy must not be written/,
    );
  });

  test('is refused for a name that does not fit, a format without a place, and half a pair', async () => {
    const source = file('named.png', makePng());
    const as = async (extension: string, bytes: Uint8Array, request: object) =>
      desk.refusal(file(`odd.${extension}`, bytes), request);
    expect(await as('jpg', makePng(), { labels: [aigc] })).toContain('labelling does not convert');
    expect(await as('bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(80)]), { labels: [aigc] })).toMatch(
      /^(format|extension)/,
    );
    expect(await as('txt', Buffer.from('words'), { labels: [aigc] })).toContain('Plain text has no place');
    expect(await desk.refusal(source, { labels: [{ standard: 'gb45438-aigc', producer: 'x' }] })).toContain(
      'needs both',
    );
    for (const blank of [{ producer: ' ' }, { produceId: '\t' }, { propagator: ' ', propagateId: ' ' }])
      expect(await desk.refusal(source, { labels: [{ ...aigc, ...blank }] })).toContain('needs both');
    expect(await desk.refusal(source, { labels: [{ standard: 'schema-org' }] })).toMatch(/web pages only/);
    expect(await desk.refusal(source, { labels: [aigc, aigc] })).toContain('asked for once');
    expect(await desk.refusal(source, {})).toContain('Say what is to be written');
    expect(await desk.refusal(source, { visible: {}, written: {} })).toContain('one kind of label');
  });
});

describe('a sentence in a text', () => {
  const sentence = '本内容由人工智能生成';
  test.each([
    ['lines.txt', 'one\r\ntwo', 'start', `${sentence}\r\none\r\ntwo`],
    ['end.txt', 'one\ntwo', 'end', `one\ntwo\n${sentence}\n`],
    ['page.md', '---\ntitle: x\n---\n\n# Hi\n', 'start', `---\ntitle: x\n---\n${sentence}\n\n\n# Hi\n`],
    [
      'page.html',
      '<!doctype html><html><head></head><body class="a"><p>x</p></body></html>',
      'start',
      `<!doctype html><html><head></head><body class="a">\n<p>${sentence}</p>\n<p>x</p></body></html>`,
    ],
    [
      'last.html',
      '<!doctype html><html><body><p>x</p></body></html>',
      'end',
      `<!doctype html><html><body><p>x</p>\n<p>${sentence}</p>\n</body></html>`,
    ],
  ])('%s', async (name, before, place, after) => {
    const { out, answer } = await desk.labelled(file(name, Buffer.from(before)), { written: { place } });
    expect(readFileSync(out, 'utf8')).toBe(after);
    expect(answer).toMatchObject({
      rest: 'rendered',
      changes: [{ standard: 'written', place, after: sentence }],
    });
  });

  test('is in the encoding of the text; one that could not hold it is refused', async () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('eins\r\n', 'utf16le')]);
    const { out } = await desk.labelled(file('wide.txt', wide), { written: {} });
    expect(new TextDecoder('utf-16le').decode(readFileSync(out))).toBe(`${sentence}\r\neins\r\n`);
    const old = Buffer.from('d\xe9j\xe0 vu, encore une fois\n', 'latin1');
    expect(await desk.refusal(file('old.txt', old), { written: {} })).toContain('not in UTF-8');
    expect(
      await desk.refusal(file('line.txt', Buffer.from('x')), { written: { text: '由AI写成' } }),
    ).toContain('lacks an element');
  });

  test('a page of Markdown without front matter gets some, when the copy is named so', async () => {
    const { out } = await desk.labelled(file('short.md', Buffer.from('# Title\n\nwords\n')), {
      labels: [aigc],
    });
    const text = readFileSync(out, 'utf8');
    expect(text).toMatch(/^---\nAIGC:\n {2}Label: "1"\n/);
    expect(text.endsWith('---\n# Title\n\nwords\n')).toBe(true);
  });

  test('in Markdown goes together with the label in its front matter', async () => {
    const { out } = await desk.labelled(
      file('both.md', Buffer.from('# Title\n\nWords with **weight**, [a link](x).\n\n- one\n- two\n')),
      {
        written: {},
        labels: [aigc],
      },
    );
    const text = readFileSync(out, 'utf8');
    expect(text).toMatch(/^---\n[\s\S]*AIGC:[\s\S]*ContentProducer[\s\S]*\n---\n/);
    expect(text).toContain(`\n${sentence}\n\n# Title`);
  });
});
