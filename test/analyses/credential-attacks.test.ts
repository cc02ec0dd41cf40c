import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { trustFolderVariable } from '#core/media/trust-lists.ts';
import type { CredentialResult } from '#shared/domain/credential.ts';
import type { CredentialAxes, WorstState } from '#shared/domain/credential-detail.ts';
import * as binding from '../fixtures/make/attacks/binding-attacks.ts';
import * as container from '../fixtures/make/attacks/container-attacks.ts';
import { type Forgers, makeForgers } from '../fixtures/make/attacks/forgers.ts';
import * as history from '../fixtures/make/attacks/ingredient-attacks.ts';
import type { Pair, Sample } from '../fixtures/make/attacks/sample.ts';
import * as signer from '../fixtures/make/attacks/signer-attacks.ts';
import * as store from '../fixtures/make/attacks/store-attacks.ts';
import { signables } from '../fixtures/make/signable.ts';
import { opensslPresent } from '../support/openssl.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/**
 * Forgeries with keys made here, each beside an honest file made in the same way. What the engines say of
 * them was measured before any of our checks were written: where they are deceived, it is written down.
 */
interface Expected {
  /** An observation that names the attack; `null`: the engines' codes already say it. */
  readonly named: string | null;
  readonly worst: WorstState;
  readonly axes?: Partial<CredentialAxes>;
  /** Word of each engine that was asked about the forgery. */
  readonly engines: string;
  /** Axes of the twin that differ from those of a sound file by a listed signer. */
  readonly twin?: Partial<CredentialAxes>;
  readonly twinEngines?: string;
}

type Case = readonly [title: string, make: (forgers: Forgers) => Promise<Pair>, expected: Expected];

const changed = { integrity: 'changed' } as const;
const open = { integrity: 'partly-covered', signature: 'ok' } as const;
const whole = { integrity: 'intact', signature: 'ok' } as const;
const person = ({ stranger }: Forgers) => stranger.forger;

