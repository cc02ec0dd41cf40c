import type { Conclusion } from '#shared/domain/opinion.ts';
import type { Run } from '#shared/domain/run.ts';
import { caseOntology } from '../../package/ontology.ts';
import { nodeIds } from '../../package/ontology-ids.ts';
import type { ReportInput } from '../input.ts';
import { withVisibleText } from '../visible-text.ts';
import { scriptSafe } from './script-safe.ts';

/**
 * The report as linked data (JSON-LD 1.1): the case in terms of CASE and UCO, and what was found and concluded as
 * annotations on the exhibits (UCO 1.4, `uco-core:Annotation`: a statement made in relation to objects). Who states what is
 * told apart by its tag: `method` or `examiner`. Figures and tables stand in the other forms.
 */
export function linkedReport(input: ReportInput): Uint8Array {
  const info = input.case ?? { id: 'none', name: '', createdAt: input.generatedAt };
  const id = nodeIds(info.id);
  const runs = input.items.flatMap((item) => item.runs);
  const document = caseOntology({
    info,
    ...{ assay: input.assay, engines: input.engines, runs },
    evidence: input.items.map(({ evidence }) => evidence),
    events: input.custody?.events ?? [],
  });
  const graph = [
    ...(document['@graph'] as readonly object[]),
    ...runs.flatMap((run) => findingsOf(run, input, id)),
    ...conclusionsOf(input, id),
    ...redactionOf(input, id),
  ];
  const written = withVisibleText({ ...document, '@graph': graph });
  return Buffer.from(`${scriptSafe(JSON.stringify(written, null, 2))}\n`, 'utf8');
}

type Ids = (name: string) => string;

function annotation(
  id: string,
  objects: readonly string[],
  statement: string,
  tags: readonly string[],
): object {
  return {
    '@id': id,
    '@type': 'uco-core:Annotation',
    'uco-core:statement': statement,
    'uco-core:tag': tags,
    'uco-core:object': objects.map((one) => ({ '@id': one })),
  };
}

/** What it does not say stands with a finding wherever it is printed. */
function findingsOf(run: Run, { language }: ReportInput, id: Ids): object[] {
  const about = [id(`evidence ${run.evidence}`), id(`result ${run.id}`)];
  return run.findings.map(({ code, bearing, strength, statement, limits, innocent }, at) => ({
    ...annotation(id(`finding ${run.id} ${at}`), about, statement[language], [
      ...['method', `${run.analysis} ${run.version}`, code, `bearing ${bearing}`, `strength ${strength}`],
    ]),
    'uco-core:description': [...limits, ...innocent].map((text) => text[language]),
  }));
}

function conclusionsOf({ conclusion, items }: ReportInput, id: Ids): object[] {
  const opinion = conclusion?.opinion ?? null;
  if (opinion === null) return [];
  const pairs = new Map((conclusion?.assignment?.note.pairs ?? []).map((pair) => [pair.id, pair]));
  return opinion.note.conclusions.map((one) => {
    const pair = pairs.get(one.pair);
    const about = items.filter(
      ({ evidence }) =>
        pair?.exhibit === null || pair?.exhibit === undefined || pair.exhibit === evidence.sha256,
    );
    return {
      ...annotation(
        id(`conclusion ${one.pair} ${opinion.version}`),
        about.map(({ evidence }) => id(`evidence ${evidence.sha256}`)),
        one.reasons,
        ['examiner', `conclusion ${answerOf(one)}`],
      ),
      // The propositions in the words of whoever entered them: a conclusion says nothing without them.
      'uco-core:description': pair?.propositions ?? [],
    };
  });
}

function answerOf(conclusion: Conclusion): string {
  const answer = conclusion.scale === 'verbal' ? conclusion.term : conclusion.degree;
  return conclusion.proposition === null ? answer : `${answer} proposition ${conclusion.proposition + 1}`;
}

function redactionOf({ redaction }: ReportInput, id: Ids): object[] {
  if (redaction === undefined) return [];
  const counts = redaction.entries.map(
    ({ kind, exhibit, count }) => `${kind}${exhibit === null ? '' : ` exhibit ${exhibit}`}: ${count}`,
  );
  return [
    {
      ...annotation(id('redaction'), [id('investigation')], redaction.reason, ['redaction', ...counts]),
      'uco-core:objectCreatedTime': { '@type': 'xsd:dateTime', '@value': redaction.at },
    },
  ];
}
