import type { ByteRange } from '#shared/domain/figure.ts';
import { type LabelCheck, type LabelMeaning, type LabelStatement, RAW_LENGTH } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import {
  type CarriedPayload,
  type CarriedText,
  type CarriedXmp,
  defineStandard,
  type OwnStatement,
} from '../define.ts';
import { checkPayload } from '../gb45438/check.ts';
import { type AigcField, type AigcPayload, findAigcValues, readAigcValue } from '../gb45438/payload.ts';
import { rangeOf, statementOf } from '../statement.ts';

const namespace = 'http://www.tc260.org.cn/ns/AIGC/1.0/';
const cite = 'GB 45438-2025, clause 6 and Annex E; TC260-PG-20259A (images)';

/** The implicit label of China's GB 45438-2025: a tolerant reading, with the strict one beside it. */
export const standard = defineStandard({
  id: 'gb45438-aigc',
  title: localized('GB 45438-2025 implicit label (AIGC)', 'GB 45438-2025 文件元数据隐式标识（AIGC）'),
  cite,
  read: (payloads, format) =>
    payloads.flatMap((payload) => sites(payload).map((site) => statement(site, format))),
});

/** One place where a payload of the standard, or what is left of it, was found. */
interface Site {
  readonly payload: CarriedPayload;
  readonly key: string;
  readonly bytes: ByteRange;
  readonly raw: string;
  readonly value: AigcPayload;
  readonly checks: readonly LabelCheck[];
}

function sites(payload: CarriedPayload): Site[] {
  return payload.kind === 'xmp' ? xmpSites(payload) : textSites(payload);
}

function xmpSites(payload: CarriedXmp): Site[] {
  const { packet } = payload;
  if (!packet.ok) {
    if (!packet.text.includes(namespace)) return [];
    const [value] = findAigcValues(packet.text.replaceAll('&quot;', '"'));
    const damaged = note(
      'damaged-packet',
      localized('Stands in an XMP packet that cannot be read', '位于无法解析的 XMP 数据包中'),
    );
    const raw =
      value ?? packet.text.slice(packet.text.indexOf(namespace), packet.text.indexOf(namespace) + 400);
    const reading: AigcPayload = value === undefined ? { state: 'empty' } : readAigcValue(value);
    return [{ payload, key: 'TC260:AIGC', bytes: payload.bytes, raw, value: reading, checks: [damaged] }];
  }
  const found = packet.properties
    .filter(({ path }) => path.length === 1 && path[0].name.toUpperCase() === 'AIGC')
    .map((property): Site => {
      const own = property.path[0].uri === namespace;
      return {
        payload,
        key: own ? 'TC260:AIGC' : `{${property.path[0].uri.slice(0, 200)}}${property.path[0].name}`,
        bytes: rangeOf(payload, property),
        raw: property.value,
        value: readAigcValue(property.value),
        checks:
          own && property.path[0].name === 'AIGC'
            ? []
            : [
                note(
                  'foreign-namespace',
                  localized('Not in the namespace of the guide', '未使用指南规定的命名空间'),
                ),
              ],
      };
    });
  if (found.length > 0 || !packet.namespaces.has(namespace)) return found;
  // A namespace without its property is what removing only the value leaves behind.
  const shell = note(
    'empty-shell',
    localized('The namespace is declared, but the property is not there', '声明了命名空间，但没有相应属性'),
  );
  return [
    { payload, key: 'TC260:AIGC', bytes: payload.bytes, raw: '', value: { state: 'empty' }, checks: [shell] },
  ];
}

function textSites(payload: CarriedText): Site[] {
  if (payload.key.toUpperCase() === 'AIGC') {
    return [
      {
        payload,
        key: payload.key,
        bytes: payload.bytes,
        raw: payload.text,
        value: readAigcValue(payload.text),
        checks: [],
      },
    ];
  }
  return findAigcValues(payload.text).map((raw) => ({
    payload,
    key: payload.key,
    bytes: payload.bytes,
    raw,
    value: readAigcValue(raw),
    checks: [],
  }));
}

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
  return statementOf(standard, site.payload, {
    kind: value.state === 'empty' ? 'residue' : 'label',
    key: site.key,
    bytes: site.bytes,
    meaning: known?.meaning ?? 'unclear',
    says: known?.says ?? unclear(value, label),
    asserted: [
      ...named(fields, 'ContentProducer', 'producer'),
      ...named(fields, 'ContentPropagator', 'platform'),
    ],
    standing: fields.some(
      (field) => field.name?.startsWith('Reserved') && field.text.includes('SecurityData'),
    )
      ? 'unsupported'
      : 'unsigned',
    raw: site.raw,
    fields: fields.map((field) => ({
      name: field.key.slice(0, 200),
      value: field.text.slice(0, RAW_LENGTH),
      personal: false,
    })),
    checks: [...site.checks, ...placeChecks(site, format), ...checkPayload(value)],
  });
}

function unclear(value: AigcPayload, label: string | undefined): Localized {
  if (value.state === 'empty') return localized('An empty remainder of a label', '仅残留空的标识外壳');
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

/** TC260-PG-20259A places the label of an image in its XMP packet. */
function placeChecks(site: Site, format: MediaFormat): LabelCheck[] {
  const guide = format === 'png' ? 'iTXt XMP' : 'APP1 XMP';
  if (site.payload.place === guide) return [];
  return [
    {
      code: 'place',
      severity: 'warning',
      text: localized(
        `Readable, but not in the guide’s place (${guide})`,
        `可读取，但不在指南规定的位置（${guide}）`,
      ),
      cite: 'TC260-PG-20259A',
    },
  ];
}

function note(code: string, text: Localized): LabelCheck {
  return { code, severity: 'warning', text, cite };
}
