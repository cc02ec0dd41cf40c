import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import type { SigningIdentity } from '#core/provenance/sign/identity.ts';
import { type Signable, signables } from '../fixtures/make/signable.ts';
import { runAnalysis } from '../support/run-analysis.ts';
import { granted, readAsStranger, SigningDesk } from '../support/signing.ts';

/**
 * Updates and redactions of signed files of every format, and credentials that fill more than one piece of
 * their container. What is right says the C2PA engine under settings written here; what is still in a file say
 * its bytes.
 */
const desk = new SigningDesk();
let root: string;
let identity: SigningIdentity;
const secret = 'someone-4711-0815';
const person = { algorithm: 'org.example.person', value: Buffer.from(secret).toString('base64') };
const redactions = [{ assertion: 'c2pa.soft-binding', reason: 'c2pa.PII.present' }];
const bmff: ReadonlySet<string> = new Set(['mp4', 'm4a', 'mov', 'heic', 'heif', 'avif']);

beforeAll(async () => {
  root = (await desk.authority()).rootPem;
  identity = await desk.identity('es256');
});
afterAll(() => desk.close());

let outputs = 0;
function nextOut(suffix: string): string {
  outputs += 1;
  return desk.path(`out-${outputs}.${suffix}`);
}

async function signedFirst({ make }: Signable, suffix: string): Promise<string> {
  const out = nextOut(suffix);
  granted(await desk.sign({ source: await make(desk.folder), out, softBindings: [person] }, identity));
  return out;
}

/** Boxes of the outermost level: place and content (ISO/IEC 14496-12 §4.2). */
function outerBoxes(path: string): { readonly type: string; readonly at: number; readonly bytes: string }[] {
  const file = readFileSync(path);
  const boxes = [];
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32BE(at) || file.length - at;
    const type = file.toString('latin1', at + 4, at + 8);
    boxes.push({ type, at, bytes: file.toString('hex', at + 8, at + length) });
    at += length;
  }
  return boxes;
}

/** Is it anywhere in the file, also in base64 at any alignment? */
function holds(path: string, words: string): boolean {
  const file = readFileSync(path);
  return [0, 1, 2].some((shift) => {
    const base64 = Buffer.from('\0'.repeat(shift) + words).toString('base64');
    return file.includes(words) || file.includes(base64.slice(4, -4));
  });
}

/** The length of a RIFF form, of an ID3 tag and the directory of a TIFF file lie under the first content hash. */
const fixed: ReadonlySet<string> = new Set(['webp', 'wav', 'avi', 'tif', 'mp3', 'flac']);
const updatable = signables.filter(({ suffix }) => !fixed.has(suffix));

describe.each(signables.filter(({ suffix }) => fixed.has(suffix)).map((one) => [one.suffix, one] as const))(
  '%s',
  (suffix, one) => {
    it('refuses an update in words; an edit takes out what is redacted', async () => {
      const source = await signedFirst(one, suffix);
      const order = { source, out: nextOut(suffix), redactions };
      const refused = await desk.sign({ ...order, intent: 'update' }, identity);
      expect(refused.ok ? 'ok' : [refused.problem.code, refused.problem.message.en]).toEqual([
        'signing-refused',
        expect.stringContaining('content hash of the earlier one'),
      ]);
      const edited = granted(await desk.sign({ ...order, intent: 'edit' }, identity));
      expect((await readAsStranger(order.out, edited.format, root)).validation_state).toBe('Trusted');
      expect(holds(order.out, secret)).toBe(false);
      expect(readdirSync(desk.folder).filter((name) => name.includes('.signing'))).toEqual([]);
    });
  },
);

