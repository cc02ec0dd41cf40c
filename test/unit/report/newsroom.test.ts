import { expect, it } from 'vitest';
import type { ReportInput } from '#core/report/input.ts';
import { linkedReport } from '#core/report/writers/linked-data.ts';
import { newsroomReviews } from '#core/report/writers/newsroom.ts';
import { mediaCategories, newsroomFaults, Publishing } from '#shared/domain/newsroom.ts';
import { fieldFaults, publishingFault } from '#shared/text/newsroom-words.ts';
import { makeReportInput } from '../../fixtures/make/report-input.ts';

/** Reviews for publishing hold conclusions and what was filled in, and are refused without a conclusion. */

const publishing = Publishing.parse({
  page: 'https://desk.example/checks/17',
  publisher: { name: 'The Desk', page: 'https://desk.example/' },
  publishedOn: '2026-03-10',
  claims: [
    {
      ...{
        pair: 'p1',
        claim: 'The river rose in 2026 </script><b>',
        appearances: ['https://social.example/1'],
      },
      claimant: { kind: 'Person', name: 'A. Poster' },
      rating: { words: 'Misleading', value: 2, worst: 1, best: 5 },
    },
  ],
  media: [{ exhibit: 1, categories: ['DecontextualizedContent'], originalContext: 'Filmed in 2019.' }],
});

function input(concluded: boolean): ReportInput {
  const at = { version: 1, at: '2026-03-09T08:00:00.000Z', actor: 'L. Meier' };
  const pairs = [{ id: 'p1', propositions: ['one', 'two'], exhibit: null, camera: null }];
  const conclusions = concluded
    ? [{ scale: 'support', pair: 'p1', degree: 'support', proposition: 1, reasons: 'The trees are bare.' }]
    : [];
  return {
    ...makeReportInput('en'),
    conclusion: {
      ...{ guard: null, reviews: [], ratios: [], entered: {}, firstRuns: {} },
      assignment: { ...at, note: { pairs } },
      opinion: { ...at, note: { conclusions, findings: [], limitations: '', assignment: 1 } },
    },
  } as unknown as ReportInput;
}

it('is refused without a conclusion', () => {
  const refused = newsroomReviews(input(false), publishing);
  expect(refused.ok).toBe(false);
  if (!refused.ok) expect(refused.problem.message.en).toContain('The software never concludes');
  expect(newsroomReviews(makeReportInput('en'), publishing).ok).toBe(false);
});

it('is refused where it would publish a redacted word', () => {
  const order = { fields: false, texts: false, regions: false, words: ['A. Poster'], reason: 'r' };
  expect(newsroomReviews(input(true), publishing, order).ok).toBe(false);
});

it('says what was concluded and filled in, in terms of schema.org, and no result', () => {
  const made = newsroomReviews(input(true), publishing);
  if (!made.ok) throw new Error(made.problem.message.en);
  const text = Buffer.from(made.value).toString('utf8');
  expect(text).not.toMatch(/[<>&\u202a-\u202e]/);
  const { '@context': context, '@graph': graph } = JSON.parse(text);
  expect(context).toBe('https://schema.org');
  const [claim, media] = graph;
  expect(claim).toMatchObject({
    ...{
      '@type': 'ClaimReview',
      claimReviewed: publishing.claims[0]!.claim,
      reviewBody: 'The trees are bare.',
    },
    ...{ reviewRating: { '@type': 'Rating', alternateName: 'Misleading', ratingValue: 2 } },
    ...{
      url: publishing.page,
      datePublished: '2026-03-10',
      author: { '@type': 'Organization', name: 'The Desk' },
    },
  });
  expect(media).toMatchObject({
    ...{ '@type': 'MediaReview', originalMediaContextDescription: 'Filmed in 2019.' },
    mediaAuthenticityCategory: 'https://schema.org/DecontextualizedContent',
  });
  const finding = makeReportInput('en').items.flatMap(({ runs }) =>
    runs.flatMap(({ findings }) => findings),
  )[0]!;
  expect(text).not.toContain(finding.statement.en);
});

it('as linked data the report has every finding on its exhibit, the words of the examiner, and nothing that ends a script', () => {
  const given = input(true);
  const text = Buffer.from(linkedReport(given)).toString('utf8');
  expect(text).not.toMatch(/[<>&\u202a-\u202e]/);
  const graph: readonly Record<string, unknown>[] = JSON.parse(text)['@graph'];
  const notes = graph.filter((node) => node['@type'] === 'uco-core:Annotation');
  const findings = given.items.flatMap(({ runs }) => runs.flatMap((run) => run.findings));
  expect(notes).toHaveLength(findings.length + 1);
  const known = new Set(graph.map((node) => node['@id']));
  for (const note of notes)
    for (const object of note['uco-core:object'] as { '@id': string }[])
      expect(known).toContain(object['@id']);
  expect(notes.at(-1)).toMatchObject({
    'uco-core:statement': 'The trees are bare.',
    'uco-core:tag': ['examiner', 'conclusion support proposition 2'],
    'uco-core:description': ['one', 'two'],
  });
});

it('takes only the categories schema.org 30.0 has, and no contradiction', () => {
  expect(mediaCategories).toHaveLength(6);
  const media = (categories: string[]) =>
    Publishing.safeParse({ ...publishing, media: [{ exhibit: 1, categories }] }).success;
  expect(media(['OriginalMediaContent', 'DecontextualizedContent'])).toBe(true);
  expect(media(['OriginalMediaContent', 'TransformedContent'])).toBe(false);
  expect(media(['FakeContent'])).toBe(false);
});

it('says what is wrong where, in both languages', () => {
  const media = [{ exhibit: 1, categories: ['OriginalMediaContent', 'StagedContent'] }];
  const parsed = Publishing.safeParse({
    ...{ ...publishing, page: 'desk.example', publishedOn: '10 March', publisher: { name: ' ' }, media },
    claims: [{ pair: '', claim: 'x', rating: { words: 'False', value: 9, worst: 1, best: 5 } }],
  });
  const said = Object.fromEntries(
    (parsed.error?.issues ?? []).map((issue) => [issue.path.join('.'), publishingFault(issue)]),
  );
  expect(said).toEqual({
    ...{ page: fieldFaults.address, 'publisher.name': newsroomFaults.stated, publishedOn: fieldFaults.day },
    ...{ 'claims.0.pair': fieldFaults.choice, 'claims.0.rating': newsroomFaults.scale },
    'media.0.categories': newsroomFaults.contradiction,
  });
});
