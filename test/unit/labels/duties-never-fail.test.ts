import fc from 'fast-check';
import { expect, test } from 'vitest';
import { held, limits } from '#core/labels/obligations/hold.ts';
import { judge } from '#core/labels/obligations/matrix.ts';
import { packs } from '#core/labels/obligations/packs.generated.ts';
import { LabelPassage } from '#shared/domain/label-survival.ts';
import { mediaFormats, mediaKinds } from '#shared/domain/media.ts';
import { DutyOutcome, dutyRoles } from '#shared/domain/obligation.ts';
import { noticeClasses } from '#shared/domain/publication.ts';
import type { Outcome, Run } from '#shared/domain/run.ts';
import {
  credentialRun,
  factsOf,
  noCredential,
  resultRun,
  visibleLabel,
  visibleRun,
} from '../../support/duty-facts.ts';

/** Facts of every kind, likely or not: the rules must keep their promises on all of them. */

const rules = packs.flatMap((pack) => pack.rules);
const answer = fc.constantFrom('yes' as const, 'no' as const, 'not-recorded' as const);
const words = fc.constantFrom('', 'AI生成', 'Desk');

const codes = [
  'not-an-object',
  'truncated',
  'missing-label',
  'label-value',
  'label-number',
  'empty-contentproducer',
  'code-contentproducer',
  'characters-produceid',
  'place',
];

const statement = fc
  .record({
    standard: fc.constantFrom('gb45438-aigc', 'iptc-digital-source-type'),
    kind: fc.constantFrom('label', 'trace', 'residue'),
    meaning: fc.constantFrom(
      'generated',
      'partly-generated',
      'possibly-generated',
      'suspected',
      'not-generative',
      'unclear',
    ),
    standing: fc.constantFrom('unsigned', 'verified-pinned', 'not-verified'),
    broken: fc.subarray(codes),
    fields: fc.subarray(['Label', 'ContentProducer', 'ProduceID', 'ContentPropagator', 'PropagateID']),
  })
  .map(({ standard, kind, meaning, standing, broken, fields }) => ({
    standard,
    standardTitle: { en: standard, 'zh-CN': standard },
    kind,
    carrier: 'png',
    place: 'iTXt XMP',
    key: 'AIGC',
    bytes: [10, 20],
    meaning,
    says: { en: meaning, 'zh-CN': meaning },
    asserted: [],
    standing,
    standingNote: null,
    raw: '',
    fields: fields.map((name) => ({ name, value: 'x', personal: false })),
    checks: broken.map((code) => ({
      code,
      severity: 'departs',
      text: { en: code, 'zh-CN': code },
      cite: 'Annex E',
    })),
  }));

const outcome = fc.constantFrom<Outcome>(
  'found',
  'nothing-found',
  'not-applicable',
  'undetermined',
  'failed',
);

const declared = fc
  .record({
    statements: fc.array(statement, { maxLength: 3 }),
    complete: fc.boolean(),
    panorama: fc.boolean(),
    outcome,
  })
  .map(({ outcome: ended, ...result }) =>
    resultRun('labels.declared', ended, { places: [], payloads: 1, contradictions: [], ...result }),
  );

const credential = fc.oneof(
  fc.constant(noCredential),
  fc
    .record({
      time: fc.constantFrom('listed' as const, 'unlisted' as const, 'broken' as const, 'absent' as const),
      content: fc.constantFrom('intact' as const, 'changed' as const),
      watermark: fc.boolean(),
    })
    .map(credentialRun),
  outcome.map((ended) => resultRun('provenance.c2pa', ended, null)),
);

const visible = fc.oneof(
  fc
    .array(
      fc
        .record({
          ratio: fc.double({ min: 0, max: 0.1, noNaN: true }),
          more: fc.double({ min: 0, max: 0.02, noNaN: true }),
          position: fc.constantFrom('inside' as const, 'bottom' as const),
          generation: fc.boolean(),
          seen: fc.option(
            fc
              .tuple(fc.double({ min: 0, max: 4, noNaN: true }), fc.double({ min: 0, max: 4, noNaN: true }))
              .map(([from, length]) => ({ from, to: from + length })),
          ),
        })
        .map(({ ratio, more, position, generation, seen }) =>
          visibleLabel({
            ratio,
            boxRatio: ratio + more,
            position,
            elements: { ai: true, generation },
            seen,
          }),
        ),
      { maxLength: 2 },
    )
    .chain((labels) =>
      fc
        .constantFrom(null, { frames: 41, from: 0, to: 4, step: 0.1 })
        .map((sampled) => visibleRun(labels, sampled)),
    ),
  outcome.map((ended) => resultRun('labels.visible', ended, null)),
);

const written = fc
  .record({
    length: fc.nat({ max: 5000 }),
    place: fc.constantFrom('start', 'middle', 'end'),
    form: fc.constantFrom('sentence', 'corner-mark'),
    generation: fc.boolean(),
    there: fc.boolean(),
    cut: fc.boolean(),
    outcome,
  })
  .map(({ length, place, form, generation, there, cut, outcome: ended }) =>
    resultRun('labels.written', ended, {
      length,
      labels: there
        ? [{ text: 'AI', elements: { ai: true, generation }, start: 0, end: 2, place, form }]
        : [],
      unread: cut ? [{ en: 'notes', 'zh-CN': '脚注' }] : [],
    }),
  );

const audible = fc
  .record({ there: fc.boolean(), speech: fc.constantFrom('not-listened', 'listened'), outcome })
  .map(({ there, speech, outcome: ended }) =>
    resultRun('labels.audible', ended, {
      duration: 9,
      rhythms: there ? [{ from: 0, to: 2, place: 'start', dot: 0.12, frequency: 660, level: 20 }] : [],
      speech,
    }),
  );