describe.each(updatable.map((one) => [one.suffix, one] as const))('%s', (suffix, one) => {
  it('an update takes out what is redacted and moves nothing; a further one and an edit build on it', async () => {
    const first = await signedFirst(one, suffix);
    expect(holds(first, secret)).toBe(true);
    const second = nextOut(suffix);
    const signed = granted(
      await desk.sign({ source: first, out: second, intent: 'update', redactions }, identity),
    );
    const read = await readAsStranger(second, signed.format, root);
    expect([read.validation_state, read.validation_status]).toEqual(['Trusted', undefined]);
    expect(read.active_manifest).toBe(signed.manifest);
    expect(read.active.redactions).toEqual([
      expect.stringMatching(/^self#jumbf=\/c2pa\/urn:c2pa:[^/]+\/c2pa\.assertions\/c2pa\.soft-binding$/),
    ]);
    expect(holds(second, secret)).toBe(false);
    if (bmff.has(suffix)) {
      // C2PA 2.2 §A.5.3: the update is the last box, and nothing in front of it has moved.
      const after = outerBoxes(second);
      const content = ({ type }: { type: string }): boolean => type !== 'uuid';
      expect(after.filter(content)).toEqual(outerBoxes(first).filter(content));
      const purposes = after
        .filter(({ type }) => type === 'uuid')
        .map(({ bytes }) => Buffer.from(bytes, 'hex').toString('latin1', 20).split('\0')[0]);
      expect([purposes, after.at(-1)?.type]).toEqual([['original', 'update'], 'uuid']);
    }

    const third = nextOut(suffix);
    granted(await desk.sign({ source: second, out: third, intent: 'update' }, identity));
    const fourth = nextOut(suffix);
    const mark = { algorithm: 'org.example.mark', value: Buffer.alloc(1000, 7).toString('base64') };
    granted(await desk.sign({ source: third, out: fourth, intent: 'edit', softBindings: [mark] }, identity));
    for (const [path, count] of [
      [third, 3],
      [fourth, 4],
    ] as const) {
      const again = await readAsStranger(path, signed.format, root);
      expect([again.validation_state, Object.keys(again.manifests).length]).toEqual(['Trusted', count]);
      expect(holds(path, secret)).toBe(false);
    }
  });

  it('the examination finds the update, its parent and what was taken out', async () => {
    const first = await signedFirst(one, suffix);
    const out = nextOut(suffix);
    granted(await desk.sign({ source: first, out, intent: 'update', redactions }, identity));
    const { answer } = await runAnalysis(analysis, out);
    const result = answer.result;
    if (result?.state !== 'present') throw new Error(`state ${result?.state}`);
    expect(result.axes).toMatchObject({ presence: 'embedded', integrity: 'intact', signature: 'ok' });
    expect(result.worst).toBe('ok');
    expect(result.nodes.length).toBe(2);
    const seen = result.observations.map(({ id, severity }) => [id, severity]);
    expect(seen).toContainEqual(['metadata-update', 'info']);
    expect(seen).toContainEqual(['redacted', 'notice']);
    expect(
      result.observations.filter(({ severity }) => severity === 'warning' || severity === 'failed'),
    ).toEqual([]);
  });
});

describe('redactions inside the store of the updates', () => {
  it('of an update that is itself updated', async () => {
    const mp4 = signables.find(({ suffix }) => suffix === 'mp4')!;
    const first = await signedFirst(mp4, 'mp4');
    const second = nextOut('mp4');
    granted(await desk.sign({ source: first, out: second, intent: 'update' }, identity));
    // Named by its address: the assertion is not one of the active manifest.
    const { manifests, active_manifest } = await readAsStranger(second, 'video/mp4', root);
    const parent = Object.keys(manifests).find((label) => label !== active_manifest)!;
    const assertion = `self#jumbf=/c2pa/${parent}/c2pa.assertions/c2pa.soft-binding`;
    const third = nextOut('mp4');
    const order = { source: second, out: third, intent: 'update' as const };
    granted(
      await desk.sign({ ...order, redactions: [{ assertion, reason: 'c2pa.invalid.data' }] }, identity),
    );
    const read = await readAsStranger(third, 'video/mp4', root);
    expect([read.validation_state, read.active.redactions]).toEqual(['Trusted', [assertion]]);
    expect(holds(third, secret)).toBe(false);
  });

  it('refuses the address of a whole manifest', async () => {
    const mp4 = signables.find(({ suffix }) => suffix === 'mp4')!;
    const source = await signedFirst(mp4, 'mp4');
    const { active_manifest } = await readAsStranger(source, 'video/mp4', root);
    const reason = 'c2pa.PII.present';
    for (const assertion of [
      `self#jumbf=/c2pa/${active_manifest}`,
      `self#jumbf=/c2pa/${active_manifest}/c2pa.assertions`,
    ]) {
      const order = { source, out: nextOut('mp4'), intent: 'update' as const };
      const refused = await desk.sign({ ...order, redactions: [{ assertion, reason }] }, identity);
      expect(refused.ok).toBe(false);
    }
  });
});

describe('credentials in many pieces', () => {
  const marks = [1000, 150_000].map((length, at) => ({
    algorithm: `org.example.mark.${at}`,
    value: Buffer.from(Array.from({ length }, (_, each) => (each * 31 + at) & 255)).toString('base64'),
  }));

  it.each(['jpg', 'png', 'gif', 'webp', 'tif', 'svg', 'mp4', 'mp3'])('%s', async (suffix) => {
    const one = signables.find((each) => each.suffix === suffix)!;
    const source = await one.make(desk.folder);
    const out = nextOut(suffix);
    const signed = granted(await desk.sign({ source, out, softBindings: marks }, identity));
    const read = await readAsStranger(out, signed.format, root);
    expect([read.validation_state, read.validation_status]).toEqual(['Trusted', undefined]);
    const found = read.active.assertions.filter(({ label }) => label.startsWith('c2pa.soft-binding'));
    expect(found.map(({ data }) => data.blocks)).toEqual(marks.map(({ value }) => [{ scope: {}, value }]));
    if (suffix === 'jpg') expect(segments(readFileSync(out), 0xeb)).toBeGreaterThan(2);
    if (suffix === 'gif') expect(readFileSync(out).includes('C2PA_GIF')).toBe(true);
    // ffprobe checks the sums of PNG chunks and walks the blocks of a GIF; it has no complaint.
    const complaint = spawnedComplaint(out);
    expect(suffix === 'svg' ? '' : complaint).toBe('');
  });
});

function spawnedComplaint(path: string): string {
  const args = ['-v', 'error', '-err_detect', 'crccheck', '-show_entries', 'format=format_name', path];
  return spawnSync('ffprobe', args, { encoding: 'utf8' }).stderr;
}

/** Segments with a marker in front of the picture (ISO/IEC 10918-1 §B.1.1.4). */
function segments(file: Buffer, marker: number): number {
  let count = 0;
  for (let at = 2; file[at] === 0xff && file[at + 1] !== 0xda; at += 2 + file.readUInt16BE(at + 2))
    if (file[at + 1] === marker) count += 1;
  return count;
}
