import { beforeAll, describe, expect, test } from 'vitest';
import { dutyCatalogue, dutyMatrix } from '#core/labels/obligations/matrix.ts';
import { labelSurvival } from '#core/labels/survival.ts';
import { CredentialResult } from '#shared/domain/credential.ts';
import type { LabelPassage } from '#shared/domain/label-survival.ts';
import { DutyCatalogue, DutyMatrix, jurisdictions } from '#shared/domain/obligation.ts';
import type { Run } from '#shared/domain/run.ts';
import { aigcJson, aigcPacket } from '../../fixtures/make/aigc.ts';
import { movieVariants } from '../../fixtures/make/label-sound-film.ts';
import { makePng } from '../../fixtures/make/png.ts';
import {
  internationalText,
  pngWithXmp,
  sourceTypePacket,
  sourceTypePrefix,
} from '../../fixtures/make/xmp.ts';
import {
  cellOf,
  credentialRun,
  declaredRun,
  factsOf,
  noCredential,
  pngMedia,
  resultRun,
  visibleLabel,
  visibleRun,
} from '../../support/duty-facts.ts';

const labelled = pngWithXmp(aigcPacket(aigcJson()));
/** What an ordinary re-encoding leaves: the same picture without text chunks. */
const stripped = makePng();
/** What a platform hands out: its own name and number beside the producer's, and another standard's label. */
const rendition = pngWithXmp(aigcPacket(aigcJson({ ContentPropagator: '某平台', PropagateID: 'p-77' })));

let runs: Record<'labelled' | 'stripped' | 'rendition' | 'iptc' | 'damaged', Run>;
beforeAll(async () => {
  const iptc = pngWithXmp(sourceTypePacket(`${sourceTypePrefix}trainedAlgorithmicMedia`));
  // Cut inside the packet: a part that could hold a label cannot be read.
  const damaged = Buffer.from(labelled).subarray(0, 200);
  runs = {
    labelled: (await declaredRun(labelled, 'a.png')).run,
    stripped: (await declaredRun(stripped, 'b.png')).run,
    rendition: (await declaredRun(rendition, 'c.png')).run,
    iptc: (await declaredRun(iptc, 'd.png')).run,
    damaged: (await declaredRun(damaged, 'e.png')).run,
  };
});

describe('Measures for Labeling, Art. 5: a label in the metadata', () => {
  test('is there: pass, with its bytes, whoever asks', () => {
    const facts = factsOf([runs.labelled]);
    for (const role of ['provider', 'platform'] as const) {
      const { outcome, support } = cellOf('CN-I-01', facts, [role]);
      expect(outcome).toBe('pass');
      const [start, length] = support[0]!.bytes!;
      const text = Buffer.from(labelled)
        .subarray(start, start + length)
        .toString('utf8');
      expect(text).toContain('ContentProducer');
      expect(support[0]).toMatchObject({ analysis: 'labels.declared', run: 'run-labels.declared' });
    }
  });

  test('is not there: a failure of a provider of generated content, and of nobody else', () => {
    const facts = factsOf([runs.stripped, noCredential]);
    const asked = cellOf('CN-I-01', facts, ['provider']);
    expect(asked.outcome).toBe('fail');
    expect(asked.text).toContain('taken to be generated');
    const platform = cellOf('CN-I-01', facts, ['platform']);
    expect(platform.outcome).toBe('undetermined');
    expect(platform.text).toContain('not a breach in itself');
    expect(cellOf('CN-I-01', facts, ['user']).outcome).toBe('not-applicable');
  });

  test('another standard’s label does not replace it, and is a warning to a platform', () => {
    const facts = factsOf([runs.iptc, noCredential]);
    expect(cellOf('CN-I-01', facts, ['provider']).outcome).toBe('fail');
    expect(cellOf('CN-I-01', facts, ['platform']).outcome).toBe('warn');
  });

  test('not examined, damaged, broken down, or of another version: undetermined, never a failure', () => {
    const states: Run[][] = [
      [],
      [runs.damaged],
      [resultRun('labels.declared', 'failed', undefined, { reason: reason('worker-crashed') })],
      [resultRun('labels.declared', 'not-applicable', undefined, { reason: reason('format') })],
      [resultRun('labels.declared', 'found', { statements: 'of old' })],
    ];
    for (const [index, state] of states.entries()) {
      const { outcome, text } = cellOf('CN-I-01', factsOf(state), ['provider']);
      expect([index, outcome]).toEqual([index, 'undetermined']);
      expect(text).not.toBe('');
    }
  });
});