const publication = fc.record({
  account: fc.record({
    kind: fc.constantFrom('self-media' as const, 'person' as const, 'not-recorded' as const),
    topic: fc.constantFrom('finance' as const, 'other' as const, 'not-recorded' as const),
    credentialShown: answer,
    influential: answer,
    verified: answer,
  }),
  displayed: fc.record({ text: words, notice: fc.constantFrom(null, ...noticeClasses) }),
  declared: fc.record({ shown: answer }),
  sourceLabel: fc.record({ shown: answer, text: words }),
  fictionTag: answer,
  rendition: fc.constantFrom('original' as const, 'platform' as const, 'not-recorded' as const),
  editorialReview: fc.record({ done: answer, by: words }),
  unlabelledDelivery: fc.record({ agreed: answer, logged: answer }),
  service: fc.record({ name: words, filing: words }),
  depictsReal: answer,
  publicInterest: answer,
});

const passage = fc
  .array(fc.constantFrom('kept', 'moved', 'altered', 'lost', 'added', 'undetermined'), { maxLength: 3 })
  .map((fates) =>
    LabelPassage.parse({
      from: 'a'.repeat(64),
      to: 'b'.repeat(64),
      labels: fates.map((fate) => ({
        fate,
        standard: 'gb45438-aigc',
        standardTitle: { en: 'AIGC', 'zh-CN': 'AIGC' },
        before: null,
        after: null,
        changed: [],
      })),
      innocent: [],
      reading: null,
    }),
  );

const facts = fc
  .record({
    kind: fc.constantFrom(...mediaKinds),
    format: fc.constantFrom(...mediaFormats),
    runs: fc
      .tuple(
        fc.option(declared),
        fc.option(credential),
        fc.option(visible),
        fc.option(written),
        fc.option(audible),
      )
      .map((all) => all.filter((run): run is Run => run !== null)),
    publication: fc.option(publication, { nil: undefined }),
    passage: fc.option(passage, { nil: undefined }),
  })
  .map(({ kind, format, runs, publication: recorded, passage: from }) =>
    factsOf(runs, {
      media: { kind, format, mime: 'x/y', extensionFits: null },
      ...(recorded === undefined ? {} : { publication: recorded }),
      ...(from === undefined ? {} : { passage: from }),
    }),
  );

const asked = fc.record({
  roles: fc.subarray([...dutyRoles], { minLength: 1 }).map((roles) => new Set(roles)),
  date: fc.constantFrom('2022-01-01', '2025-09-01', '2026-08-02', '2026-11-22', '2026-12-03', '2028-06-01'),
});

test('no rule known at second hand, transcribed, proposed or voluntary ever fails a file', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(facts, asked, (known, who) => {
      for (const rule of rules) {
        const cell = judge(rule, known, who);
        expect(DutyOutcome.safeParse(cell.outcome).success).toBe(true);
        expect(cell.reasoning.length).toBeGreaterThan(0);
        for (const sentence of cell.reasoning) {
          expect(sentence.en).not.toBe('');
          expect(sentence['zh-CN']).not.toBe('');
        }
        seen.add(`${rule.id} ${cell.outcome}`);
        if (cell.outcome !== 'fail') continue;
        expect([rule.id, rule.standing, rule.wording, rule.force]).toEqual([
          rule.id,
          'primary',
          'official',
          'in-force',
        ]);
        // A failure rests on something that was read, and on a role that was chosen.
        expect(rule.roles.some((role) => who.roles.has(role))).toBe(true);
        expect(cell.support.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 400, seed: 20261122 },
  );
  // The property is not empty: rules do fail, and held ones do warn.
  expect([...seen].filter((one) => one.endsWith(' fail'))).toEqual(['CN-I-01 fail']);
  for (const id of ['CN-E-01', 'CN-E-02', 'CN-I-03', 'CN-I-06', 'EU-CoP-04', 'IN-01'])
    expect(seen.has(`${id} warn`)).toBe(true);
});

test('nothing examined and nothing recorded: no rule passes, warns or fails', () => {
  fc.assert(
    fc.property(fc.constantFrom(...mediaKinds), asked, (kind, who) => {
      const unknown = factsOf([], { media: { kind, format: 'unknown', mime: 'x/y', extensionFits: null } });
      for (const rule of rules)
        expect([rule.id, judge(rule, unknown, who).outcome]).toEqual([
          rule.id,
          expect.stringMatching(/^(undetermined|not-applicable)$/),
        ]);
    }),
    { numRuns: 60 },
  );
});

test('the limits are applied in one place, to failures alone', () => {
  const standings = ['primary', 'observed', 'secondary'] as const;
  const wordings = ['official', 'transcribed'] as const;
  const forces = ['in-force', 'proposed', 'voluntary'] as const;
  for (const standing of standings)
    for (const wording of wordings)
      for (const force of forces)
        for (const answered of DutyOutcome.options) {
          const duty = { standing, wording, force };
          const sentence = { en: 'x', 'zh-CN': 'x' };
          const result = held({ outcome: answered, reasoning: [sentence], support: [] }, duty);
          const free = standing !== 'secondary' && wording === 'official' && force === 'in-force';
          expect(result.outcome).toBe(answered === 'fail' && !free ? 'warn' : answered);
          expect(result.reasoning.length > 1).toBe(answered === 'fail' && !free);
          expect(limits(duty).length === 0).toBe(free);
        }
});
