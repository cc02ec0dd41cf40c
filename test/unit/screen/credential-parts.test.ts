import { describe, expect, test } from 'vitest';
import type { Coverage, CredentialNode, StoreBox } from '#shared/domain/credential-detail.ts';
import type { CredentialManifest, CredentialStatus } from '#shared/domain/provenance.ts';
import { asOfDay, asOfTime } from '../../../renderer/src/stages/examine/credential/as-of-time.ts';
import {
  givenTitle,
  historyRows,
  parentRow,
} from '../../../renderer/src/stages/examine/credential/history.ts';
import {
  assertionFacts,
  redactionsOf,
  statusPairs,
} from '../../../renderer/src/stages/examine/credential/node-facts.ts';
import { boxNamed, placeInFile } from '../../../renderer/src/stages/examine/credential/store-places.ts';
import { briefText, utcTime } from '../../../renderer/src/stages/examine/credential/stranger-text.ts';
import { uncoveredParts, uncoveredShare } from '../../../renderer/src/stages/examine/credential/uncovered.ts';

describe('a stranger’s text', () => {
  test('what cannot be seen or turns the order of words is named', () => {
    expect(briefText('gpj.\u202Eexe')).toBe('gpj.\\u{202E}exe');
    expect(briefText('Adobe\u200B Inc')).toBe('Adobe\\u{200B} Inc');
    expect(briefText('two\nlines\u0000')).toBe('two\\nlines\\u{0000}');
    expect(briefText('tag\u{E0041}')).toBe('tag\\u{E0041}');
  });

  test('plain words of any script stay as they are; joiners can hide a message, and are named', () => {
    for (const words of ['مرحبا', 'क्ष', '新闻编辑部 Ünïcødé', '<img src=x>'])
      expect(briefText(words)).toBe(words);
    expect(briefText('می\u200cخواهم')).toBe('می\\u{200C}خواهم');
  });

  test('there is an end to it', () => {
    expect(briefText('a'.repeat(5000)).length).toBe(401);
  });

  test('a time is shown in UTC, and what is none as it is', () => {
    expect(utcTime('2023-02-12T19:44:26+01:00')).toBe('2023-02-12 18:44:26 UTC');
    expect(utcTime('yesterday')).toBe('yesterday');
  });
});

type Span = Coverage['spans'][number];
const span = (start: number, length: number, owner: string, more: Partial<Span> = {}): Span => ({
  start,
  length,
  owner,
  state: 'unprotected',
  role: 'metadata',
  ...more,
});

describe('what no signature covers', () => {
  const spans = [
    span(0, 2, 'SOI', { role: 'structure' }),
    span(2, 10, 'APP1 Exif'),
    span(12, 100, 'APP1 Exif / IFD0'),
    span(112, 500, 'APP1 Exif / thumbnail'),
    span(612, 40, 'APP1 XMP', { state: 'protected' }),
    span(652, 1000, 'entropy-coded data', { role: 'content' }),
    span(1652, 8, 'APP1 Exif / MakerNote'),
    span(1660, 30, 'ZIP archive', { role: 'trailing' }),
  ];

  test('is gathered by what it is, content first, in unbroken stretches', () => {
    expect(uncoveredParts(spans)).toEqual([
      { kind: 'content', bytes: 1000, places: [[652, 1000]], owners: ['entropy-coded data'] },
      { kind: 'trailing', bytes: 30, places: [[1660, 30]], owners: ['ZIP archive'] },
      { kind: 'preview', bytes: 500, places: [[112, 500]], owners: ['APP1 Exif'] },
      {
        kind: 'exif',
        bytes: 118,
        places: [
          [2, 110],
          [1652, 8],
        ],
        owners: ['APP1 Exif'],
      },
      { kind: 'structure', bytes: 2, places: [[0, 2]], owners: ['SOI'] },
    ]);
  });

  test('no byte of it is lost or counted twice', () => {
    const open = spans.filter(({ state }) => state === 'unprotected');
    const total = open.reduce((sum, { length }) => sum + length, 0);
    const parts = uncoveredParts(spans);
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(total);
    expect(parts.flatMap(({ places }) => places).reduce((sum, [, length]) => sum + length, 0)).toBe(total);
  });

  test('a few bytes of many are never none', () => {
    const coverage = {
      size: 10 ** 9,
      protected: 10 ** 9 - 3,
      credential: 0,
      unprotected: 3,
      spans: [],
      merged: false,
    };
    expect(uncoveredShare(coverage)).toBe(0.01);
    expect(uncoveredShare({ ...coverage, unprotected: 0 })).toBe(0);
    expect(uncoveredShare({ ...coverage, size: 0, unprotected: 0 })).toBe(0);
  });
});

