import type { PresentCredential } from '#shared/domain/credential.ts';
import type { CredentialNode } from '#shared/domain/credential-detail.ts';
import { readSourceType } from '#shared/domain/digital-source-type.ts';
import { type Localized, verbatim } from '#shared/domain/localized.ts';
import { actionWords, relationshipWords } from '#shared/text/credential-terms.ts';
import { axisWords, credentialAxes, worstWords } from '#shared/text/credential-words.ts';
import { signerOf, timeOf } from './credential-summary.ts';
import { nodeFacts } from './node-facts.ts';
import { utcTime } from './stranger-text.ts';

/** The fields two entries of the history are compared by, in the order of the page. */
export const comparedFields = [
  'title',
  'format',
  'relationship',
  'verdict',
  'presence',
  'integrity',
  'signature',
  'signer',
  'ingredients',
  'identity',
  'organisation',
  'common',
  'certificate',
  'list',
  'window',
  'algorithm',
  'time',
  'authority',
  'generator',
  'claim',
  'specification',
  'kind',
  'actions',
  'sources',
  'assertions',
  'failures',
  'recorded',
  'redactions',
] as const;
export type ComparedField = (typeof comparedFields)[number];

export interface ComparedRow {
  readonly field: ComparedField;
  /** Values of each side, several for a list; empty: there is none. */
  readonly sides: readonly [readonly Localized[], readonly Localized[]];
  readonly differs: boolean;
}

type Values = Readonly<Record<ComparedField, readonly Localized[]>>;

/** The same fields of two nodes in two columns. Fields that neither has are left out. */
export function compareNodes(
  result: PresentCredential,
  one: CredentialNode,
  other: CredentialNode,
): readonly ComparedRow[] {
  const [a, b] = [valuesOf(result, one), valuesOf(result, other)];
  return comparedFields.flatMap((field) => {
    const sides = [a[field], b[field]] as const;
    if (sides[0].length === 0 && sides[1].length === 0) return [];
    const [left, right] = sides.map((values) => values.map(({ en }) => en).join('\n'));
    return [{ field, sides, differs: left !== right }];
  });
}

function valuesOf(result: PresentCredential, node: CredentialNode): Values {
  const { manifest, detail } = nodeFacts(result, node);
  const said = (...values: readonly (string | number | null | undefined)[]): Localized[] =>
    values.flatMap((value) => (value === null || value === undefined ? [] : [verbatim(String(value))]));
  const signer = signerOf(result, manifest, detail);
  const time = timeOf(manifest, detail);
  const axes = Object.fromEntries(
    credentialAxes.map((axis) => [axis, [axisWords(axis, node.axes[axis]).sentence]]),
  ) as Record<(typeof credentialAxes)[number], Localized[]>;
  const relationship = node.relationship === null ? null : relationshipWords.get(node.relationship);
  const actions = manifest?.actions ?? [];
  return {
    ...axes,
    title: said(node.title),
    format: said(node.format),
    relationship: relationship == null ? said(node.relationship) : [relationship],
    verdict: [worstWords[node.worst].text],
    organisation: said(signer.organisation),
    common: said(signer.common),
    certificate: said(detail?.signature?.certificates[0]?.sha256),
    list: said(signer.list?.title),
    window:
      signer.window === null ? [] : said(`${utcTime(signer.window.from)} – ${utcTime(signer.window.until)}`),
    algorithm: said(detail?.signature?.algorithm ?? manifest?.signature?.algorithm),
    time: said(time.time === null ? null : utcTime(time.time)),
    authority: said(time.authority),
    generator: said(manifest?.claimGenerator),
    claim: said(manifest?.claimVersion),
    specification: said(manifest?.specVersion),
    kind: said(detail?.kind),
    actions: actions.map(({ action }) => actionWords(action) ?? verbatim(action)),
    sources: [...new Set(actions.map(({ digitalSourceType }) => digitalSourceType))].flatMap((value) =>
      value === null ? [] : [readSourceType(value).type?.title ?? verbatim(value)],
    ),
    assertions: said(...(detail?.assertions ?? manifest?.assertions ?? []).map(({ label }) => label).sort()),
    failures: said(...node.codes),
    recorded: said(...node.recorded),
    redactions: said(...(manifest?.redactions ?? [])),
  };
}