const reason = (code: string) => ({ code, text: { en: 'because', 'zh-CN': '因为' } });

describe('GB 45438-2025 Annex E: the form of the payload', () => {
  async function outcomes(value: string): Promise<Record<string, string>> {
    const { run } = await declaredRun(pngWithXmp(aigcPacket(value)), 'x.png');
    const facts = factsOf([run]);
    return Object.fromEntries(
      ['02', '03', '04', '05', '06', '07', '08', '10'].map((number) => [
        number,
        cellOf(`CN-I-${number}`, facts, ['provider']).outcome,
      ]),
    );
  }
  const right = {
    '02': 'pass',
    '03': 'pass',
    '04': 'pass',
    '05': 'pass',
    '06': 'pass',
    '07': 'pass',
    '08': 'pass',
    '10': 'not-applicable',
  };
  const open = (...numbers: string[]) =>
    Object.fromEntries(numbers.map((number) => [number, 'undetermined']));
  // The clauses are known as transcribed: what departs from them is a warning until they are read at the source.
  const cases: [string, string, Partial<typeof right>][] = [
    ['a right label', aigcJson(), {}],
    ['Label as a number', aigcJson({ Label: 1 }), { '03': 'warn' }],
    ['Label with a word', aigcJson({ Label: 'AIGC' }), { '03': 'warn' }],
    ['no producer', aigcJson({ ContentProducer: '' }), { '04': 'warn' }],
    ['no number', aigcJson({ ProduceID: '' }), { '04': 'warn' }],
    ['a producer by name', aigcJson({ ContentProducer: 'kling' }), {}],
    [
      'a wrong check digit',
      aigcJson({ ContentProducer: '001191110000MA00TXTX0Y10000', ContentPropagator: '' }),
      { '05': 'warn' },
    ],
    ['Chinese characters', aigcJson({ ProduceID: '内容一号' }), { '07': 'warn' }],
    ['no object', '"AIGC"', { '02': 'warn', ...open('03', '04', '05', '07') }],
    // What follows the break is unknown, not absent.
    ['a broken value', '{"Label":"1","ContentProducer":"x', { '02': 'warn', ...open('04', '05', '07') }],
  ];
  test.each(cases)('%s', async (_name, value, expected) => {
    expect(await outcomes(value)).toEqual({ ...right, ...expected });
  });

  test('the place that is left where another list takes the guide’s own is told, and no warning', async () => {
    const value = aigcJson();
    const { run, media } = await declaredRun(movieVariants(value).get('bare meta in moov')!, 'x.mp4');
    const cell = cellOf('CN-I-08', factsOf([run], { media }), ['provider']);
    expect([cell.outcome, cell.text]).toEqual(['pass', expect.stringContaining('not in the guide’s place')]);
  });

  test('two labels that disagree, and one that repeats', async () => {
    const twice = (second: string) =>
      makePng({
        before: [
          Buffer.from(internationalText('XML:com.adobe.xmp', aigcPacket(aigcJson()))),
          Buffer.from(internationalText('AIGC', second)),
        ],
      });
    for (const [second, words] of [
      [aigcJson({ Label: '3' }), 'disagree'],
      [aigcJson(), 'the standard keeps one'],
    ] as const) {
      const { run } = await declaredRun(twice(second), 'x.png');
      const cell = cellOf('CN-I-06', factsOf([run]), ['provider']);
      expect(cell.outcome).toBe('warn');
      expect(cell.text).toContain(words);
    }
    const { run } = await declaredRun(twice(aigcJson({ Label: '3' })), 'x.png');
    // The second was a failure of the clause itself, held back because of its wording.
    expect(cellOf('CN-I-06', factsOf([run]), ['provider']).text).toContain('transcribed');
  });
});

