import { type LabelCheck, RAW_LENGTH } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';
import { type CarriedPayload, type CarriedXmp, defineStandard, type OwnStatement } from '../define.ts';
import { composeIptc, iptcNamespace } from '../iptc/compose.ts';
import { readJsonLdXmp } from '../json-ld-xmp.ts';
import { readSource, sourceChecks } from '../source-type/source-meaning.ts';
import { mostStatements, rangeOf, statementOf, statementsFrom } from '../statement.ts';

const cite = 'IPTC Photo Metadata Standard 2025.1, Digital Source Type';

/** AI properties of IPTC 2025.1 that stand beside the source type, and names wrongly used for them. */
const companions: ReadonlyMap<string, { readonly personal: boolean; readonly meant?: string }> = new Map([
  ['AISystemUsed', { personal: false }],
  ['AISystemVersionUsed', { personal: false }],
  ['AIPromptInformation', { personal: false }],
  ['AIPromptWriterName', { personal: true }],
  ['AISystemVersion', { personal: false, meant: 'AISystemVersionUsed' }],
  ['AIPromptInfo', { personal: false, meant: 'AIPromptInformation' }],
]);

/** IPTC Digital Source Type in XMP, with the AI properties of 2025.1. */
export const standard = defineStandard({
  id: 'iptc-digital-source-type',
  title: localized('IPTC Digital Source Type', 'IPTC 数字来源类型'),
  cite,
  read: (payloads) => statementsFrom(payloads, statementsOf),
  compose: composeIptc,
});

/** A top-level property of the namespace, with the bytes of its value. */
interface Property {
  readonly name: string;
  readonly value: string;
  readonly bytes: OwnStatement['bytes'];
}

function statementsOf(payload: CarriedPayload): OwnStatement[] {
  if (payload.kind === 'text') {
    if (payload.key !== 'KHR_xmp_json_ld') return [];
    const own = (readJsonLdXmp(payload.text) ?? []).filter(({ uri }) => uri === iptcNamespace);
    return fromProperties(
      payload,
      own.map(({ name, value }) => ({ name, value, bytes: payload.bytes })),
    );
  }
  const { packet } = payload;
  if (!packet.ok) return packet.text.includes('DigitalSourceType') ? [residue(payload, packet.text)] : [];
  const own = packet.properties.filter(({ path }) => path.length === 1 && path[0].uri === iptcNamespace);
  return fromProperties(
    payload,
    own.map((property) => ({
      name: property.path[0].name,
      value: property.value,
      bytes: rangeOf(payload, property),
    })),
  );
}

/** Each statement shows the companions beside it: both numbers are bounded, or a packet of both costs their product. */
const COMPANIONS = 20;

function fromProperties(payload: CarriedPayload, own: readonly Property[]): OwnStatement[] {
  const extra = own.filter(({ name }) => companions.has(name)).slice(0, COMPANIONS);
  const declared = own.filter(({ name }) => name === 'DigitalSourceType');
  if (declared.length > 0)
    return declared
      .slice(0, mostStatements + 1)
      .map((property) => statement(payload, property, extra, declared.length));
  // An AI system named without a source type is a statement too.
  const [first] = extra;
  return first === undefined ? [] : [companionOnly(payload, first, extra)];
}

function statement(
  payload: CarriedPayload,
  property: Property,
  extra: readonly Property[],
  count: number,
): OwnStatement {
  const source = readSource(property.value);
  const checks = sourceChecks(source, cite);
  if (count > 1) {
    checks.push({
      code: 'repeated',
      severity: 'departs',
      text: localized(
        'The property holds one value, but several are given',
        '该属性只应有一个值，但给出了多个',
      ),
      cite,
    });
  }
  return base(payload, property, extra, { meaning: source.meaning, says: source.says, checks });
}

function companionOnly(
  payload: CarriedPayload,
  property: Property,
  extra: readonly Property[],
): OwnStatement {
  return base(payload, property, extra, {
    meaning: 'possibly-generated',
    says: localized(
      'Names an AI system or prompt, without a source type',
      '写明了人工智能系统或提示词，但未给出来源类型',
    ),
    checks: [],
  });
}

function base(
  payload: CarriedPayload,
  property: Property,
  extra: readonly Property[],
  own: Pick<OwnStatement, 'meaning' | 'says' | 'checks'>,
): OwnStatement {
  return statementOf(standard, payload, {
    ...own,
    key: `Iptc4xmpExt:${property.name}`,
    bytes: property.bytes,
    // Nothing in the standard says who wrote the property; the system it names is another matter.
    asserted: extra
      .filter(({ name }) => name === 'AISystemUsed')
      .map(({ value }) => ({ role: 'generator' as const, name: value.slice(0, 200) })),
    raw: property.value,
    fields: [property, ...extra.filter((other) => other !== property)].map(({ name, value }) => ({
      name,
      value: value.slice(0, RAW_LENGTH),
      personal: companions.get(name)?.personal ?? false,
    })),
    checks: [
      ...own.checks,
      ...extra.flatMap(misnamed),
      ...(payload.kind === 'xmp' && payload.orphaned ? [orphaned] : []),
    ],
  });
}

function misnamed({ name }: Property): LabelCheck[] {
  const meant = companions.get(name)?.meant;
  if (meant === undefined) return [];
  return [
    {
      code: `misnamed-${name.toLowerCase()}`,
      severity: 'warning',
      text: localized(
        `${name} is no property of the standard; ${meant} is meant`,
        `标准中没有 ${name} 属性，应为 ${meant}`,
      ),
      cite: 'IPTC Photo Metadata Standard 2025.1',
    },
  ];
}

const orphaned: LabelCheck = {
  code: 'orphaned-extension',
  severity: 'warning',
  text: localized(
    'Stands in extended XMP that the main packet does not refer to',
    '位于主数据包未引用的扩展 XMP 中',
  ),
  cite: 'XMP Specification Part 3, 1.1.3.1',
};

function residue(payload: CarriedXmp, text: string): OwnStatement {
  const at = text.indexOf('DigitalSourceType');
  return statementOf(standard, payload, {
    kind: 'residue',
    key: 'Iptc4xmpExt:DigitalSourceType',
    meaning: 'unclear',
    says: localized('Remains of the property in XMP that cannot be read', '无法读取的 XMP 中残留该属性'),
    raw: text.slice(at, at + 400),
    checks: [
      {
        code: 'residue',
        severity: 'warning',
        text: localized('The packet is damaged: the value is undetermined', '数据包已损坏，值无法判定'),
        cite,
      },
    ],
  });
}