const cases: readonly Case[] = [
  [
    'A1 Exif left out of the hash, its date edited',
    ({ honest }) => binding.wideExclusion(honest.forger),
    { named: 'wide-exclusion', worst: 'warning', axes: open, engines: 'Invalid' },
  ],
  [
    'A1 quantization tables left out of the hash and replaced',
    ({ honest }) => binding.excludedTables(honest.forger),
    { named: 'wide-exclusion', worst: 'failed', axes: changed, engines: 'Invalid' },
  ],
  [
    'A1 the picture itself left out of the hash and replaced',
    ({ honest }) => binding.excludedPicture(honest.forger),
    // Both engines are deceived: they look at the place of the store only.
    { named: 'picture-unprotected', worst: 'failed', axes: changed, engines: 'Trusted' },
  ],
  [
    'A2 store taken out, another picture in its place, no key',
    ({ honest }) => binding.detachedStore(honest.forger),
    {
      named: 'detached-store',
      worst: 'failed',
      axes: { presence: 'sidecar', ...changed },
      engines: 'Invalid',
      twin: { presence: 'sidecar' },
    },
  ],
  [
    'A3 pad shortened, a whole picture in the room, no key',
    ({ honest }) => binding.filledRoom(honest.forger),
    { named: 'pad-filled', worst: 'failed', axes: changed, engines: 'Invalid' },
  ],
  [
    'A3 pad shortened, foreign Exif in the room, no key',
    ({ honest }) => binding.filledWithMetadata(honest.forger),
    { named: 'wide-exclusion', worst: 'warning', axes: open, engines: 'Invalid' },
  ],
  [
    'A3 pad shortened, a foreign remark in the room, no key',
    ({ honest }) => binding.filledWithComment(honest.forger),
    { named: 'wide-exclusion', worst: 'warning', axes: open, engines: 'Invalid' },
  ],
  [
    'A3 pad shortened, a foreign drawing in the room of an SVG, no key',
    async (forgers) => container.filledMarkup(forgers, await signed(forgers, 'svg')),
    {
      named: 'picture-unprotected',
      worst: 'failed',
      axes: { presence: 'recovered', ...changed },
      engines: 'error',
    },
  ],
  [
    'A3 text hidden in the pad',
    ({ honest }) => binding.hiddenText(honest.forger),
    { named: 'pad-not-empty', worst: 'warning', axes: whole, engines: 'Trusted' },
  ],
  [
    'A4 Exif has an exclusion of its own, its date edited',
    ({ honest }) => binding.extraExclusion(honest.forger),
    // Allowed since C2PA 2.2: no fault of the file, but what is open is said.
    { named: 'extra-exclusions', worst: 'ok', axes: open, engines: 'Trusted' },
  ],
  [
    'A5 another picture as thumbnail of the claim',
    ({ honest }) => store.swappedThumbnail(honest.forger),
    { named: 'thumbnail-differs', worst: 'warning', axes: whole, engines: 'Trusted' },
  ],
  [
    'A5 another picture as thumbnail of a source',
    ({ honest }) => store.swappedSource(honest.forger),
    {
      named: 'thumbnail-differs',
      worst: 'warning',
      axes: whole,
      engines: 'Trusted',
      twin: { ingredients: 'ok' },
    },
  ],
  [
    'A6 the name of a known company from an authority of one’s own',
    signer.borrowedName,
    {
      named: 'look-alike-signer',
      worst: 'warning',
      axes: { ...whole, signer: 'unlisted' },
      engines: 'Valid',
    },
  ],
  [
    'A6 the same with a Cyrillic letter',
    signer.imitatedName,
    {
      named: 'name-mixed-scripts',
      worst: 'warning',
      axes: { ...whole, signer: 'unlisted' },
      engines: 'Valid',
      twin: { signer: 'unlisted' },
      twinEngines: 'Valid',
    },
  ],
  [
    'A7 expired certificate, stamped into its time by an authority anybody could make',
    signer.rogueStamp,
    {
      named: 'time-stamp-unlisted',
      worst: 'warning',
      // Nothing that counts says that the certificate was valid then.
      axes: { integrity: 'intact', signature: 'expired' },
      engines: 'Trusted',
    },
  ],
  [
    'A8 the root of the signer is on a list for time-stamps',
    signer.stampersRoot,
    {
      named: 'signer-on-time-stamp-list',
      worst: 'warning',
      axes: { ...whole, signer: 'unlisted' },
      engines: 'Trusted',
    },
  ],
  [
    'A9 the source was broken when it was taken in',
    history.brokenWhenTaken,
    {
      named: 'source-broken-when-taken',
      worst: 'warning',
      axes: { ...whole, ingredients: 'flawed' },
      engines: 'Trusted',
      twin: { ingredients: 'ok' },
    },
  ],
  [
    'A9 the source was broken afterwards',
    history.brokenAfterwards,
    {
      named: 'source-broken',
      worst: 'failed',
      axes: { ...whole, ingredients: 'flawed' },
      engines: 'Invalid',
      twin: { ingredients: 'ok' },
    },
  ],
  [
    'A9 the credential of the source was taken out',
    history.removedSource,
    {
      named: 'source-broken',
      worst: 'failed',
      axes: { ingredients: 'flawed' },
      engines: 'Invalid',
      twin: { ingredients: 'ok' },
    },
  ],
  [
    'A10 a certificate that was withdrawn',
    signer.deniedSigner,
    { named: 'signer-denied', worst: 'failed', axes: { signature: 'revoked' }, engines: 'Trusted' },
  ],
  [
    'A12 the store of another file',
    ({ honest }) => binding.transplanted(honest.forger),
    { named: null, worst: 'failed', axes: { ...changed, signature: 'ok' }, engines: 'Invalid' },
  ],
  [
    'A12 the store of another file, beside this one',
    ({ honest }) => binding.transplantedBeside(honest.forger),
    {
      named: null,
      worst: 'failed',
      axes: { presence: 'sidecar', ...changed, signature: 'ok' },
      engines: 'Invalid',
      twin: { presence: 'sidecar' },
    },
  ],
  [
    'A13 an identity bound to something that is named like a hash',
    (forgers) => store.unboundIdentity(forgers.honest.forger, person(forgers)),
    {
      named: 'identity-unbound',
      worst: 'warning',
      axes: { ...whole, identity: 'failed' },
      engines: 'Valid',
      twin: { identity: 'untrusted' },
      // The engines' word sinks with the person, who is on no list.
      twinEngines: 'Valid',
    },
  ],
  [
    'A13 an identity bound to a second hash that fits nothing',
    (forgers) => store.identityOfSecondBinding(forgers.honest.forger, person(forgers)),
    {
      named: null,
      worst: 'failed',
      axes: { ...changed, identity: 'failed' },
      engines: 'Invalid',
      twin: { identity: 'untrusted' },
      twinEngines: 'Valid',
    },
  ],
  [
    'A14 two assertions of one label',
    ({ honest }) => store.assertionTwice(honest.forger),
    { named: 'label-twice', worst: 'failed', engines: 'error' },
  ],
  [
    'A14 two manifests of one label',
    ({ honest }) => store.manifestTwice(honest.forger),
    { named: 'label-twice', worst: 'failed', engines: 'Trusted' },
  ],
  [
    'A14 an assertion nobody signed',
    ({ honest }) => store.addedAssertion(honest.forger),
    { named: 'assertion-unsigned', worst: 'failed', engines: 'error' },
  ],
  [
    'A16 an assertion whose name is a path',
    ({ honest }) => store.hostileName(honest.forger),
    { named: 'hostile-name', worst: 'warning', engines: 'Trusted' },
  ],
  [
    'A16 a manifest whose label is a path',
    ({ honest }) => store.hostileLabel(honest.forger),
    { named: 'hostile-name', worst: 'failed', engines: 'Invalid' },
  ],
  [
    'A17 a thumbnail that is a program',
    ({ honest }) => store.runningThumbnail(honest.forger),
    { named: 'thumbnail-unsafe', worst: 'warning', axes: whole, engines: 'Trusted' },
  ],
  [
    'the signature of another claim',
    ({ honest }) => store.borrowedSignature(honest.forger),
    { named: null, worst: 'failed', axes: { integrity: 'intact', signature: 'broken' }, engines: 'Invalid' },
  ],
];

