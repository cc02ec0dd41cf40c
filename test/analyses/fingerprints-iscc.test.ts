import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/fingerprints/iscc.ts';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { fingerprinter } from '#core/trace/fingerprints/iscc.ts';
import { isccBytes, unitText } from '#core/trace/iscc/unit.ts';
import { videoUnit } from '#core/trace/iscc/video-unit.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-iscc-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function written(name: string, bytes: Uint8Array | string): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

async function coded(path: string) {
  const { answer, findings, figures } = await runAnalysis(analysis, path);
  if (answer.result === undefined) throw new Error('no code');
  return { ...answer.result, codes: findings.map(({ code }) => code), figures, warnings: answer.warnings };
}

async function prints(path: string) {
  const answer = await fingerprinter.print({
    path,
    media: await identify(path, path),
    context: { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined },
  });
  if (!answer.ok) throw new Error('no prints');
  return answer.prints;
}

const filters = execFileSync('ffmpeg', ['-v', 'error', '-filters'], { encoding: 'utf8' });
const withSignature = / signature +/.test(filters);

describe('ISCC of files', () => {
  it('gives bytes without a medium their data and instance units only', async () => {
    // Official vectors: data `test_0002_zero_128`, instance `test_0001_zero_128`.
    const path = await written('zero', Uint8Array.of(0));
    expect(analysis.appliesTo(await identify(path, path))).not.toBe(true);
    const texts = (await prints(path)).map((print) => [print.variant, fingerprinter.text(print)] as const);
    expect(texts.map(([variant]) => variant)).toEqual(['code', 'data', 'instance']);
    const [code, data, instance] = texts.map(([, text]) => Buffer.from(isccBytes(text)!).toString('hex'));
    expect(data?.slice(4, 36)).toBe('770f8fd225ec1e5abb95e406afaddef3');
    expect(instance?.slice(4)).toBe('2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213');
    expect(code).toBe(`5500${data?.slice(4, 20)}${instance?.slice(4, 20)}`);
  });

  it('reads text out of its documents', async () => {
    // Official vector `test_0002_hello_world_256_bits`; so short a text is not searched for.
    const expected = 'ISCC:EADSKDNZNYGUUF5AMFEJLZ5P66CP5YKCOA3X7F36RWE4CIRCBTUWXYY';
    for (const [name, source] of [
      ['a.txt', 'Hello World'],
      [
        'b.html',
        '<!doctype html><html><head><meta charset="utf-8"></head><body><p>Hello <b>World</b>!</p></body></html>',
      ],
    ] as const) {
      const made = await coded(await written(name, source));
      expect(made.content, name).toMatchObject({ media: 'text', code: expected, amount: 10 });
      expect(made.codes).toEqual(['iscc.code', 'iscc.content-unusable']);
    }
  });

  it('finds a re-encoded, reduced and bordered picture and no other', async () => {
    const original = patternImage(640, 480);
    const png = await written('a.png', await original.png().toBuffer());
    const jpeg = await written('b.jpg', await original.clone().resize(300).jpeg({ quality: 40 }).toBuffer());
    const bordered = await written(
      'c.png',
      await original
        .clone()
        .extend({ top: 40, left: 10, right: 90, bottom: 5, background: '#204080' })
        .png()
        .toBuffer(),
    );
    const other = await written('d.png', await original.clone().rotate(90).png().toBuffer());
    const known = await prints(png);
    expect(await fingerprinter.compare(await prints(png), known, 1)).toMatchObject({ claim: 'same-bytes' });
    expect(await fingerprinter.compare(await prints(jpeg), known, 1)).toMatchObject({
      variant: 'content-image',
      claim: 'likely',
    });
    // The border is cut off before anything else is done: not a bit differs.
    expect(await fingerprinter.compare(await prints(bordered), known, 1)).toMatchObject({
      score: 0,
      claim: 'likely',
    });
    expect(await fingerprinter.compare(await prints(other), known, 1)).toBeNull();
  });

  it('says that a flat picture cannot be traced', async () => {
    const flat = sharp({ create: { width: 60, height: 40, channels: 3, background: '#808080' } });
    const made = await coded(await written('flat.png', await flat.png().toBuffer()));
    expect(made.content?.quality).toBe(0);
    expect(made.codes).toContain('iscc.content-unusable');
  });

  it('leaves the content unit of damaged and unread files undetermined', async () => {
    const clip = await readFile(makeClip(folder, 'whole.mp4', [...testSource(1), '-c:v', 'libx264']));
    const picture = await patternImage(64, 64).png().toBuffer();
    for (const [name, bytes] of [
      ['cut.mp4', clip.subarray(0, 600)],
      ['cut.png', picture.subarray(0, 60)],
      ['a.pdf', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF')],
    ] as const) {
      const made = await coded(await written(name, bytes));
      expect(made.content, name).toBeNull();
      expect(made.missing?.text.en, name).toMatch(/[a-z]/);
      expect(made.codes).toEqual(['iscc.code', 'iscc.content-undetermined']);
    }
  });
});

describe.skipIf(!withSignature)('ISCC of films', () => {
  it('is that of the frame signatures FFmpeg writes as XML', async () => {
    const clip = makeClip(folder, 'clip.mp4', [...testSource(4), '-c:v', 'libx264']);
    // The way iscc-core documents; ours reads the binary form.
    const xml = join(folder, 'signature.xml');
    execFileSync(
      'ffmpeg',
      [
        '-v',
        'error',
        '-y',
        '-i',
        clip,
        '-vf',
        'fps=fps=5,signature=format=xml:filename=signature.xml',
        '-f',
        'null',
        '-',
      ],
      { cwd: folder },
    );
    const frames = [
      ...(await readFile(xml, 'utf8')).matchAll(/<FrameSignature>([\d\s]+)<\/FrameSignature>/g),
    ].map(([, values]) => values!.trim().split(/\s+/).map(Number));
    expect(frames).toHaveLength(20);
    const made = await coded(clip);
    expect(made.content).toMatchObject({ media: 'video', amount: 20 });
    expect(made.content?.code).toBe(unitText(videoUnit(frames.flat()).unit));
    expect(made.codes).toEqual(['iscc.code', 'iscc.content']);
  });
});
