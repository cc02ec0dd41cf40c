import type { LabelStatement } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';
import type { CredentialAssertion } from '#shared/domain/provenance.ts';
import { type HostileValue, record, text } from '../../media/hostile-json.ts';
import { privateJson } from '../private-json.ts';
import { readSource, sourceChecks } from '../source-type/source-meaning.ts';
import type { Reached } from './statements.ts';

/** Statements of a manifest outside its actions: AI disclosure, and metadata with a source type. */
export function assertionStatements(reached: Reached): LabelStatement[] {
  return reached.manifest.assertions.flatMap((assertion) => {
    const label = assertion.label.replace(/__\d+$/, '');
    if (/^c2pa\.ai-disclosure(?:\.v\d+)?$/.test(label)) return [disclosure(reached, assertion)];
    if (label === 'c2pa.ai_generated_content') return [generatedContent(reached, assertion)];
    return metadataLabels.has(label) ? metadataSources(reached, assertion) : [];
  });
}

const disclosed = ['modelType', 'modelName', 'modelIdentifier'];

/** C2PA 2.4, 18.28: which model took part, and how far a human oversaw it. */
function disclosure(reached: Reached, assertion: CredentialAssertion): LabelStatement {
  const data = privateJson(assertion.preview, []);
  const profile = record(data?.get('contentProfile'));
  const oversight = text(profile.get('humanOversightLevel'), 200);
  const fields = [
    ...disclosed.flatMap((name) => pair(name, text(data?.get(name), 500))),
    ...pair('contentProfile.humanOversightLevel', oversight),
  ];
  const model = text(data?.get('modelName'), 200) ?? text(data?.get('modelIdentifier'), 200);
  return reached.make(
    {
      key: assertion.label,
      meaning: reached.path.length === 0 ? 'partly-generated' : 'unclear',
      says:
        model === null
          ? localized('The signer discloses that an AI model took part', '签名者披露有人工智能模型参与')
          : localized(
              `The signer discloses that the AI model ${model} took part`,
              `签名者披露有人工智能模型 ${model} 参与`,
            ),
      raw: assertion.preview,
      asserted: model === null ? [] : [{ role: 'generator', name: model }],
      fields,
    },
    assertion.label,
  );
}

/** An assertion of one maker's own (Black Forest Labs), outside the specification. */
function generatedContent(reached: Reached, assertion: CredentialAssertion): LabelStatement {
  return reached.make(
    {
      key: assertion.label,
      meaning: reached.path.length === 0 ? 'generated' : 'unclear',
      says: localized('The signer states AI-generated content', '签名者声明内容由人工智能生成'),
      raw: assertion.preview,
      checks: [
        {
          code: 'not-in-specification',
          severity: 'information',
          text: localized(
            'The specification has no assertion of this name; it is the maker’s own',
            '规范中没有该名称的断言，系厂商自定义',
          ),
          cite: 'C2PA, Technical Specification 2.2, 18',
        },
      ],
    },
    assertion.label,
  );
}

const metadataLabels = new Set([
  'stds.iptc',
  'stds.iptc.photo-metadata',
  'stds.schema-org.CreativeWork',
  'c2pa.metadata',
  'cawg.metadata',
]);
const cite = 'IPTC Photo Metadata Standard 2025.1, Digital Source Type; C2PA 2.2, 18.16';

function metadataSources(reached: Reached, assertion: CredentialAssertion): LabelStatement[] {
  return valuesOf(privateJson(assertion.preview, ['igitalSourceType']), 0).map((value) => {
    const source = readSource(value);
    return reached.make(
      {
        key: `${assertion.label} DigitalSourceType`,
        meaning: reached.path.length === 0 ? source.meaning : 'unclear',
        says: source.says,
        raw: value,
        checks: sourceChecks(source, cite),
      },
      assertion.label,
    );
  });
}

function valuesOf(value: HostileValue | undefined, depth: number): string[] {
  if (depth > 6 || value === undefined) return [];
  if (Array.isArray(value))
    return (value as readonly HostileValue[]).slice(0, 50).flatMap((item) => valuesOf(item, depth + 1));
  return [...record(value)].flatMap(([key, item]) => {
    if (!/(?:^|:)digitalSourceType$/i.test(key)) return valuesOf(item, depth + 1);
    const written = text(item) ?? text(record(item).get('@id'));
    return written === null ? [] : [written];
  });
}

function pair(name: string, value: string | null): LabelStatement['fields'] {
  return value === null ? [] : [{ name, value, personal: false }];
}