describe('GB 45438-2025, 5.2 and 5.4: size, place and time', () => {
  const image = (...labels: Parameters<typeof visibleLabel>[0][]) =>
    cellOf('CN-E-02', factsOf([visibleRun(labels.map((label) => visibleLabel(label)))]), ['provider']);

  test.each([
    ['6 % by its ink', { ratio: 0.06, boxRatio: 0.066 }, 'pass', ''],
    ['exactly 5 %', { ratio: 0.05, boxRatio: 0.05 }, 'pass', ''],
    ['4.9 % by its ink', { ratio: 0.049, boxRatio: 0.052 }, 'warn', 'Borderline'],
    ['3.5 % by its ink, 4.4 % by its line', { ratio: 0.035, boxRatio: 0.044 }, 'warn', 'Borderline'],
    ['3.9 % by its line', { ratio: 0.03, boxRatio: 0.039 }, 'warn', 'below 4 %'],
    ['6 %, ink not told from its ground', { ratio: 0.06, contrast: null }, 'warn', 'estimated'],
    ['in the middle of the picture', { position: 'inside' as const }, 'warn', 'inside the picture'],
    [
      'without a generation element',
      { text: 'AI', elements: { ai: true, generation: false } },
      'warn',
      'lacks',
    ],
  ])('an image label %s', (_name, label, outcome, words) => {
    const cell = image(label);
    expect(cell.outcome).toBe(outcome);
    expect(cell.text).toContain(words);
  });

  test('one right label is enough beside a small one; none is a warning to the provider alone', () => {
    expect(image({ ratio: 0.02, boxRatio: 0.025 }, {}).outcome).toBe('pass');
    expect(image().outcome).toBe('warn');
    const facts = factsOf([visibleRun([])]);
    expect(cellOf('CN-E-02', facts, ['platform']).outcome).toBe('undetermined');
  });

  const video = { ...pngMedia, kind: 'video', format: 'mp4', mime: 'video/mp4' } as const;
  const film = (from: number, to: number, more: Parameters<typeof visibleLabel>[0] = {}) =>
    cellOf(
      'CN-E-04',
      factsOf(
        [
          visibleRun([visibleLabel({ seen: { from, to }, ...more })], {
            frames: 41,
            from: 0,
            to: 4,
            step: 0.1,
          }),
        ],
        { media: video },
      ),
      ['provider'],
    );
  test.each([
    [0, 2, 'pass', ''],
    [0, 4, 'pass', ''],
    [0, 1.9, 'warn', 'Borderline'],
    [0, 1.2, 'warn', 'less than two seconds'],
    [1, 3.5, 'warn', 'not there on the opening frames'],
  ])('a film label from %d s to %d s', (from, to, outcome, words) => {
    const cell = film(from, to);
    expect(cell.outcome).toBe(outcome);
    expect(cell.text).toContain(words);
  });

  test('a film label shown long enough and too small is too small', () => {
    expect(film(0, 3, { ratio: 0.02, boxRatio: 0.03 }).text).toContain('below 4 %');
  });

  test('a 360° picture is a virtual scene: the rule for images is not held against it', () => {
    const declared = resultRun('labels.declared', 'nothing-found', {
      ...(runs.stripped.result as object),
      panorama: true,
    });
    const facts = factsOf([declared, visibleRun([visibleLabel()])]);
    expect(cellOf('CN-E-02', facts, ['provider']).outcome).toBe('not-applicable');
    expect(cellOf('CN-E-06', facts, ['provider']).outcome).toBe('undetermined');
    // Rules that know no scenes are about the picture it is as well.
    const shown = factsOf([declared, noCredential, visibleRun([visibleLabel()])]);
    for (const duty of ['CA-01', 'IN-01', 'VN-01'])
      expect([duty, cellOf(duty, shown, ['provider']).outcome]).toEqual([duty, 'warn']);
    const scene = { ...pngMedia, kind: 'scene', format: 'glb', mime: 'model/gltf-binary' } as const;
    expect(cellOf('CA-01', factsOf([runs.stripped], { media: scene }), ['provider']).outcome).toBe(
      'not-applicable',
    );
  });
});