const box = (
  name: string,
  store: [number, number],
  bytes: [number, number][],
  children: StoreBox[] = [],
): StoreBox => ({
  name,
  type: 'jumb',
  store,
  bytes,
  children,
});

describe('places of the store in the file', () => {
  const boxes = [
    box(
      'c2pa',
      [0, 1000],
      [
        [40, 600],
        [700, 400],
      ],
      [
        box(
          'urn:a',
          [30, 500],
          [[70, 500]],
          [box('c2pa.assertions', [60, 100], [[100, 100]]), box('c2pa.signature', [200, 50], [[240, 50]])],
        ),
        box(
          'urn:b',
          [530, 470],
          [
            [570, 70],
            [700, 400],
          ],
          [box('c2pa.signature', [600, 40], [[750, 40]])],
        ),
      ],
    ),
  ];

  test('an unbroken box is pointed into exactly', () => {
    expect(placeInFile(boxes, [60, 100])).toEqual([100, 100]);
    expect(placeInFile(boxes, [80, 10])).toEqual([120, 10]);
  });

  test('of a box in pieces the first is shown, and nothing where there is none', () => {
    expect(placeInFile(boxes, [540, 10])).toEqual([570, 70]);
    expect(placeInFile(boxes, [2000, 10])).toBeNull();
    expect(placeInFile([box('c2pa', [0, 10], [])], [0, 4])).toBeNull();
  });

  test('a name is looked for within its manifest only', () => {
    expect(boxNamed(boxes, [30, 500], 'c2pa.signature')?.bytes).toEqual([[240, 50]]);
    expect(boxNamed(boxes, [530, 470], 'c2pa.signature')?.bytes).toEqual([[750, 40]]);
    expect(boxNamed(boxes, [30, 500], 'c2pa.claim')).toBeNull();
  });
});

const node = (id: string, more: Partial<CredentialNode> = {}): CredentialNode => ({
  id,
  parent: id.includes('.') ? id.slice(0, id.lastIndexOf('.')) : null,
  manifest: `urn:${id}`,
  ingredient: null,
  title: id,
  format: null,
  relationship: null,
  update: false,
  axes: {
    presence: 'embedded',
    integrity: 'intact',
    signature: 'ok',
    signer: 'unlisted',
    ingredients: 'none',
    identity: 'absent',
  },
  worst: 'ok',
  codes: [],
  recorded: [],
  thumbnail: null,
  ...more,
});

describe('the history', () => {
  const nodes = ['0', '0.0', '0.0.0', '0.1', '0.1.0', '0.1.1'].map((id) => node(id));

  test('is walked depth first, with level, place and number of siblings', () => {
    const rows = historyRows(nodes, new Set());
    expect(
      rows.map(({ node: { id }, level, position, siblings, expanded }) => [
        id,
        level,
        position,
        siblings,
        expanded,
      ]),
    ).toEqual([
      ['0', 1, 1, 1, true],
      ['0.0', 2, 1, 2, true],
      ['0.0.0', 3, 1, 1, null],
      ['0.1', 2, 2, 2, true],
      ['0.1.0', 3, 1, 2, null],
      ['0.1.1', 3, 2, 2, null],
    ]);
    expect(parentRow(rows, 5)).toBe(3);
    expect(parentRow(rows, 0)).toBe(0);
  });

  test('what is folded hides what is below it', () => {
    expect(historyRows(nodes, new Set(['0.0'])).map(({ node: { id } }) => id)).toEqual([
      '0',
      '0.0',
      '0.1',
      '0.1.0',
      '0.1.1',
    ]);
  });

  test('a chain of any depth needs no stack', () => {
    const deep = Array.from({ length: 20_000 }, (_, index) =>
      node(`n${index}`, { parent: index === 0 ? null : `n${index - 1}` }),
    );
    expect(historyRows(deep, new Set()).length).toBeGreaterThan(100);
  });

  test('a label of the store is no title', () => {
    expect(givenTitle({ title: 'urn:c2pa:1', manifest: 'urn:c2pa:1', ingredient: null })).toBeNull();
    expect(
      givenTitle({ title: 'c2pa.ingredient.v3__2', manifest: null, ingredient: 'c2pa.ingredient.v3__2' }),
    ).toBeNull();
    expect(givenTitle({ title: ' ', manifest: null, ingredient: null })).toBeNull();
    expect(givenTitle({ title: 'photo.jpg', manifest: 'urn:c2pa:1', ingredient: null })).toBe('photo.jpg');
  });
});

