import { readSourceType, type SourceTypeForm } from '#shared/domain/digital-source-type.ts';
import { type LabelCheck, type LabelMeaning, RAW_LENGTH } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type CarriedXmp, defineStandard, type OwnStatement } from '../define.ts';
import { rangeOf, statementOf } from '../statement.ts';
import type { XmpProperty } from '../xmp.ts';

const namespace = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';
const cite = 'IPTC Photo Metadata Standard 2025.1, Digital Source Type';

/** AI properties of IPTC 2025.1 that stand beside the source type. */
const companions: ReadonlyMap<string, { readonly personal: boolean }> = new Map([
  ['AISystemUsed', { personal: false }],
  ['AISystemVersionUsed', { personal: false }],
  ['AIPromptInformation', { personal: false }],
  ['AIPromptWriterName', { personal: true }],
]);

/** IPTC Digital Source Type in XMP, with the AI properties of 2025.1. */
export const standard = defineStandard({
  id: 'iptc-digital-source-type',
  title: localized('IPTC Digital Source Type', 'IPTC 数字来源类型'),
  cite,
  read(payloads) {
    return payloads.flatMap((payload) => (payload.kind === 'xmp' ? fromPacket(payload) : []));
  },
});

function fromPacket(payload: CarriedXmp): OwnStatement[] {
  const { packet } = payload;
  if (!packet.ok) return packet.text.includes('DigitalSourceType') ? [residue(payload, packet.text)] : [];
  const own = packet.properties.filter(({ path }) => path.length === 1 && path[0].uri === namespace);
  const extra = own.filter(({ path }) => companions.has(path[0].name));
  const declared = own.filter(({ path }) => path[0].name === 'DigitalSourceType');
  if (declared.length > 0)
    return declared.map((property) => statement(payload, property, extra, declared.length));
  // An AI system named without a source type is a statement too.
  const [first] = extra;
  return first === undefined ? [] : [companionOnly(payload, first, extra)];
}

function statement(
  payload: CarriedXmp,
  property: XmpProperty,
  extra: readonly XmpProperty[],
  count: number,
): OwnStatement {
  const { form, type } = readSourceType(property.value);
  const checks: LabelCheck[] = formChecks(form);
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
  if (type?.retired === true) {
    checks.push({
      code: 'retired-term',
      severity: 'warning',
      text: localized('The term has been withdrawn from the vocabulary', '该术语已从词表中撤销'),
      cite: 'IPTC NewsCodes, digitalsourcetype',
    });
  }
  if (payload.orphaned) checks.push(orphanedCheck);
  const meanings = {
    generative: 'generated',
    'partly-generative': 'partly-generated',
    'possibly-generative': 'unclear',
    algorithmic: 'not-generative',
    captured: 'not-generative',
    human: 'not-generative',
    digitised: 'not-generative',
    blank: 'not-generative',
  } as const satisfies Record<string, LabelMeaning>;
  return base(payload, property, extra, {
    meaning: type === null ? 'unclear' : meanings[type.class],
    says:
      type?.title ??
      localized(
        `Unknown source type: ${property.value.slice(0, 200)}`,
        `未知的来源类型：${property.value.slice(0, 200)}`,
      ),
    checks,
  });
}

function companionOnly(
  payload: CarriedXmp,
  property: XmpProperty,
  extra: readonly XmpProperty[],
): OwnStatement {
  return base(payload, property, extra, {
    meaning: 'possibly-generated',
    says: localized(
      'Names an AI system or prompt, without a source type',
      '写明了人工智能系统或提示词，但未给出来源类型',
    ),
    checks: payload.orphaned ? [orphanedCheck] : [],
  });
}

function base(
  payload: CarriedXmp,
  property: XmpProperty,
  extra: readonly XmpProperty[],
  own: Pick<OwnStatement, 'meaning' | 'says' | 'checks'>,
): OwnStatement {
  return statementOf(standard, payload, {
    key: `Iptc4xmpExt:${property.path[0].name}`,
    bytes: rangeOf(payload, property),
    // Nothing in the standard says who wrote the property.
    asserted: extra
      .filter(({ path }) => path[0].name === 'AISystemUsed')
      .map(({ value }) => ({ role: 'writer' as const, name: value.slice(0, 200) })),
    raw: property.value,
    fields: [property, ...extra.filter((other) => other !== property)].map(({ path, value }) => ({
      name: path[0].name,
      value: value.slice(0, RAW_LENGTH),
      personal: companions.get(path[0].name)?.personal ?? false,
    })),
    ...own,
  });
}

const orphanedCheck: LabelCheck = {
  code: 'orphaned-extension',
  severity: 'warning',
  text: localized(
    'Stands in extended XMP that the main packet does not refer to',
    '位于主数据包未引用的扩展 XMP 中',
  ),
  cite: 'XMP Specification Part 3, 1.1.3.1',
};

function formChecks(form: SourceTypeForm): LabelCheck[] {
  if (form === 'exact') return [];
  const texts: Readonly<Record<Exclude<SourceTypeForm, 'exact'>, Localized>> = {
    https: localized(
      'Written with https; the vocabulary’s identifier begins with http',
      '以 https 书写，而词表标识符以 http 开头',
    ),
    'letter-case': localized('Letter case differs from the vocabulary', '大小写与词表不一致'),
    'trailing-slash': localized('Ends in a slash the identifier does not have', '末尾多出斜杠'),
    'bare-code': localized(
      'Only the code is given, not the identifier (URI)',
      '仅给出代码，未给出完整标识符（URI）',
    ),
    'schema-org': localized('Written as the schema.org term', '以 schema.org 术语书写'),
    unknown: localized('The value is not a term of the vocabulary', '该值不是词表中的术语'),
  };
  return [{ code: `value-${form}`, severity: 'departs', text: texts[form], cite }];
}

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
