import type { LabelCheck } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type CarriedText, defineStandard, type OwnStatement } from '../define.ts';
import { composeSchemaOrg } from '../schema-org/compose.ts';
import { type SchemaSource, schemaSources } from '../schema-org/json-ld.ts';
import { plainTerm } from '../schema-org/terms.ts';
import { readSource, type SourceReading } from '../source-type/source-meaning.ts';
import { statementOf, statementsFrom } from '../statement.ts';

const cite = 'schema.org, digitalSourceType and IPTCDigitalSourceEnumeration';

/** `digitalSourceType` of schema.org in a web page: JSON-LD at any depth, microdata, and meta elements. */
export const standard = defineStandard({
  id: 'schema-org',
  title: localized('schema.org digitalSourceType', 'schema.org 数字来源类型'),
  cite,
  read: (payloads) =>
    statementsFrom(payloads, (payload) => (payload.kind === 'text' ? statementsOf(payload) : [])),
  compose: composeSchemaOrg,
});

const property = /^(?:microdata:|rdfa:|meta:)(?:https?:\/\/schema\.org\/|schema:)?digitalSourceType$/i;

function statementsOf(payload: CarriedText): OwnStatement[] {
  if (payload.key === 'jsonld') {
    const sources = schemaSources(payload.text);
    return sources === null
      ? [residue(payload)]
      : sources.map((source) => statement(payload, 'digitalSourceType', source));
  }
  if (!property.test(payload.key)) return [];
  return [statement(payload, payload.key, { value: payload.text.trim(), type: null, about: null })];
}

function statement(payload: CarriedText, key: string, found: SchemaSource): OwnStatement {
  const source = readSource(plainTerm(found.value));
  return statementOf(standard, payload, {
    key,
    bytes: rangeInText(payload, found.value),
    meaning: source.meaning,
    says: source.says,
    raw: found.value,
    fields: [
      { name: 'digitalSourceType', value: found.value.slice(0, 2000), personal: false },
      ...(found.type === null ? [] : [{ name: '@type', value: found.type, personal: false }]),
      ...(found.about === null ? [] : [{ name: 'about', value: found.about, personal: false }]),
    ],
    checks: [...formChecks(found.value, source), ...partCheck(found)],
  });
}

function residue(payload: CarriedText): OwnStatement {
  const at = payload.text.indexOf('igitalSourceType');
  return statementOf(standard, payload, {
    kind: 'residue',
    key: 'digitalSourceType',
    meaning: 'unclear',
    says: localized('The property is named in a script that cannot be read', '无法解析的脚本中出现该属性'),
    raw: payload.text.slice(Math.max(0, at - 1), at + 400),
  });
}

function formChecks(value: string, { form }: SourceReading): LabelCheck[] {
  const check = (code: string, severity: LabelCheck['severity'], text: Localized): LabelCheck[] => [
    { code, severity, text, cite },
  ];
  if (form === 'unknown') {
    return check(
      'value-unknown',
      'departs',
      localized('The value is not a term of the vocabulary', '该值不是词表中的术语'),
    );
  }
  if (form !== 'schema-org') {
    return check(
      'value-iptc',
      'warning',
      localized(
        'IPTC’s identifier stands where schema.org has its own term',
        '使用了 IPTC 标识符，而 schema.org 有对应的术语',
      ),
    );
  }
  return /^https?:/.test(value)
    ? []
    : check(
        'value-bare-code',
        'warning',
        localized('The term is given without its full address', '术语未写出完整地址'),
      );
}

/** In a page, the property mostly speaks of one picture in it. */
function partCheck({ type, about }: SchemaSource): LabelCheck[] {
  if (type === null || !/(?:Image|Video|Audio|Media)Object$/.test(type)) return [];
  const name = about === null ? type : `${type} ${about}`;
  return [
    {
      code: 'about-part',
      severity: 'information',
      text: localized(`Said of ${name}, not of the page as a whole`, `针对 ${name}，而非整个页面`),
      cite,
    },
  ];
}

/** The value's own bytes when the text lies in the file as it was read. */
function rangeInText({ text, bytes }: CarriedText, value: string): OwnStatement['bytes'] {
  if (Buffer.byteLength(text) !== bytes[1]) return bytes;
  const at = text.indexOf(value);
  return at === -1 ? bytes : [bytes[0] + Buffer.byteLength(text.slice(0, at)), Buffer.byteLength(value)];
}