describe('GB 45438-2025, 5.1 and 5.3: text and sound', () => {
  const text = { ...pngMedia, kind: 'text', format: 'markdown', mime: 'text/markdown' } as const;
  const written = (result: object, roles = ['provider'] as const) =>
    cellOf(
      'CN-E-01',
      factsOf([resultRun('labels.written', 'found', { length: 900, labels: [], unread: [], ...result })], {
        media: text,
      }),
      roles,
    );
  const label = {
    text: '本内容由人工智能生成',
    elements: { ai: true, generation: true },
    start: 0,
    end: 10,
    place: 'start',
    form: 'sentence',
  };
  test('a sentence passes, a corner mark is open, unread parts are open, nothing is a departure', () => {
    expect(written({ labels: [label] }).outcome).toBe('pass');
    const mark = { ...label, text: 'AI', elements: { ai: true, generation: false }, form: 'corner-mark' };
    expect(written({ labels: [mark] }).outcome).toBe('undetermined');
    expect(written({ unread: [{ en: 'footnotes', 'zh-CN': '脚注' }] }).outcome).toBe('undetermined');
    expect(written({})).toMatchObject({ outcome: 'warn', text: expect.stringContaining('transcribed') });
  });

  test('a rhythm passes; without one a spoken label stays possible', () => {
    const sound = { ...pngMedia, kind: 'audio', format: 'wav', mime: 'audio/wav' } as const;
    const heard = (rhythms: object[]) =>
      cellOf(
        'CN-E-03',
        factsOf([resultRun('labels.audible', 'found', { duration: 9, rhythms, speech: 'not-listened' })], {
          media: sound,
        }),
        ['provider'],
      ).outcome;
    const rhythm = { from: 0, to: 2, place: 'start', dot: 0.12, frequency: 660, level: 20 };
    expect(heard([rhythm])).toBe('pass');
    expect(heard([])).toBe('undetermined');
  });
});

describe('Measures for Labeling, Art. 6: what the platform showed', () => {
  const rows = ['CN-P-01-1', 'CN-P-01-2', 'CN-P-01-3'];
  const notices = (facts: ReturnType<typeof factsOf>) =>
    rows.map((row) => cellOf(row, facts, ['platform']).outcome);
  const n = 'not-applicable';

  test('case 1: the metadata says so', () => {
    const show = (notice: 'is' | 'suspected' | 'none' | null) =>
      notices(factsOf([runs.labelled, noCredential], { publication: { displayed: { notice } } }));
    expect(show('is')).toEqual(['pass', n, n]);
    expect(show('suspected')).toEqual(['warn', n, n]);
    expect(show('none')).toEqual(['warn', n, n]);
    expect(show(null)).toEqual(['undetermined', n, n]);
  });

  test('case 2: no label, but the uploader declared it', () => {
    const facts = factsOf([runs.stripped, noCredential], {
      publication: { declared: { shown: 'yes' }, displayed: { notice: 'may-be' } },
    });
    expect(notices(facts)).toEqual([n, 'pass', n]);
  });

  test('a label that says suspected, beside a declaration that says more: case 2', async () => {
    const { run } = await declaredRun(pngWithXmp(aigcPacket(aigcJson({ Label: '3' }))), 's.png');
    const show = (shown: 'yes' | 'no', notice: 'may-be' | 'suspected') =>
      notices(factsOf([run, noCredential], { publication: { declared: { shown }, displayed: { notice } } }));
    expect(show('no', 'suspected')).toEqual([n, n, 'pass']);
    expect(show('yes', 'may-be')).toEqual([n, 'pass', n]);
    expect(show('yes', 'suspected')).toEqual([n, 'warn', n]);
  });

  test('case 3: neither, but another standard’s label or an explicit one', () => {
    const publication = { declared: { shown: 'no' }, displayed: { notice: 'suspected' } } as const;
    expect(notices(factsOf([runs.iptc, noCredential], { publication }))).toEqual([n, n, 'pass']);
    // Another standard's label may be read as marking the content clearly: then the stronger notice fits.
    const stronger = { displayed: { notice: 'is' } } as const;
    expect(notices(factsOf([runs.iptc, noCredential], { publication: stronger }))).toEqual([
      n,
      n,
      'undetermined',
    ]);
    const weaker = { displayed: { notice: 'may-be' } } as const;
    expect(notices(factsOf([runs.iptc, noCredential], { publication: weaker }))).toEqual([n, n, 'warn']);
    const seen = factsOf([runs.stripped, noCredential, visibleRun([visibleLabel()])], { publication });
    expect(notices(seen)).toEqual([n, n, 'pass']);
  });

  test('nothing found: no case of the article; not examined: open', () => {
    expect(notices(factsOf([runs.stripped, noCredential, visibleRun([])]))).toEqual([n, n, n]);
    expect(notices(factsOf([runs.stripped, noCredential]))).toEqual(Array(3).fill('undetermined'));
    expect(notices(factsOf([runs.damaged]))).toEqual(Array(3).fill('undetermined'));
  });

  test('the last paragraph: the platform’s own name and number', () => {
    const platform = { rendition: 'platform' } as const;
    expect(
      cellOf('CN-I-09', factsOf([runs.rendition], { publication: platform }), ['platform']).outcome,
    ).toBe('pass');
    const lost = { ...platform, displayed: { notice: 'is' } } as const;
    expect(cellOf('CN-I-09', factsOf([runs.stripped], { publication: lost }), ['platform']).outcome).toBe(
      'warn',
    );
    const original = { rendition: 'original' } as const;
    expect(cellOf('CN-I-09', factsOf([runs.stripped], { publication: original }), ['platform']).outcome).toBe(
      'not-applicable',
    );
  });
});

