import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis as own } from '#core/analyses/marks/assay.ts';
import { analysis as blindWatermark } from '#core/analyses/marks/blind-watermark.ts';
import { analysis as imwatermark } from '#core/analyses/marks/imwatermark.ts';
import { identify } from '#core/intake/identify.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { missingEnd } from '#core/media/structure/missing-end.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { english } from '../fixtures/make/running-text.ts';
import { makeBinaryGltf, makeGltf } from '../fixtures/make/scenes.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/**
 * Undetermined is an answer: nothing below carries a mark, and of none of it may be said that none was found. The truth
 * is in the sizes, lengths and cuts chosen here.
 */
const folder = mkdtempSync(join(tmpdir(), 'too-little-'));
const at = (name: string): string => join(folder, name);
const before = process.env.ASSAY_MARKS;
const keys = [publicMarkKey.name.fingerprint];

function ffmpeg(...args: readonly string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
}

/** The first part of a file. */
function cut(source: string, target: string, share: number): void {
  const bytes = readFileSync(at(source));
  writeFileSync(at(target), bytes.subarray(0, Math.floor(bytes.length * share)));
}

function colour(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: { r: 20, g: 60, b: 120 } } });
}

beforeAll(async () => {
  process.env.ASSAY_MARKS = folder;
  await patternImage(80, 300, 5).png().toFile(at('small.png'));
  await patternImage(200, 220, 5).png().toFile(at('half.png'));
  await colour(300, 280).jpeg().toFile(at('even.jpg'));
  await colour(300, 280).ensureAlpha(0).png().toFile(at('clear.png'));
  const noise = 'anoisesrc=color=pink:amplitude=0.2:sample_rate=22050:seed=7';
  ffmpeg('-f', 'lavfi', '-i', `${noise}:d=5.5`, at('short.wav'));
  ffmpeg('-f', 'lavfi', '-i', 'anullsrc=r=22050:cl=mono', '-t', '8', at('silent.flac'));
  ffmpeg('-f', 'lavfi', '-i', `${noise}:d=16`, '-b:a', '32k', at('whole.mp3'));
  ffmpeg('-i', at('whole.mp3'), '-c:a', 'flac', at('whole.flac'));
  ffmpeg('-i', at('whole.mp3'), '-c:a', 'libvorbis', at('whole.ogg'));
  cut('whole.mp3', 'cut.mp3', 0.6);
  cut('whole.flac', 'cut.flac', 0.6);
  cut('whole.ogg', 'cut.ogg', 0.6);
  const film = ['-pix_fmt', 'yuv420p', '-c:v', 'mpeg4', '-movflags', '+faststart'];
  ffmpeg('-f', 'lavfi', '-i', 'color=c=navy:s=160x120:r=5:d=0.2', ...film, at('even.mp4'));
  ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=128x72:r=5:d=0.2', ...film, at('small.mp4'));
  ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=5:d=2', ...film, at('whole.mp4'));
  cut('whole.mp4', 'cut.mp4', 0.6);
  writeFileSync(at('short.txt'), english.slice(0, 120));
  writeFileSync(at('few.txt'), `${english.slice(0, 300)}\ufe03 ${english.slice(300)}`);
  writeFileSync(at('bare.glb'), makeBinaryGltf(makeGltf()));
});
afterAll(() => {
  if (before === undefined) delete process.env.ASSAY_MARKS;
  else process.env.ASSAY_MARKS = before;
  rmSync(folder, { recursive: true, force: true });
});

describe('the reader of marks of ours', () => {
  it.each([
    ['small.png', 'the picture is 80 × 300', '80 × 300'],
    ['even.jpg', 'single colour', '单一颜色'],
    ['clear.png', 'single colour', '单一颜色'],
    ['short.wav', 'lasts 5.5 seconds', '5.5 秒'],
    ['silent.flac', 'silent', '静音'],
    ['even.mp4', 'single colour', '单一颜色'],
    ['small.mp4', 'smaller than 96 pixels', '96 像素'],
    ['short.txt', 'places where a mark', '位置'],
    ['few.txt', '1 characters', '1 个'],
    ['bare.glb', 'no texture', '纹理'],
  ])('says of %s that there is too little to tell', async (name, en, zh) => {
    const { answer, findings } = await runAnalysis(own, at(name), { keys, register: false });
    expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-little' } });
    expect(findings.map(({ code, bearing }) => [code, bearing])).toEqual([
      ['mark.undetermined', 'informational'],
    ]);
    expect(findings[0]!.statement.en).toMatch(/undetermined\. Too little to tell: /);
    expect(findings[0]!.statement.en).toContain(en);
    expect(findings[0]!.statement['zh-CN']).toContain('内容过少，无法判断');
    expect(findings[0]!.statement['zh-CN']).toContain(zh);
  });

  it.each([
    ['cut.mp3', 'damaged'],
    ['cut.flac', 'damaged'],
    ['cut.ogg', 'damaged'],
  ])('says of %s that not all of it is there', async (name, code) => {
    const { answer, findings } = await runAnalysis(own, at(name), { keys, register: false });
    expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code } });
    expect(findings.map((one) => one.code)).toEqual(['mark.undetermined']);
  });

  it('knows the end of a film that is missing, of which a decoder that jumps to places says nothing', () => {
    expect(missingEnd(at('cut.mp4'), 'mp4')).toContain('mdat');
  });

  it('says of the same sound when it is whole that none was found', async () => {
    for (const name of ['whole.mp3', 'whole.flac', 'whole.ogg', 'whole.mp4'])
      expect(missingEnd(at(name), (await identify(at(name), name)).format)).toBe(null);
    const { answer } = await runAnalysis(own, at('whole.mp3'), { keys, register: false });
    expect(answer.outcome).toBe('nothing-found');
  });
});

describe('readers of marks of others', () => {
  it('say nothing of a picture smaller than what their programs mark, or of one colour', async () => {
    const outcomes = async (name: string) => {
      const answers = [await runAnalysis(imwatermark, at(name)), await runAnalysis(blindWatermark, at(name))];
      return answers.map(({ answer }) =>
        answer.outcome === 'undetermined' ? answer.reason.code : answer.outcome,
      );
    };
    // 200 × 220 is below invisible-watermark's 256 × 256 and has 27 × 25 blocks of blind_watermark's.
    expect(await outcomes('half.png')).toEqual(['too-little', 'nothing-found']);
    expect(await outcomes('even.jpg')).toEqual(['too-little', 'too-little']);
    await patternImage(40, 40, 5).png().toFile(at('tiny.png'));
    expect(await outcomes('tiny.png')).toEqual(['too-little', 'too-little']);
  });
});