const status = (code: string, kind: CredentialStatus['kind'], url = 'x'): CredentialStatus => ({
  code,
  kind,
  url,
  explanation: code,
});

describe('then and now', () => {
  test('stand in one line per code and address; silence now means that nothing changed', () => {
    const pairs = statusPairs(
      [status('b', 'success'), status('a', 'failure')],
      [status('b', 'failure'), status('c', 'informational')],
      true,
    );
    expect(pairs.map(({ code, recorded, now }) => [code, recorded, now])).toEqual([
      ['a', 'failure', 'unchanged'],
      ['b', 'success', 'failure'],
      ['c', null, 'informational'],
    ]);
  });

  test('one code at two addresses is two lines', () => {
    expect(statusPairs([status('a', 'success', 'x')], [status('a', 'success', 'y')], true)).toHaveLength(2);
  });

  test('without a record nothing is said to be unchanged', () => {
    expect(statusPairs([], [status('a', 'success')], false)[0]).toMatchObject({
      recorded: null,
      now: 'success',
    });
  });
});

test('assertions of both readings are matched once each; what only lies there is unsigned', () => {
  const read = (label: string, preview: string) => ({ label, created: true, preview });
  const stored = (label: string, referenced: 'created' | null, start: number) => ({
    label,
    content: 'cbor',
    store: [start, 10] as [number, number],
    referenced,
    hashMatches: referenced === null ? null : true,
    hashAlgorithm: 'sha256',
  });
  const facts = assertionFacts(
    {
      manifest: {
        assertions: [read('stds.exif', 'one'), read('stds.exif', 'two'), read('only.read', 'three')],
      } as never,
      detail: {
        assertions: [
          stored('stds.exif', 'created', 0),
          stored('stds.exif__1', 'created', 10),
          stored('stray', null, 20),
        ],
      } as never,
    },
    [box('c2pa', [0, 100], [[50, 100]])],
  );
  expect(facts.map(({ label, standing, preview, place }) => [label, standing, preview, place])).toEqual([
    ['stds.exif', 'created', 'one', [50, 10]],
    ['stds.exif__1', 'created', 'two', [60, 10]],
    ['stray', 'unsigned', null, [70, 10]],
    ['only.read', 'created', 'three', null],
  ]);
});

test('a redaction stands with who made it and with whom it was made', () => {
  const address = 'self#jumbf=/c2pa/urn:b/c2pa.assertions/c2pa.metadata';
  const manifest = (label: string, redactions: readonly string[], actions: readonly object[] = []) =>
    ({ label, redactions, actions }) as unknown as CredentialManifest;
  const manifests = [
    manifest('urn:a', [address], [{ redacted: address, reason: 'c2pa.PII.present' }]),
    manifest('urn:b', []),
  ];
  const one = { address, reason: 'c2pa.PII.present', by: 'urn:a' };
  expect(redactionsOf(manifests, 'urn:a')).toEqual({ made: [one], suffered: [] });
  expect(redactionsOf(manifests, 'urn:b')).toEqual({ made: [], suffered: [one] });
  expect(redactionsOf(manifests, null)).toEqual({ made: [], suffered: [] });
});

describe('as of a day', () => {
  test('a day is taken to its end in UTC, as on the command line', () => {
    expect(asOfTime('2024-05-01')).toBe('2024-05-01T23:59:59.000Z');
    expect(asOfDay('2024-05-01T23:59:59.000Z')).toBe('2024-05-01');
  });

  test('what is no day is none', () => {
    for (const day of ['', '2024-5-1', '2024-02-31', '2024-13-01', 'tomorrow'])
      expect(asOfTime(day)).toBeNull();
  });
});