describe('labels from copy to copy', () => {
  function passage(before: Run, after: Run): LabelPassage {
    const exhibit = (run: Run, number: number) => ({
      evidence: { sha256: String(number).repeat(64), number, name: `${number}.png`, media: pngMedia },
      overview: factsOf([run, noCredential]).overview,
    });
    return labelSurvival([exhibit(before, 1), exhibit(after, 2)]).passages[0]!;
  }

  test('a stripped copy: the fact, never the intent; a kept label passes; without a copy it is open', () => {
    const lost = passage(runs.labelled, runs.stripped);
    for (const duty of ['CN-D-01', 'CN-DS-18', 'EU-CoP-04']) {
      const cell = cellOf(duty, factsOf([runs.stripped], { passage: lost }), ['provider']);
      expect([duty, cell.outcome]).toEqual([duty, 'warn']);
      expect(cell.text).toContain('intent is unknown');
    }
    const kept = passage(runs.labelled, runs.labelled);
    expect(cellOf('CN-D-01', factsOf([runs.labelled], { passage: kept }), ['user']).outcome).toBe('pass');
    expect(cellOf('CN-D-01', factsOf([runs.stripped]), ['user']).outcome).toBe('undetermined');
    const none = passage(runs.stripped, runs.stripped);
    expect(cellOf('CN-D-01', factsOf([runs.stripped], { passage: none }), ['user']).outcome).toBe(
      'not-applicable',
    );
  });

  test('a platform that fills in its fields keeps the label; one that rewrites it does not', async () => {
    const filled = passage(runs.labelled, runs.rendition);
    for (const duty of ['CN-D-01', 'CN-DS-18', 'EU-CoP-04']) {
      const cell = cellOf(duty, factsOf([runs.rendition], { passage: filled }), ['provider']);
      expect([duty, cell.outcome]).toEqual([duty, 'pass']);
      expect(cell.text).toContain(
        'platform fields were filled in, as Measures for Labeling, Art. 6, asks: 1',
      );
      expect(cell.support).toMatchObject([{ kind: 'passage', analysis: null }]);
    }
    const rewritten = pngWithXmp(aigcPacket(aigcJson({ ContentPropagator: '某平台', Label: '3' })));
    const altered = passage(runs.labelled, (await declaredRun(rewritten, 'f.png')).run);
    expect(cellOf('CN-D-01', factsOf([runs.rendition], { passage: altered }), ['user']).outcome).toBe('warn');
  });

  test('California asks platforms from 2027 on', () => {
    const facts = factsOf([runs.stripped], { passage: passage(runs.labelled, runs.stripped) });
    expect(cellOf('CA-05', facts, ['platform'], '2026-12-31').outcome).toBe('not-applicable');
    expect(cellOf('CA-05', facts, ['platform'], '2027-01-01').outcome).toBe('warn');
  });
});

