import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/fingerprints/frames.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { findProgram } from '#core/media/program-paths.ts';
import { aligner } from '#core/trace/align/film.ts';
import { aligner as stillAligner } from '#core/trace/align/still-in-film.ts';
import type { Print } from '#core/trace/fingerprints/define.ts';
import { fingerprinter as film } from '#core/trace/fingerprints/film.ts';
import { fingerprinter as frames } from '#core/trace/fingerprints/frames.ts';
import { Alignment } from '#shared/domain/comparison.ts';
import { makeClip } from '../fixtures/make/clips.ts';
import { panningFilm } from '../fixtures/make/panning-film.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const programs = (await findProgram('ffmpeg')).found && (await findProgram('ffprobe')).found;
const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const media = { kind: 'video', format: 'mp4', mime: 'video/mp4', extensionFits: null } as const;
const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '28', '-pix_fmt', 'yuv420p'];

let folder = '';
let original = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-frames-'));
  if (programs) original = await panningFilm(folder, 'original.mp4', { seconds: 14, seed: 1 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function printed(path: string, method = frames): Promise<readonly Print[]> {
  const answer = await method.print({ path, media, context });
  if (!answer.ok) throw new Error(answer.reason.text.en);
  return answer.prints;
}

async function aligned(first: string, second: string) {
  const artifacts: string[] = [];
  const answer = await aligner.align({
    first: { path: first, media },
    second: { path: second, media },
    context,
    async artifact(name) {
      artifacts.push(name);
    },
  });
  return { ...Alignment.parse({ ...answer, artifacts: [] }), files: artifacts };
}

describe.skipIf(!programs)('prints of films', () => {
  it('find a re-cut copy inside bars, and nothing in an unrelated film', async () => {
    const known = await printed(original);
    const bars = 'scale=240:180,pad=320:180:(ow-iw)/2:0:black';
    const copy = await printed(
      makeClip(folder, 'bars.mp4', ['-ss', '3.2', '-t', '8', '-i', original, '-an', '-vf', bars, ...encode]),
    );
    const found = frames.compare(copy, known, 1000);
    expect(found).toMatchObject({ method: 'frames', variant: 'codes', claim: 'copy', unit: 'votes' });
    // Two frames a second of eight seconds.
    expect(found!.score).toBeGreaterThanOrEqual(15);
    expect(found!.expectedFalse).toBeLessThan(1e-9);
    const other = await printed(
      await panningFilm(folder, 'other.mp4', { seconds: 8, seed: 2, sound: false }),
    );
    expect(frames.compare(other, known, 1000)).toBeNull();
    const codes = known.find(({ variant }) => variant === 'codes')!;
    const stored = frames.indexed(codes)!;
    expect(stored).toMatchObject({ index: 'frames' });
    expect(stored.positions.length * 32).toBe(stored.codes.length);
    expect(stored.positions.at(-1)).toBeLessThan(14_000);
    // One a second and new shots; the register is dense.
    expect(frames.queried(codes)!.positions.length).toBeLessThan(stored.positions.length / 4);
  });

  it('say of the whole film only that it is nearly the same', async () => {
    const known = await printed(original, film);
    const again = makeClip(folder, 'again.mp4', ['-i', original, '-an', '-vf', 'scale=200:150', ...encode]);
    expect(film.compare(await printed(again, film), known, 10)?.claim).toBe('likely');
    const part = makeClip(folder, 'part.mp4', ['-ss', '4', '-i', original, '-an', ...encode]);
    expect(film.compare(await printed(part, film), known, 10)).toBeNull();
  });
});

describe.skipIf(!programs)('laying films along each other', () => {
  it('finds the planted cut, its place, the logo and the missing sound', async () => {
    // 2.0–6.0 and 9.0–13.0 of the original, a red square over all of it.
    const chain = [
      "select='between(t,2,5.999)+between(t,9,12.999)',setpts=N/25/TB",
      'drawbox=x=230:y=20:w=70:h=50:color=red:t=fill',
    ].join(',');
    const copy = makeClip(folder, 'recut.mp4', ['-i', original, '-an', '-vf', chain, ...encode]);
    const answer = await aligned(original, copy);
    expect(answer).toMatchObject({ outcome: 'aligned', claim: 'copy' });
    if (answer.transform?.kind !== 'time') throw new Error('no time transform');
    const [one, other] = answer.transform.pieces;
    expect(answer.transform.pieces).toHaveLength(2);
    expect(Math.abs(one!.first[0] - one!.second[0] - 2)).toBeLessThan(0.2);
    expect(Math.abs(other!.first[0] - other!.second[0] - 5)).toBeLessThan(0.2);
    expect(Math.abs(other!.second[0] - 4)).toBeLessThan(0.2);
    const spans = answer.changes.flatMap(({ kind, place }) =>
      kind === 'cut' && place.kind === 'span' ? [place.seconds] : [],
    );
    for (const [from, until] of [
      [0, 2],
      [6, 9],
      [13, 14],
    ] as const)
      expect(spans.some((span) => Math.abs(span[0] - from) < 0.25 && Math.abs(span[1] - until) < 0.25)).toBe(
        true,
      );
    const logo = answer.changes.find(({ kind }) => kind === 'overlaid');
    if (logo?.place.kind !== 'region') throw new Error('no overlay');
    const xs = logo.place.polygon.map(([x]) => x);
    const ys = logo.place.polygon.map(([, y]) => y);
    for (const [found, planted] of [
      [Math.min(...xs), 230],
      [Math.max(...xs), 300],
      [Math.min(...ys), 20],
      [Math.max(...ys), 70],
    ] as const)
      expect(Math.abs(found - planted)).toBeLessThanOrEqual(12);
    expect(answer.changes.some(({ kind, place }) => kind === 'removed' && place.kind === 'whole')).toBe(true);
    expect(answer.files).toEqual(['frames-1.jpg', 'frames-2.jpg', 'frames-3.jpg']);
  });

  it('finds a mirrored copy at its place, not beyond the end of the original', async () => {
    const copy = makeClip(folder, 'mirrored.mp4', [
      ...['-ss', '5', '-i', original, '-an', '-vf', 'hflip,tpad=stop_mode=clone:stop_duration=2', ...encode],
    ]);
    const answer = await aligned(original, copy);
    expect(answer.matches[0]).toMatchObject({ variant: 'mirrored', claim: 'copy' });
    if (answer.transform?.kind !== 'time') throw new Error('no time transform');
    const [piece] = answer.transform.pieces;
    expect(Math.abs(piece!.first[0] - piece!.speed * piece!.second[0] - 5)).toBeLessThan(0.2);
    expect(piece!.first[1]).toBeLessThanOrEqual(14.05);
    expect(answer.changes.some(({ statement }) => statement.en === 'The picture is mirrored.')).toBe(true);
  });

  it('finds a still in the film, and where', async () => {
    const still = makeClip(folder, 'still.png', ['-ss', '7.4', '-i', original, '-frames:v', '1']);
    const answer = await stillAligner.align({
      first: { path: still, media: { kind: 'image', format: 'png', mime: 'image/png', extensionFits: null } },
      second: { path: original, media },
      context,
      artifact: async () => undefined,
    });
    if (answer.transform?.kind !== 'time') throw new Error('no place');
    const [from, until] = answer.transform.pieces[0]!.second;
    expect(from).toBeLessThanOrEqual(7.45);
    expect(until).toBeGreaterThanOrEqual(7.35);
    expect(until - from).toBeLessThan(1.5);
  });
});

describe.skipIf(!programs)('the analysis of traceability by frames', () => {
  it('tells bars, frames and codes of a film whose making is known', async () => {
    const barred = makeClip(folder, 'barred.mp4', [
      ...['-t', '4', '-i', original, '-an', '-vf', 'pad=320:320:0:40:black', ...encode],
    ]);
    const { answer, findings, figures } = await runAnalysis(analysis, barred);
    const result = answer.result!;
    expect(result).toMatchObject({ width: 320, height: 320, rate: 25, flat: 0 });
    expect(Math.abs(result.frames - 100)).toBeLessThanOrEqual(1);
    expect(Math.abs(result.inner.top - 40 / 320)).toBeLessThan(0.012);
    expect(Math.abs(result.inner.bottom - 280 / 320)).toBeLessThan(0.012);
    expect([result.inner.left, result.inner.right]).toEqual([0, 1]);
    expect(findings.map(({ code }) => code)).toEqual(['frames.traceable', 'frames.bars']);
    expect(figures.map(({ id }) => id)).toContain('inner');
  });

  it('never calls a black film untraced, nor throws at damaged ones', async () => {
    const black = makeClip(folder, 'black.mp4', [
      ...['-f', 'lavfi', '-i', 'color=black:size=160x120:rate=10:duration=2', ...encode],
    ]);
    const { findings } = await runAnalysis(analysis, black);
    expect(findings.map(({ code }) => code)).toEqual(['frames.not-traceable']);
    expect(await frames.print({ path: black, media, context })).toMatchObject({
      ok: false,
      reason: { code: 'not-traceable' },
    });
    const tone = makeClip(folder, 'tone.mp4', ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac']);
    expect(await frames.print({ path: tone, media, context })).toMatchObject({
      ok: false,
      reason: { code: 'no-picture' },
    });
    const whole = await readFile(original);
    const cut = join(folder, 'cut.mp4');
    await writeFile(cut, whole.subarray(0, whole.length >> 1));
    const noise = join(folder, 'noise.mp4');
    await writeFile(noise, Buffer.alloc(4000, 'ftypisom'));
    for (const path of [cut, noise])
      for (const method of [frames, film])
        expect(await method.print({ path, media, context })).toMatchObject({ ok: false });
    expect(await aligned(noise, original)).toMatchObject({ outcome: 'undetermined' });
  });
});
