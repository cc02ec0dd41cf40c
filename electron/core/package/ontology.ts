import type { Case, CustodyEvent } from '#shared/domain/case.ts';
import type { Acquisition, Evidence } from '#shared/domain/evidence.ts';
import type { Run } from '#shared/domain/run.ts';
import { nodeIds } from './ontology-ids.ts';

/**
 * The case in the terms of CASE 1.4 and UCO 1.4 (https://caseontology.org): each custody event is an
 * `InvestigativeAction`, each exhibit the `ContentData` it is plus the `File` it came from, each step that brought
 * something forth a `ProvenanceRecord`. What the ontology has no word for stays in the other files of the package.
 */

type Node = { readonly '@id': string; readonly '@type': string | readonly string[] } & Readonly<
  Record<string, unknown>
>;

export interface OntologyInput {
  readonly info: Pick<Case, 'id' | 'name' | 'createdAt'>;
  readonly assay: string;
  readonly engines: Readonly<Record<string, string | null>>;
  readonly evidence: Iterable<Evidence>;
  readonly runs: Iterable<Run>;
  readonly events: Iterable<CustodyEvent>;
}

type Instrumented = Pick<Run, 'analysis' | 'version' | 'evidence' | 'engines' | 'startedAt' | 'durationMs'>;

const context = {
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
  'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
  'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
  'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
  'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
  'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

export function caseOntology(input: OntologyInput): Record<string, unknown> {
  const id = nodeIds(input.info.id);
  const graph: Node[] = [];
  const top: string[] = [];
  const add = (node: Node) => {
    graph.push(node);
    top.push(node['@id']);
    return node['@id'];
  };

  const assay = add(tool(id('tool assay'), 'Assay', input.assay, 'forensic examination'));
  const engines = new Map<string, string>();
  const engine = (name: string, version: string) => {
    const key = `${name} ${version}`;
    const known = engines.get(key) ?? add(tool(id(`tool ${key}`), name, version, 'engine'));
    engines.set(key, known);
    return known;
  };
  for (const [name, version] of Object.entries(input.engines)) if (version !== null) engine(name, version);
  const actors = new Map<string, string>();
  const actor = (name: string) => {
    const known =
      actors.get(name) ??
      add({ '@id': id(`actor ${name}`), '@type': 'uco-identity:Identity', 'uco-core:name': name });
    actors.set(name, known);
    return known;
  };

  /** What an event about this object works on, and what comes of it. */
  const taken = new Map<string, { readonly sources: string[]; readonly record: string }>();
  for (const evidence of input.evidence) {
    const content = add(contentData(id, `evidence ${evidence.sha256}`, evidence));
    const sources = evidence.acquisitions.map((acquisition, index) =>
      add(sourceFile(id, evidence, acquisition, index)),
    );
    const record = add({
      '@id': id(`acquired ${evidence.sha256}`),
      '@type': 'case-investigation:ProvenanceRecord',
      'case-investigation:exhibitNumber': String(evidence.number),
      'uco-core:description': 'Taken in byte for byte, hashed while copied and read back',
      'uco-core:object': [reference(content)],
    });
    taken.set(evidence.sha256, { sources, record });
  }
  // Without what they measured, which may be large and is not told here.
  const runs = new Map<string, { readonly run: Instrumented; readonly record: string }>();
  for (const run of input.runs) {
    const made = run.artifacts.map((artifact) =>
      add(contentData(id, `figure ${run.id} ${artifact.name}`, artifact, artifact.mime)),
    );
    const record = add({
      '@id': id(`result ${run.id}`),
      '@type': 'case-investigation:ProvenanceRecord',
      'uco-core:description': `data/results/${run.id}.json: ${run.outcome}`,
      'uco-core:object': [reference(id(`evidence ${run.evidence}`)), ...made.map(reference)],
    });
    const { analysis, version, evidence, engines: used, startedAt, durationMs } = run;
    runs.set(run.id, { run: { analysis, version, evidence, engines: used, startedAt, durationMs }, record });
  }

  let previous: string | null = null;
  const acquisitions = new Map<string, number>();
  for (const event of input.events) {
    const evidence = taken.get(event.object);
    const done = event.action === 'run.recorded' ? runs.get(event.object) : undefined;
    const acquired = event.action === 'evidence.added' || event.action === 'evidence.acquired-again';
    // The events of an exhibit come in the order of its acquisitions.
    const count = acquisitions.get(event.object) ?? 0;
    if (acquired) acquisitions.set(event.object, count + 1);
    const instruments =
      done === undefined
        ? []
        : Object.entries(done.run.engines).map(([name, version]) => engine(name, version));
    const node: Node = {
      '@id': id(`event ${event.sequence}`),
      '@type': 'case-investigation:InvestigativeAction',
      'uco-core:name':
        done === undefined ? event.action : `${event.action} ${done.run.analysis} ${done.run.version}`,
      'uco-core:description': `Custody event ${event.sequence}, SHA-256 ${event.hash}`,
      ...times(event, done?.run),
      'uco-action:performer': reference(actor(event.actor)),
      'uco-action:instrument': [assay, ...new Set(instruments)].map(reference),
      ...(previous === null ? {} : { 'case-investigation:wasInformedBy': reference(previous) }),
      ...(done === undefined
        ? {}
        : {
            'uco-action:object': [reference(id(`evidence ${done.run.evidence}`))],
            'uco-action:result': [reference(done.record)],
          }),
      ...(evidence !== undefined && acquired
        ? {
            'uco-action:object': evidence.sources.slice(count, count + 1).map(reference),
            'uco-action:result': [reference(evidence.record)],
          }
        : {}),
    };
    previous = add(node);
  }

  const { name, createdAt } = input.info;
  graph.push({
    '@id': id('investigation'),
    '@type': 'case-investigation:Investigation',
    'uco-core:name': name,
    'uco-core:startTime': dateTime(createdAt),
    'uco-core:object': top.map(reference),
  });
  return { '@context': context, '@graph': graph };
}

function reference(id: string): { readonly '@id': string } {
  return { '@id': id };
}

function dateTime(value: string) {
  return { '@type': 'xsd:dateTime', '@value': value };
}

/** Of a run its own times; any other event is a point in time. */
function times(event: CustodyEvent, run: Instrumented | undefined): Record<string, unknown> {
  if (run === undefined)
    return { 'uco-action:startTime': dateTime(event.at), 'uco-action:endTime': dateTime(event.at) };
  const end = new Date(Date.parse(run.startedAt) + run.durationMs);
  return {
    'uco-action:startTime': dateTime(run.startedAt),
    ...(Number.isNaN(end.getTime()) ? {} : { 'uco-action:endTime': dateTime(end.toISOString()) }),
  };
}

function tool(id: string, name: string, version: string, toolType: string): Node {
  return {
    '@id': id,
    '@type': 'uco-tool:Tool',
    'uco-core:name': name,
    'uco-tool:toolType': toolType,
    'uco-tool:version': version,
  };
}

function contentData(
  id: (name: string) => string,
  name: string,
  content: { readonly size: number; readonly sha256: string; readonly sha512?: string },
  mime?: string,
): Node {
  return {
    '@id': id(name),
    '@type': 'uco-observable:ContentData',
    'uco-core:hasFacet': [
      {
        '@id': id(`content ${name}`),
        '@type': 'uco-observable:ContentDataFacet',
        'uco-observable:sizeInBytes': content.size,
        ...(mime === undefined ? {} : { 'uco-observable:mimeType': mime }),
        'uco-observable:hash': [
          hash(id(`SHA256 ${name}`), 'SHA256', content.sha256),
          ...(content.sha512 === undefined ? [] : [hash(id(`SHA512 ${name}`), 'SHA512', content.sha512)]),
        ],
      },
    ],
  };
}

function hash(id: string, method: string, value: string): Node {
  return {
    '@id': id,
    '@type': 'uco-types:Hash',
    'uco-types:hashMethod': method,
    'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': value },
  };
}

/** The file as it was met. Names are shown escaped; their exact bytes stand in `data/names.json`. */
function sourceFile(
  id: (name: string) => string,
  evidence: Evidence,
  acquisition: Acquisition,
  index: number,
): Node {
  const name = `source ${evidence.sha256} ${index}`;
  return {
    '@id': id(name),
    '@type': 'uco-observable:File',
    'uco-core:hasFacet': [
      {
        '@id': id(`file ${name}`),
        '@type': 'uco-observable:FileFacet',
        'uco-observable:fileName': evidence.name,
        'uco-observable:filePath': acquisition.path,
        'uco-observable:sizeInBytes': evidence.size,
        ...(acquisition.modifiedAt === null
          ? {}
          : { 'uco-observable:modifiedTime': dateTime(acquisition.modifiedAt) }),
      },
    ],
  };
}