describe('EU', () => {
  const bare = () => factsOf([runs.stripped, noCredential]);

  test('Art. 50 (2) by date: not yet, open in the transition, a warning after it', () => {
    const on = (date: string) => cellOf('EU-50-01', bare(), ['provider'], date).outcome;
    expect(on('2026-08-01')).toBe('not-applicable');
    expect(on('2026-08-02')).toBe('undetermined');
    expect(on('2026-12-02')).toBe('undetermined');
    expect(on('2026-12-03')).toBe('warn');
    expect(cellOf('EU-111-04', bare(), ['provider'], '2026-12-02').outcome).toBe('undetermined');
    expect(cellOf('EU-111-04', bare(), ['provider'], '2026-12-03').outcome).toBe('not-applicable');
    // Any standard's mark is machine-readable: the article mandates no format.
    for (const run of [runs.labelled, runs.iptc])
      expect(cellOf('EU-50-01', factsOf([run, noCredential]), ['provider'], '2027-01-01').outcome).toBe(
        'pass',
      );
  });

  test('the Code of Practice: signed, time-stamped, a second layer', () => {
    const code = (run: Run, duty: string, declared = runs.stripped) =>
      cellOf(duty, factsOf([declared, run]), ['provider']).outcome;
    expect(code(credentialRun(), 'EU-CoP-01')).toBe('pass');
    expect(code(credentialRun({ content: 'changed' }), 'EU-CoP-01')).toBe('warn');
    expect(code(noCredential, 'EU-CoP-01', runs.labelled)).toBe('warn');
    expect(code(credentialRun({ time: 'listed' }), 'EU-CoP-02')).toBe('pass');
    expect(code(credentialRun({ time: 'absent' }), 'EU-CoP-02')).toBe('warn');
    // The time of a credential that belongs to other content is not the time of this mark.
    expect(code(credentialRun({ time: 'listed', content: 'changed' }), 'EU-CoP-02')).toBe('warn');
    const broken = factsOf([runs.stripped, credentialRun({ content: 'changed' })]);
    expect(cellOf('EU-50-01', broken, ['provider']).text).toContain('anyone may have added it');
    expect(code(noCredential, 'EU-CoP-02')).toBe('undetermined');
    expect(code(credentialRun({ watermark: true }), 'EU-CoP-03')).toBe('pass');
    expect(code(credentialRun(), 'EU-CoP-03')).toBe('undetermined');
    expect(code(credentialRun({ watermark: true, content: 'changed' }), 'EU-CoP-03')).toBe('undetermined');
  });

  test('Art. 50 (4): what is shown, what is recorded as disclosed, editorial responsibility', () => {
    const deployer = (publication: object, found: Run[] = [visibleRun([])]) =>
      cellOf('EU-50-04-1', factsOf([runs.stripped, ...found], { publication }), ['deployer']).outcome;
    expect(deployer({})).toBe('undetermined');
    expect(deployer({ depictsReal: 'no' })).toBe('not-applicable');
    expect(deployer({ depictsReal: 'yes' })).toBe('warn');
    expect(deployer({ depictsReal: 'yes', displayed: { text: 'AI' } })).toBe('pass');
    expect(deployer({ depictsReal: 'yes', displayed: { notice: 'is' } })).toBe('pass');
    expect(deployer({ depictsReal: 'yes', displayed: { notice: 'none' } })).toBe('warn');
    expect(deployer({ depictsReal: 'yes' }, [visibleRun([visibleLabel()])])).toBe('pass');
    expect(deployer({ depictsReal: 'yes' }, [])).toBe('undetermined');
    const text = { ...pngMedia, kind: 'text', format: 'text', mime: 'text/plain' } as const;
    const article = (publication: object) =>
      cellOf(
        'EU-50-04-2',
        factsOf([resultRun('labels.written', 'nothing-found', { length: 9, labels: [], unread: [] })], {
          media: text,
          publication,
        }),
        ['deployer'],
      ).outcome;
    expect(article({ publicInterest: 'yes' })).toBe('warn');
    expect(article({ publicInterest: 'yes', editorialReview: { done: 'yes', by: 'Desk' } })).toBe('pass');
    expect(article({ publicInterest: 'yes', editorialReview: { done: 'yes' } })).toBe('warn');
  });
});

