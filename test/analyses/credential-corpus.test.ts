import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { trustFolderVariable } from '#core/media/trust-lists.ts';
import type { CredentialResult } from '#shared/domain/credential.ts';
import type { CredentialAxes, WorstState } from '#shared/domain/credential-detail.ts';
import { corpus, corpusPresent, corpusRoot } from '../support/corpus.ts';
import { type InlineRun, runAnalysis } from '../support/run-analysis.ts';
import { trustPresent, trustRoot } from '../support/trust.ts';

/**
 * Every measured file, held against what its publisher says of it. The expected axes are worked out here
 * from those words and from the engines' codes as measured before this program existed; nothing of what
 * this program answered was copied back.
 */
interface Row {
  readonly file: string;
  readonly path: string;
  /** The publisher's words. */
  readonly words: string;
  /** State of the first engine without lists, and with the official and interim ones; of the second. */
  readonly alone: string;
  readonly listed: string;
  readonly second: string;
  /** Failure codes of the active manifest and of sources, with the test roots loaded. */
  readonly codes: readonly string[];
  readonly sourceCodes: readonly string[];
  readonly signer: string;
}

const table = join(corpusRoot, '..', 'reference', 'c2pa-corpus.tsv');
const rows = readRows();

function readRows(): Row[] {
  if (!corpusPresent || !existsSync(table)) return [];
  return readFileSync(table, 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split('\t'))
    .map(
      ([
        file = '',
        ,
        ,
        words = '',
        alone = '',
        listed = '',
        ,
        codes = '',
        ,
        second = '',
        ,
        ,
        signer = '',
      ]) => {
        const [active = '', sources = ''] = codes.split('| ingredient deltas:');
        const split = (list: string): string[] =>
          list
            .split(',')
            .map((code) => code.trim())
            .filter((code) => /^[a-z0-9A-Z]+(\.[a-zA-Z0-9_]+)+$/.test(code));
        return {
          file,
          path: corpus(
            file.replace(/^c2pa-rs\//, 'c2pa-rs-fixtures/').replace(/^public\//, 'c2pa-public-testfiles/'),
          ),
          words,
          alone,
          listed,
          second,
          codes: split(active),
          sourceCodes: split(sources),
          signer,
        };
      },
    )
    .filter(({ path }) => existsSync(path));
}

interface Expected {
  /** Allowed values of each axis; one left out is not said anything about. */
  readonly axes: { readonly [axis in keyof CredentialAxes]?: readonly CredentialAxes[axis][] };
  readonly worst: readonly WorstState[];
  /** Observations that must be there. */
  readonly named?: readonly string[];
}

const nothing: Expected = { axes: { presence: ['none'] }, worst: ['none'] };
const unreadable: Expected = { axes: { presence: ['unreadable'] }, worst: ['undetermined'] };
const valid: Expected = {
  axes: {
    presence: ['embedded'],
    integrity: ['intact'],
    signature: ['ok'],
    signer: ['official', 'interim', 'unlisted'],
    ingredients: ['ok', 'unknown', 'none'],
    identity: ['absent'],
  },
  worst: ['ok'],
};
const but = (axes: Expected['axes'], worst: readonly WorstState[], ...named: string[]): Expected => ({
  axes: { ...valid.axes, ...axes },
  worst,
  named,
});

/** The publisher's words, the first that fits, and what a reader has to make of such a file. */
const meanings: readonly (readonly [words: RegExp, expected: Expected | ((row: Row) => Expected)])[] = [
  [/^no manifest$/, ({ path }) => (isEncrypted(path) ? unreadable : nothing)],
  // A text is read here, though the engines do not know the format.
  [/^unsupported type$/, ({ path }) => (path.endsWith('.txt') ? nothing : unreadable)],
  [/^media segments/, unreadable],
  [/^parser bomb/, { axes: { presence: ['none', 'unreadable'] }, worst: ['none', 'undetermined'] }],
  [
    /^malformed \(alg\)$/,
    { axes: { presence: ['embedded'], signature: ['broken', 'absent'] }, worst: ['failed'] },
  ],
  [/^(malformed|pre-1\.0)/, unreadable],
  [/^remote manifest/, { axes: { presence: ['remote-only'] }, worst: ['undetermined'] }],
  [
    /^detached store/,
    but({ presence: ['sidecar'], integrity: ['unchecked'] }, ['undetermined'], 'sidecar-alone'),
  ],
  [/^fragmented MP4 init/, but({ integrity: ['unchecked'] }, ['undetermined'], 'segments-missing')],
  [/^signed font/, but({ integrity: ['intact', 'unchecked'] }, ['ok', 'undetermined'])],
  [
    /exclusion range also covers Exif/,
    but({ integrity: ['partly-covered'] }, ['warning'], 'wide-exclusion', 'engines-disagree'),
  ],
  [/no time-stamp, cert since expired/, but({ signature: ['expired'] }, ['warning'], 'expired-without-time')],
  [/^invalid \((pixels|overlay)/, but({ integrity: ['changed'] }, ['failed'])],
  [/^invalid \(signature/, but({ signature: ['broken'] }, ['failed'])],
  [
    /^invalid \(assertion changed\)/,
    ({ sourceCodes }) =>
      sourceCodes.includes('assertion.hashedURI.mismatch')
        ? but({ ingredients: ['flawed'] }, ['failed'], 'source-broken')
        : but({ integrity: ['changed'] }, ['failed']),
  ],
  [/^invalid \(claim removed\)/, but({ integrity: ['changed'], ingredients: ['flawed'] }, ['failed'])],
  [/^valid, flawed ingredient/, but({ ingredients: ['flawed'] }, ['warning'], 'source-broken-when-taken')],
  [/CAWG did:web needs network/, but({ identity: ['unverifiable'] }, ['ok'])],
  [
    /CAWG defect: malformed cbor/,
    but({ identity: ['failed', 'unverifiable', 'absent'], integrity: ['intact', 'changed'] }, [
      'warning',
      'failed',
    ]),
  ],
  [
    /CAWG defect/,
    ({ codes }) =>
      codes.includes('cawg.ica.did_unavailable')
        ? but({ identity: ['unverifiable'] }, ['ok'])
        : but({ identity: ['failed'] }, ['warning']),
  ],
  // Sound, but its issuer is on no list: there is none for identities here.
  [/CAWG (ok|x509)/, but({ identity: ['verified', 'untrusted'] }, ['ok'])],
  // The counter-signature was altered: both engines say timeStamp.malformed of it.
  [/counter-signed variant/, but({}, ['warning'], 'time-stamp-broken')],
  [/^valid/, valid],
];

const isEncrypted = (path: string): boolean =>
  path.endsWith('.pdf') && readFileSync(path, 'latin1').includes('/Encrypt');

function expectedOf(row: Row): Expected {
  const found = meanings.find(([words]) => words.test(row.words));
  if (found === undefined) throw new Error(`no meaning for: ${row.words}`);
  return typeof found[1] === 'function' ? found[1](row) : found[1];
}

/** Words of files that must never come out as `ok`. */
const negative =
  /invalid|malformed|bomb|flawed|pre-1\.0|remote|detached|fragmented|expired|exclusion|segments/;

/** The word of the table for an engine's state. A format the engine does not know is not put to it. */
function spoken(state: string | undefined): string {
  if (state === undefined) return 'unsupported';
  return state === 'none' ? 'no-manifest' : state;
}

/** Signers of the corpus on the interim list; the rest are test certificates and people. */
const interim = /^(Adobe Inc\.|Truepic) \//;

const before = process.env[trustFolderVariable];
afterAll(() => {
  if (before === undefined) delete process.env[trustFolderVariable];
  else process.env[trustFolderVariable] = before;
});

const sets = [
  { title: 'without lists', folder: '', present: true, listed: false },
  { title: 'with the published lists', folder: trustRoot, present: trustPresent, listed: true },
] as const;

describe.each(sets.filter(({ present }) => present && rows.length > 0))('published files $title', (set) => {
  const results = new Map<string, InlineRun<CredentialResult>>();

  beforeAll(async () => {
    process.env[trustFolderVariable] = set.folder;
    for (const { file, path } of rows) results.set(file, await runAnalysis(analysis, path));
  }, 600_000);

  const resultOf = ({ file }: Row): CredentialResult => {
    const result = results.get(file)?.answer.result;
    if (result === undefined) throw new Error(`${file}: no result`);
    return result;
  };
  const ids = (row: Row): string[] => resultOf(row).observations.map(({ id }) => id);

  it('are all there', () => {
    expect(rows.length).toBeGreaterThan(100);
  });

  it.each(rows)('$file: $words', (row) => {
    const result = resultOf(row);
    const expected = expectedOf(row);
    const wrong = Object.entries(expected.axes)
      .filter(
        ([axis, allowed]) =>
          !(allowed as readonly string[]).includes(result.axes[axis as keyof CredentialAxes]),
      )
      .map(
        ([axis, allowed]) => `${axis} ${result.axes[axis as keyof CredentialAxes]}, not ${allowed.join('|')}`,
      );
    expect({ wrong, missing: (expected.named ?? []).filter((id) => !ids(row).includes(id)) }).toEqual({
      wrong: [],
      missing: [],
    });
    expect(expected.worst).toContain(result.worst);
    expect(result.worst === 'ok' && negative.test(row.words)).toBe(false);
  });

  it('have signers on the lists that hold them, and on no others', () => {
    for (const row of rows) {
      const result = resultOf(row);
      if (result.state !== 'present') continue;
      const there = set.listed && interim.test(row.signer);
      expect(`${row.file} ${result.axes.signer}`).toBe(`${row.file} ${there ? 'interim' : 'unlisted'}`);
      if (row.listed === 'Trusted' && set.listed) expect(there).toBe(true);
    }
  });

  it('have the engines’ own words beside the verdict, as they were measured', () => {
    for (const row of rows) {
      const { opinions } = resultOf(row);
      const state = (name: string): string | undefined =>
        opinions.find((opinion) => opinion.name === name)?.state;
      const [first, second] = [spoken(state('c2pa-node')), state('c2pa-wasm')];
      const measured = set.listed ? row.listed : row.alone;
      // Without lists the table says `error` of a file that only names its store's address.
      const remote = row.listed === 'remote-only' ? 'remote-only' : measured;
      expect(`${row.file} ${first}`).toBe(`${row.file} ${remote}`);
      // It is asked only where there is something to have an opinion on.
      expect(`${row.file} ${second === undefined}`).toBe(
        `${row.file} ${['no-manifest', 'unsupported'].includes(first)}`,
      );
      if (second === undefined) continue;
      // The second was measured with the test roots: with other lists only the word for trust changes.
      const trusted = (state: string): string => (state === 'Trusted' ? 'Valid' : state);
      expect(`${row.file} ${trusted(second)}`).toBe(
        `${row.file} ${row.listed === 'remote-only' ? 'remote-only' : trusted(row.second)}`,
      );
    }
  });

  it('have every failure code that was measured', () => {
    for (const row of rows) {
      const result = resultOf(row);
      if (result.state !== 'present' || row.codes.length + row.sourceCodes.length === 0) continue;
      const listed = (codes: readonly string[]): string[] =>
        codes.filter((code) => code !== 'signingCredential.untrusted');
      const said = result.opinions.find(({ name }) => name === 'c2pa-node')?.codes ?? [];
      const below = result.nodes.slice(1).flatMap(({ codes }) => codes);
      const all = `${row.file} ${[...said, ...below].join(' ')}`;
      for (const code of listed([...row.codes, ...row.sourceCodes])) expect(all).toContain(code);
      if (row.sourceCodes.length > 0 && listed(row.sourceCodes).length > 0)
        expect(below).toEqual(expect.arrayContaining(listed(row.sourceCodes)));
    }
  });

  it('say it where readers disagree, and only there', () => {
    // The engines agree on all of them; our own reading computes a hash they do not, and reads what they refuse.
    const differ = /exclusion range also covers Exif|^malformed \(alg\)/;
    for (const row of rows) {
      if (row.words.startsWith('signed font')) continue;
      expect(`${row.file} ${ids(row).includes('engines-disagree')}`).toBe(
        `${row.file} ${differ.test(row.words)}`,
      );
    }
  });

  it('raise the fault of a source to the top', () => {
    for (const row of rows.filter(
      ({ words, sourceCodes }) =>
        /flawed/.test(words) || sourceCodes.some((code) => code !== 'signingCredential.untrusted'),
    )) {
      const result = resultOf(row);
      if (result.state !== 'present') throw new Error(row.file);
      const broken = result.nodes
        .slice(1)
        .filter(({ codes, recorded }) => codes.length + recorded.length > 0);
      expect([row.file, broken.length > 0, result.axes.ingredients]).toEqual([row.file, true, 'flawed']);
      expect(['warning', 'failed']).toContain(result.worst);
    }
  });

  it('are never called changed for what a binding leaves out, nor broken for age', () => {
    for (const row of rows.filter(({ words }) => /exclusion|expired/.test(words))) {
      expect([row.file, resultOf(row).axes.integrity]).not.toEqual([row.file, 'changed']);
      expect(results.get(row.file)?.findings.map(({ code }) => code)).not.toContain('content-changed');
    }
  });
});

describe.skipIf(!corpusPresent)('a certificate that has expired since', () => {
  // NIKON CORPORATION, GlobalSign PersonalSign 2: valid until 2023-10-05 by OpenSSL; no time-stamp.
  const file = corpus('c2pa-public-testfiles/image/jpeg/nikon-20221019-building.jpeg');
  const asOf = async (time: string | null): Promise<CredentialResult | undefined> => {
    process.env[trustFolderVariable] = '';
    return (await runAnalysis(analysis, file, { asOf: time })).answer.result;
  };

  it.each([
    ['2023-01-01T00:00:00Z', 'ok', 'ok'],
    ['2023-10-06T00:00:00Z', 'expired', 'warning'],
    [null, 'expired', 'warning'],
  ] as const)('as of %s is %s', async (time, signature, worst) => {
    expect(await asOf(time)).toMatchObject({
      axes: { integrity: 'intact', signature },
      worst,
    });
  });
});
