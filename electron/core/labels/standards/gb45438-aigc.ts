import { type LabelCheck, type LabelMeaning, type LabelStatement, RAW_LENGTH } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { readLabelKeys } from '../../media/label-keys.ts';
import { defineStandard, type OwnStatement, type VerifiedFile } from '../define.ts';
import { checkPayload } from '../gb45438/check.ts';
import { composeAigc } from '../gb45438/compose.ts';
import { type AigcField, type AigcPayload, standardName } from '../gb45438/payload.ts';
import { guidePlaces } from '../gb45438/places.ts';
import { reservedForm } from '../gb45438/reserved-code.ts';
import { type Site, sitesOf } from '../gb45438/sites.ts';
import { statementOf, statementsFrom } from '../statement.ts';

/** The implicit label of China's GB 45438-2025: a tolerant reading, with the strict one beside it. */
export const standard = defineStandard({
  id: 'gb45438-aigc',
  title: localized('GB 45438-2025 implicit label (AIGC)', 'GB 45438-2025 文件元数据隐式标识（AIGC）'),
  cite: 'GB 45438-2025, clause 6 and Annex E; TC260-PG-20257A, -20258A, -20259A, -202510A, -202511A',
  read: (payloads, format) =>
    statementsFrom(payloads, (payload) => sitesOf(payload).map((site) => statement(site, format))),
  compose: composeAigc,
  verify,
});

const meanings: ReadonlyMap<string, { readonly meaning: LabelMeaning; readonly says: Localized }> = new Map([
  [
    '1',
    {
      meaning: 'generated',
      says: localized('Is AI-generated or synthesised (1)', '属于人工智能生成合成内容（1）'),
    },
  ],
  [
    '2',
    {
      meaning: 'possibly-generated',
      says: localized('May be AI-generated or synthesised (2)', '可能为人工智能生成合成内容（2）'),
    },
  ],
  [
    '3',
    {
      meaning: 'suspected',
      says: localized('Suspected to be AI-generated or synthesised (3)', '疑似为人工智能生成合成内容（3）'),
    },
  ],
]);

function statement(site: Site, format: MediaFormat): OwnStatement {
  const { value } = site;
  const fields = value.state === 'object' || value.state === 'truncated' ? value.fields : [];
  const labels = new Set(fields.filter((field) => field.name === 'Label').map((field) => field.text.trim()));
  const [label] = labels;
  // Two different values under one key say nothing.
  const known = labels.size === 1 && label !== undefined ? meanings.get(label) : undefined;
  // Broken off before it says anything: as little as an empty shell.
  const residue = value.state === 'empty' || (value.state === 'truncated' && label === undefined);
  return statementOf(standard, site.payload, {
    kind: residue ? 'residue' : 'label',
    key: site.key,
    bytes: site.bytes,
    meaning: known?.meaning ?? 'unclear',
    says: known?.says ?? unclear(value, label),
    asserted: [
      ...named(fields, 'ContentProducer', 'producer'),
      ...named(fields, 'ContentPropagator', 'platform'),
    ],
    standing: fields.some(holdsSignature) ? 'unsupported' : 'unsigned',
    raw: site.raw,
    fields: fields.map((field) => ({
      name: field.key.slice(0, 200),
      value: field.text.slice(0, RAW_LENGTH),
      personal: false,
    })),
    checks: [...site.checks, ...placeChecks(site, format), ...checkPayload(value)],
  });
}

function holdsSignature(field: Pick<AigcField, 'name' | 'kind' | 'text'>): boolean {
  const form = field.name?.startsWith('Reserved') === true ? reservedForm(field) : 'empty';
  return form === 'security-data' || form === 'bare-signature';
}

function unclear(value: AigcPayload, label: string | undefined): Localized {
  if (value.state === 'empty') return localized('An empty remainder of a label', '仅残留空的标识外壳');
  if (value.state === 'truncated' && label === undefined)
    return localized('A label that breaks off before it says anything', '标识在给出内容之前中断');
  return label === undefined
    ? localized('An AIGC label without a readable Label field', '有 AIGC 标识，但没有可读的 Label 字段')
    : localized(
        `An AIGC label with the value “${label.slice(0, 100)}”`,
        `有 AIGC 标识，其值为“${label.slice(0, 100)}”`,
      );
}

function named(
  fields: readonly AigcField[],
  name: 'ContentProducer' | 'ContentPropagator',
  role: 'producer' | 'platform',
): LabelStatement['asserted'] {
  return fields
    .filter((field) => field.name === name && field.text.trim() !== '')
    .map((field) => ({ role, name: field.text.slice(0, 200) }));
}

/** The guide's place for the format, when it has one. */
function placeChecks(site: Site, format: MediaFormat): LabelCheck[] {
  const guide = guidePlaces.get(format);
  if (guide === undefined || guide.holds(site.payload)) return [];
  return [
    {
      code: 'place',
      severity: guide.stands?.(site.payload) === true ? 'information' : 'warning',
      text: localized(
        `Readable, but not in the guide’s place (${guide.place})`,
        `可读取，但不在指南规定的位置（${guide.place}）`,
      ),
      cite: guide.guide,
    },
  ];
}

/** Signatures computed in one file; each costs some milliseconds, and a hostile file may bring hundreds. */
const SIGNED = 20;
const signed = new WeakMap<VerifiedFile, number>();

async function verify(own: OwnStatement, file: VerifiedFile): Promise<OwnStatement> {
  if (own.standing === 'unsigned') return own;
  const count = signed.get(file) ?? 0;
  signed.set(file, count + 1);
  if (count >= SIGNED) {
    return {
      ...own,
      standingNote: localized(
        `Only the first ${SIGNED} signatures of a file are computed`,
        `每个文件只验证前 ${SIGNED} 个签名`,
      ),
    };
  }
  // The curve arithmetic is loaded for files that need it.
  const { signatureStanding } = await import('../gb45438/signature-standing.ts');
  const pins = await readLabelKeys();
  const fields = own.fields.map(({ name, value }) => ({
    name: standardName(name),
    kind: 'string' as const,
    text: value,
  }));
  const found = signatureStanding(fields, pins);
  if (found === null) return own;
  const facts = found.details.map(
    ({ name, value }): LabelCheck => ({
      code: 'signing-key',
      severity: 'information',
      text: localized(`${name}: ${value}`, `${name}：${value}`),
      cite: 'TC260-PG-202511A',
    }),
  );
  return {
    ...own,
    standing: found.standing,
    standingNote: found.note,
    checks: [...own.checks, ...facts, ...(pins.problem === null ? [] : [unusablePins(pins.problem)])],
  };
}

function unusablePins(problem: string): LabelCheck {
  return {
    code: 'pinned-keys-unusable',
    severity: 'warning',
    text: localized(
      `No pinned key was used: ${problem}`,
      `未使用任何已固定的密钥：信任名单文件夹中的 label-keys.json 无效（${problem}）`,
    ),
    cite: 'label-keys.json',
  };
}