const sound: CredentialAxes = {
  presence: 'embedded',
  integrity: 'intact',
  signature: 'ok',
  signer: 'user',
  ingredients: 'none',
  identity: 'absent',
};

let forgers: Forgers;
const folder = mkdtempSync(join(tmpdir(), 'assay-attacks-'));
beforeAll(() => {
  if (opensslPresent) forgers = makeForgers(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const before = process.env[trustFolderVariable];
afterEach(() => {
  if (before === undefined) delete process.env[trustFolderVariable];
  else process.env[trustFolderVariable] = before;
});

let count = 0;
async function examine({ name, bytes, companion, trust }: Sample): Promise<CredentialResult> {
  count += 1;
  const path = join(folder, `${count}-${name}`);
  writeFileSync(path, bytes);
  if (companion !== undefined) writeFileSync(`${path}.c2pa`, companion);
  process.env[trustFolderVariable] = trust === undefined ? forgers.trust : (trust ?? '');
  const run = await runAnalysis(analysis, path, {}, companion === undefined ? null : `${path}.c2pa`);
  if (run.answer.result === undefined) throw new Error(`no result: ${run.answer.outcome}`);
  return run.answer.result;
}

/** Formats signed once each; the makers of clips are slow. */
const formats = new Map<string, Promise<Sample>>();
function signed(world: Forgers, suffix: string): Promise<Sample> {
  const known = formats.get(suffix);
  if (known !== undefined) return known;
  const signable = signables.find((one) => one.suffix === suffix);
  const mime = mimes.get(suffix);
  if (signable === undefined || mime === undefined) throw new Error(suffix);
  const made = container.signedFormat(world, signable, mime);
  formats.set(suffix, made);
  return made;
}

const words = ({ opinions }: CredentialResult): string[] => [
  ...new Set(opinions.filter(({ name }) => name !== 'assay').map(({ state }) => state)),
];
const ids = ({ observations }: CredentialResult): string[] => observations.map(({ id }) => id);
const grave = ({ observations }: CredentialResult): string[] =>
  observations.filter(({ severity }) => severity === 'warning' || severity === 'failed').map(({ id }) => id);

describe.skipIf(!opensslPresent).each(cases)('%s', (_title, make, expected) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await make(forgers);
  });

  it('is named', async () => {
    const result = await examine(pair.attack);
    expect(result).toMatchObject({ state: 'present', axes: expected.axes ?? {} });
    if (expected.named !== null) expect(ids(result)).toContain(expected.named);
    expect(result.worst).toBe(expected.worst);
    expect(words(result)).toEqual([expected.engines]);
  });

  it('and its honest twin is not accused', async () => {
    const result = await examine(pair.twin);
    expect({ grave: grave(result), worst: result.worst, axes: result.axes, engines: words(result) }).toEqual({
      grave: [],
      worst: 'ok',
      axes: { ...sound, ...expected.twin },
      engines: [expected.twinEngines ?? 'Trusted'],
    });
  });
});

