import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { analysis } from '#core/analyses/labels/declared.ts';
import { planRun, type RunRequest } from '#core/analysis/run.ts';
import { carrier as png } from '#core/labels/carriers/png.ts';
import type { LabelEntry } from '#core/labels/define.ts';
import type * as copying from '#core/labels/writing/copy-pieces.ts';
import { labelKeysState } from '#core/media/label-keys.ts';
import { aigcPacket } from '../fixtures/make/aigc.ts';
import { makePng, pngChunk } from '../fixtures/make/png.ts';
import { latinText, sourceTypePacket, sourceTypePrefix } from '../fixtures/make/xmp.ts';
import { LabelDesk, producer } from '../support/labelling.ts';

/** A disk that gives back other bytes than it was given, while `fails`. */
const disk = vi.hoisted(() => ({ fails: false }));
vi.mock('#core/labels/writing/copy-pieces.ts', async (original) => {
  const real = await original<typeof copying>();
  return {
    ...real,
    hashCopied: async (...given: Parameters<typeof copying.hashCopied>) =>
      disk.fails ? '0'.repeat(64) : real.hashCopied(...given),
  };
});

/** What stands between a fault of ours and a copy that says something else than it should. */
const desk = new LabelDesk();
afterAll(() => desk.close());
afterEach(() => vi.restoreAllMocks());

const aigc = { standard: 'gb45438-aigc', ...producer } as const;
const xmp = (packet: string) => pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${packet}`));

/** The refusal when the carrier plans `made` of the label it is given. */
async function refusal(made: (value: string) => Uint8Array, source: Uint8Array = makePng()): Promise<string> {
  const path = desk.path(`source-${Math.random()}.png`);
  writeFileSync(path, source);
  const spy = vi.spyOn(png, 'write').mockImplementation((_reader, entries: readonly LabelEntry[]) => {
    const [entry] = entries;
    if (entry?.kind !== 'xmp') throw new Error('XMP is what a PNG keeps');
    const data = made(entry.properties[0].value);
    return { ok: true, plan: { pieces: [{ from: 'memory', data }], places: ['iTXt XMP'] } };
  });
  const answer = await desk.refusal(path, { labels: [aigc] });
  expect(spy).toHaveBeenCalled();
  return answer;
}

describe('a copy is not kept', () => {
  test('unless this very label is read back from it, whole', async () => {
    const right = (value: string) => makePng({ before: [xmp(aigcPacket(value))] });
    expect(await refusal(right)).toBe('it was written');
    const another = (value: string) => right(value.replace('"Label":"1"', '"Label":"2"'));
    expect(await refusal(another)).toMatch(/^check-failed: .*did not read back as asked/);
    expect(await refusal(() => makePng())).toMatch(/^check-failed: .*did not read back as asked/);
    const unread = (value: string) =>
      makePng({ before: [xmp(aigcPacket(value)), pngChunk('eXIf', Buffer.from('no directory'))] });
    expect(await refusal(unread)).toMatch(/^check-failed: .*did not read back as asked/);
  });

  test('when the label stands in it twice', async () => {
    const twice = (value: string) =>
      makePng({ before: [xmp(aigcPacket(value)), Buffer.from(latinText('AIGC', value))] });
    expect(await refusal(twice)).toMatch(/^second-copy: .*GB 45438-2025, 6\.1 c\)/);
  });

  test('when what the file said before is gone from it', async () => {
    const packet = sourceTypePacket(`${sourceTypePrefix}trainedAlgorithmicMedia`);
    const lost = (value: string) => makePng({ before: [xmp(aigcPacket(value))] });
    expect(await refusal(lost, makePng({ before: [xmp(packet)] }))).toMatch(
      /^statement-lost: .*iptc-digital-source-type/,
    );
  });

  test('when the picture is another one', async () => {
    const other = (value: string) => makePng({ width: 9, height: 7, before: [xmp(aigcPacket(value))] });
    expect(await refusal(other)).toMatch(/^check-failed: .*changed the content itself/);
  });

  test('when another reader, which knows the place, does not find it there', async () => {
    const astray = (value: string) => makePng({ before: [Buffer.from(latinText('AIGC', value))] });
    expect(await refusal(astray)).toMatch(/^check-failed: exiftool does not find the label/);
  });

  test('when a copied byte did not arrive', async () => {
    disk.fails = true;
    const path = desk.path('disk.png');
    writeFileSync(path, makePng());
    const answer = await desk.refusal(path, { labels: [aigc] });
    disk.fails = false;
    expect(answer).toMatch(/^check-failed: .*changed the content itself/);
  });
});

test('pinned keys take part in the key of a run: another file of keys is another run', async () => {
  const key = async (pins: string) => {
    writeFileSync(desk.path('label-keys.json'), pins);
    const state = await labelKeysState(desk.folder);
    const engines = Object.fromEntries(
      analysis.engines.map((name) => [
        name,
        name === 'label-keys' && 'version' in state ? state.version : '1',
      ]),
    );
    const evidence = { sha256: 'a'.repeat(64) } as RunRequest['evidence'];
    return planRun({ analysis, evidence, engines, parameters: {} } as unknown as RunRequest).key;
  };
  expect(await key('{"version":1,"keys":[]}')).not.toBe(await key('{"version":1,"keys":[ ]}'));
});