describe('California: the items of a latent disclosure', () => {
  const items = (facts: ReturnType<typeof factsOf>) =>
    ['CA-01', 'CA-02', 'CA-03', 'CA-04', 'CA-06'].map((id) => cellOf(id, facts, ['provider']).outcome);

  test('a credential gives all, the AIGC label provider and number, a bare file none', () => {
    expect(items(factsOf([runs.stripped, credentialRun()]))).toEqual(Array(5).fill('pass'));
    expect(items(factsOf([runs.stripped, credentialRun({ agent: null })]))[1]).toBe('warn');
    expect(items(factsOf([runs.labelled, noCredential]))).toEqual(['pass', 'warn', 'warn', 'pass', 'pass']);
    expect(items(factsOf([runs.stripped, noCredential]))).toEqual(Array(5).fill('warn'));
    expect(items(factsOf([]))).toEqual(Array(5).fill('undetermined'));
  });

  test('who generated the content, not who edited and signed it afterwards', () => {
    const { result, ...run } = credentialRun();
    const made = CredentialResult.parse(result);
    if (made.state !== 'present') throw new Error('no credential');
    const [generator] = made.store.manifests;
    const editor = {
      ...generator!,
      label: 'urn:c2pa:00000000-0000-4000-8000-000000000002',
      claimGenerator: 'Photo_Editor/25.5',
      signature: { ...generator!.signature!, organisation: 'Editor Inc' },
      actions: [
        {
          ...generator!.actions[0]!,
          action: 'c2pa.opened',
          softwareAgent: 'Photo Editor 25.5',
          digitalSourceType: null,
          when: '2026-11-01T00:00:00Z',
        },
      ],
      ingredients: [
        {
          label: 'c2pa.ingredient.v3',
          title: 'a.png',
          format: 'image/png',
          relationship: 'parentOf',
          manifest: generator!.label,
          digitalSourceType: null,
          recorded: [],
          now: [],
        },
      ],
    };
    const store = { ...made.store, active: editor.label, manifests: [editor, generator!] };
    const edited: Run = { ...run, result: { ...made, store } };
    const text = (duty: string) => cellOf(duty, factsOf([runs.stripped, edited]), ['provider']).text;
    expect(text('CA-01')).toContain('Painter Ltd');
    expect(text('CA-02')).toContain('Painter 3.1');
    expect(text('CA-03')).toContain('2026-10-01');
    expect(text('CA-01') + text('CA-02') + text('CA-03')).not.toMatch(/Editor/);
  });

  test('is not asked of text, nor before August 2026', () => {
    const text = { ...pngMedia, kind: 'text', format: 'text', mime: 'text/plain' } as const;
    expect(items(factsOf([], { media: text }))).toEqual(Array(5).fill('not-applicable'));
    expect(cellOf('CA-01', factsOf([]), ['provider'], '2026-08-01').outcome).toBe('not-applicable');
    expect(cellOf('CA-06', factsOf([]), ['provider'], '2026-09-29').outcome).toBe('not-applicable');
  });
});

describe('self-media and the draft', () => {
  const account = (publication: object, duty: string) =>
    cellOf(duty, factsOf([runs.iptc, noCredential], { publication }), ['platform']).outcome;
  const self = { kind: 'self-media' } as const;

  test.each([
    ['CN-SM-01', { account: self, sourceLabel: { shown: 'yes', text: 'agency' } }, 'pass'],
    ['CN-SM-01', { account: self, sourceLabel: { shown: 'no' } }, 'warn'],
    ['CN-SM-01', { account: self }, 'undetermined'],
    ['CN-SM-01', { account: { kind: 'news-media' }, sourceLabel: { shown: 'no' } }, 'not-applicable'],
    ['CN-SM-01', {}, 'undetermined'],
    ['CN-SM-03', { account: self, declared: { shown: 'no' }, displayed: { notice: 'none' } }, 'warn'],
    ['CN-SM-03', { account: self, displayed: { notice: 'suspected' } }, 'pass'],
    ['CN-SM-04', { account: self, fictionTag: 'no' }, 'warn'],
    ['CN-SM-05', { account: { ...self, topic: 'justice', credentialShown: 'no' } }, 'warn'],
    ['CN-SM-05', { account: { ...self, topic: 'other' } }, 'not-applicable'],
    ['CN-DR-01', { account: { ...self, influential: 'yes', verified: 'no' } }, 'warn'],
    ['CN-DR-02', { account: { ...self, topic: 'justice', credentialShown: 'no' } }, 'not-applicable'],
    ['CN-DR-03', { service: { name: 'Painter', filing: '' } }, 'warn'],
  ])('%s with %j: %s', (duty, publication, outcome) => {
    expect(account(publication, duty)).toBe(outcome);
  });
});