describe.skipIf(!opensslPresent)('without any list', () => {
  it('a borrowed name and an unknown authority for time are named, but nobody is accused', async () => {
    // Nothing tells the imitation from the original then.
    const name = await examine({ ...(await signer.borrowedName(copyOf('a'))).attack, trust: null });
    expect(name.observations).toContainEqual(
      expect.objectContaining({ id: 'look-alike-signer', severity: 'notice' }),
    );
    const stamp = await examine({ ...(await signer.rogueStamp(copyOf('b'))).attack, trust: null });
    expect(stamp.observations).toContainEqual(
      expect.objectContaining({ id: 'time-stamp-unlisted', severity: 'notice' }),
    );
  });

  const copyOf = (name: string): Forgers => makeForgers(mkdtempSync(join(folder, name)));
});

const mimes: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['tif', 'image/tiff'],
  ['svg', 'image/svg+xml'],
  ['jxl', 'image/jxl'],
  ['heic', 'image/heic'],
  ['mp4', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
]);
/** Containers of boxes: engines give up on all of the file when something behind its end is no box. */
const boxed = new Set(['jxl', 'heic', 'mp4', 'mov']);

describe.skipIf(!opensslPresent).each([...mimes.keys()])('A18 a signed %s', (suffix) => {
  let twin: Sample;
  beforeAll(async () => {
    twin = await signed(forgers, suffix);
  });

  it('is sound as it was made', async () => {
    const result = await examine(twin);
    expect([grave(result), result.worst, result.axes]).toEqual([[], 'ok', sound]);
  });

  it.each([
    ['text', Buffer.from('appended bytes that are no box')],
    ['zeros', Buffer.alloc(100)],
  ])('with %s behind it is neither sound nor without a credential', async (what, bytes) => {
    const result = await examine(container.withBytesBehind(twin, bytes));
    expect(result).toMatchObject({
      state: 'present',
      worst: 'failed',
      axes: { integrity: 'changed', signature: 'ok' },
    });
    if (what !== 'text' || !boxed.has(suffix)) return;
    expect(result.axes.presence).toBe('recovered');
    expect(ids(result)).toEqual(expect.arrayContaining(['container-damaged', 'engines-disagree']));
  });

  it('with bytes before it is found, and what it says is not believed of this file', async () => {
    const result = await examine(container.withBytesBefore(twin, Buffer.from('front')));
    expect(result.state).toBe('present');
    expect(result.axes.presence).toBe('recovered');
    expect(['undetermined', 'failed']).toContain(result.worst);
  });

  it.each([0.97, 0.5])(
    'cut to %f of itself is never sound, and never without a credential',
    async (share) => {
      const result = await examine(container.cutTo(twin, share));
      expect(['present', 'unreadable']).toContain(result.state);
      expect(['undetermined', 'warning', 'failed']).toContain(result.worst);
      // What is missing is no proof that a signature was forged.
      expect(result.axes.signature).not.toBe('broken');
    },
  );
});
