import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { stateOf } from '#core/labels/overview.ts';
import { readLabels } from '#core/labels/read-labels.ts';
import { type LabelledExhibit, labelSurvival } from '#core/labels/survival.ts';
import { aigcJson, aigcPacket } from '../fixtures/make/aigc.ts';
import { pngWithXmp } from '../fixtures/make/xmp.ts';

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-survival-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);

/** What a file says by the reading of its carrier alone; no credential was asked for. */
async function exhibit(path: string, number: number): Promise<LabelledExhibit> {
  const media = await identify(path, basename(path));
  const { statements, contradictions, complete } = await readLabels(
    path,
    media,
    new AbortController().signal,
  );
  return {
    evidence: { sha256: String(number).padStart(64, '0'), number, name: basename(path), media },
    overview: { state: stateOf(statements, complete), statements, contradictions, complete, missing: [] },
  };
}

async function passages(...names: string[]) {
  const exhibits = [];
  for (const [index, name] of names.entries()) exhibits.push(await exhibit(at(name), index + 1));
  return labelSurvival(exhibits).passages;
}

const fates = (passage: Awaited<ReturnType<typeof passages>>[number] | undefined) =>
  passage?.labels.map(({ fate }) => fate);

describe('a labelled film through ordinary processing (FFmpeg)', () => {
  beforeAll(async () => {
    await ffmpeg(
      ...['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=10:d=0.4', '-f', 'lavfi', '-i', 'sine=d=0.4'],
      ...[
        '-c:v',
        'mpeg4',
        '-c:a',
        'aac',
        '-movflags',
        'use_metadata_tags',
        '-metadata',
        `AIGC=${aigcJson()}`,
      ],
      at('labelled.mp4'),
    );
    await ffmpeg('-i', at('labelled.mp4'), '-c', 'copy', at('copied.mp4'));
    await ffmpeg('-i', at('labelled.mp4'), '-c', 'copy', '-movflags', 'use_metadata_tags', at('careful.mp4'));
    await ffmpeg('-i', at('labelled.mp4'), '-c', 'copy', at('copied.mkv'));
    await ffmpeg('-i', at('labelled.mp4'), '-c:v', 'copy', '-an', at('copied.avi'));
    await ffmpeg('-i', at('labelled.mp4'), '-vn', at('sound.wav'));
  });

  it('says what a plain stream copy lost, and that it is an ordinary thing', async () => {
    const [passage] = await passages('labelled.mp4', 'copied.mp4');
    expect(fates(passage)).toEqual(['lost']);
    expect(passage?.innocent.map(({ text }) => text.en).join(' ')).toContain('plain copy of the streams');
    expect(passage?.reading?.en).toContain('with what intent, no file can tell');
  });

  it('finds it kept where the copy was asked to keep it', async () => {
    const [passage] = await passages('labelled.mp4', 'careful.mp4');
    expect(fates(passage)).toEqual(['kept']);
    expect(passage).toMatchObject({ innocent: [], reading: null });
  });

  it('follows it into another container', async () => {
    const [passage] = await passages('labelled.mp4', 'copied.mkv');
    expect(fates(passage)).toEqual(['moved']);
    expect(passage?.labels[0]?.after?.place).not.toBe(passage?.labels[0]?.before?.place);
  });

  it('knows the containers FFmpeg never writes it into', async () => {
    for (const name of ['copied.avi', 'sound.wav']) {
      const [passage] = await passages('labelled.mp4', name);
      expect(fates(passage)).toEqual(['lost']);
      expect(passage?.innocent.map(({ text }) => text.en).join(' ')).toContain('into AVI or WAV');
    }
  });
});

describe('a labelled picture', () => {
  const labelled = (changes: Record<string, unknown> = {}) => pngWithXmp(aigcPacket(aigcJson(changes)));

  it('loses it when a library saves the picture anew', async () => {
    await writeFile(at('labelled.png'), labelled());
    await writeFile(at('saved.jpg'), await sharp(at('labelled.png')).jpeg().toBuffer());
    const [passage] = await passages('labelled.png', 'saved.jpg');
    expect(fates(passage)).toEqual(['lost']);
    expect(passage?.innocent.some(({ text }) => text.en.includes('Saving a picture anew'))).toBe(true);
  });

  it('takes the propagator’s own fields for what they are, and reads no rule against them', async () => {
    await writeFile(at('first.png'), labelled());
    await writeFile(
      at('spread.png'),
      labelled({ ContentPropagator: 'Example Platform', PropagateID: 'p-1' }),
    );
    const [passage] = await passages('first.png', 'spread.png');
    expect(fates(passage)).toEqual(['altered']);
    expect(passage?.labels[0]?.changed.map(({ name }) => name).sort()).toEqual([
      'ContentPropagator',
      'PropagateID',
    ]);
    expect(passage?.innocent.map(({ text }) => text.en)).toEqual([expect.stringContaining('by design')]);
    expect(passage?.innocent[0]?.cite['zh-CN']).toContain('《标识办法》第六条');
    expect(passage?.reading).toBeNull();
  });

  it.each([
    ['another class', { ContentPropagator: 'Example Platform', Label: '3' }],
    ['the producer', { ContentProducer: 'someone else' }],
    ['a platform that is erased', { ContentPropagator: '', PropagateID: '' }],
  ])('reads the rules about a change of %s', async (_, changes) => {
    await writeFile(at('first.png'), labelled());
    await writeFile(at('changed.png'), labelled(changes));
    const [passage] = await passages('first.png', 'changed.png');
    expect(fates(passage)).toEqual(['altered']);
    expect(passage?.innocent.some(({ text }) => text.en.includes('by design'))).toBe(false);
    expect(passage?.reading?.en).toContain('Art. 10');
  });

  it('never calls a label lost when the copy could not be read', async () => {
    await writeFile(at('first.png'), labelled());
    const whole = await readFile(at('first.png'));
    await writeFile(at('cut.png'), whole.subarray(0, 60));
    const [passage] = await passages('first.png', 'cut.png');
    expect(fates(passage)).toEqual(['undetermined']);
    expect(passage?.reading).toBeNull();
  });

  it('tells a label that came on the way', async () => {
    await writeFile(at('plain.png'), await sharp(labelled()).png().toBuffer());
    await writeFile(at('first.png'), labelled());
    const [passage] = await passages('plain.png', 'first.png');
    expect(fates(passage)).toEqual(['added']);
  });
});