describe('India, Korea, Viet Nam', () => {
  test('both, either, or one of label and mark', () => {
    const both = factsOf([runs.iptc, noCredential, visibleRun([visibleLabel()])]);
    const mark = factsOf([runs.iptc, noCredential, visibleRun([])]);
    const none = factsOf([runs.stripped, noCredential, visibleRun([])]);
    const row = (duty: string) =>
      [both, mark, none].map((facts) => cellOf(duty, facts, ['provider']).outcome);
    expect(row('IN-01')).toEqual(['pass', 'warn', 'warn']);
    expect(row('KR-01')).toEqual(['pass', 'pass', 'warn']);
    expect(row('VN-01')).toEqual(['pass', 'pass', 'warn']);
    expect(row('KR-02')).toEqual(Array(3).fill('undetermined'));
    // Art. 11 of Viet Nam's law: makers mark for machines, those who deploy label imitations for people.
    expect(row('VN-02')).toEqual(Array(3).fill('not-applicable'));
    const imitation = factsOf([runs.stripped, noCredential, visibleRun([])], {
      publication: { depictsReal: 'yes' },
    });
    expect(cellOf('VN-02', imitation, ['deployer']).outcome).toBe('warn');
    const text = { ...pngMedia, kind: 'text', format: 'text', mime: 'text/plain' } as const;
    expect(cellOf('VN-01', factsOf([], { media: text }), ['provider']).outcome).toBe('not-applicable');
  });

  test('a notice recorded by its class alone counts as displayed', () => {
    const shown = (notice: 'is' | 'none') =>
      cellOf(
        'IN-02',
        factsOf([runs.stripped], { publication: { displayed: { notice }, declared: { shown: 'yes' } } }),
        ['platform'],
      ).outcome;
    expect([shown('is'), shown('none')]).toEqual(['pass', 'warn']);
    const noticed = factsOf([runs.stripped, noCredential, visibleRun([])], {
      publication: { displayed: { notice: 'is' } },
    });
    expect(cellOf('KR-01', noticed, ['provider']).outcome).toBe('pass');
  });
});

describe('the catalogue and the matrix', () => {
  const catalogue = dutyCatalogue();
  const duties = catalogue.packs.flatMap((pack) => pack.duties);

  test('fit their schemas; ids are unique; quotes and sources are there', () => {
    expect(DutyCatalogue.parse(catalogue)).toEqual(catalogue);
    expect(new Set(duties.map(({ id }) => id)).size).toBe(duties.length);
    expect(new Set(duties.map(({ jurisdiction }) => jurisdiction))).toEqual(new Set(jurisdictions));
    for (const { citation, appliesFrom, appliesTo, quote } of duties) {
      expect(citation.source).toMatch(/^https:\/\//);
      expect(citation.clause.en).not.toBe('');
      expect(appliesFrom).toMatch(/^20\d\d-\d\d-\d\d$/);
      if (appliesTo !== null) expect(appliesTo >= appliesFrom).toBe(true);
      if (quote?.language === 'zh-CN') expect(quote.text).toMatch(/\p{Script=Han}/u);
    }
  });

  test('every reference to GB 45438 and its guides is held to be a transcription', () => {
    for (const duty of duties.filter(({ pack }) => pack === 'cn-gb45438'))
      expect(duty.wording).toBe('transcribed');
  });

  test('the matrix has one cell for each row and column, in order', () => {
    const choice = { jurisdictions: ['EU', 'CN'], roles: ['provider'], date: '2026-11-22' } as const;
    const exhibits = [1, 2].map((number) => ({
      sha256: String(number).repeat(64),
      number,
      name: `${number}.png`,
      facts: factsOf([runs.labelled, noCredential]),
    }));
    const matrix = dutyMatrix(
      { ...choice, jurisdictions: [...choice.jurisdictions], roles: [...choice.roles], copies: [] },
      exhibits,
    );
    expect(DutyMatrix.parse(matrix)).toEqual(matrix);
    expect(matrix.cells).toHaveLength(matrix.duties.length * 2);
    expect(new Set(matrix.duties.map(({ jurisdiction }) => jurisdiction))).toEqual(new Set(['CN', 'EU']));
    expect(matrix.duties[0]?.jurisdiction).toBe('CN');
    expect(matrix.cells.slice(0, 2).map(({ evidence }) => evidence[0])).toEqual(['1', '2']);
  });
});
