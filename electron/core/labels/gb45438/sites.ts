import type { ByteRange } from '#shared/domain/figure.ts';
import type { LabelCheck } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { CarriedPayload, CarriedText, CarriedXmp } from '../define.ts';
import { readJsonLdXmp } from '../json-ld-xmp.ts';
import { mostStatements, rangeOf } from '../statement.ts';
import {
  type AigcPayload,
  type FieldName,
  findAigcValues,
  holdsStandardField,
  isTencentCloud,
  readAigcValue,
} from './payload.ts';

/** Namespace of the label in XMP (TC260-PG-20259A). */
export const aigcNamespace = 'http://www.tc260.org.cn/ns/AIGC/1.0/';
const cite = 'GB 45438-2025, clause 6 and Annex E; TC260-PG-20259A (images)';

/** One place where a payload of the standard, or what is left of it, was found. */
export interface Site {
  readonly payload: CarriedPayload;
  readonly key: string;
  readonly bytes: ByteRange;
  readonly raw: string;
  readonly value: AigcPayload;
  readonly checks: readonly LabelCheck[];
}

export function sitesOf(payload: CarriedPayload): Site[] {
  const sites = payload.kind === 'xmp' ? xmpSites(payload) : textSites(payload);
  return sites.filter(({ value }) => !('fields' in value && isTencentCloud(value.fields)));
}

function xmpSites(payload: CarriedXmp): Site[] {
  const { packet } = payload;
  if (!packet.ok) return damagedPacket(payload, packet.text);
  const found = packet.properties
    .filter(({ path }) => path.length === 1 && path[0].name.toUpperCase() === 'AIGC')
    .slice(0, mostStatements + 1)
    .map((property): Site => {
      const own = property.path[0].uri === aigcNamespace;
      return {
        payload,
        key: own ? 'TC260:AIGC' : `{${property.path[0].uri.slice(0, 200)}}${property.path[0].name}`,
        bytes: rangeOf(payload, property),
        raw: property.value,
        value: readAigcValue(property.value),
        checks: own && property.path[0].name === 'AIGC' ? [] : [foreignNamespace],
      };
    });
  if (found.length > 0 || !packet.namespaces.has(aigcNamespace)) return found;
  // A namespace without its property is what removing only the value leaves behind.
  const shell = note(
    'empty-shell',
    localized('The namespace is declared, but the property is not there', '声明了命名空间，但没有相应属性'),
  );
  return [
    { payload, key: 'TC260:AIGC', bytes: payload.bytes, raw: '', value: { state: 'empty' }, checks: [shell] },
  ];
}

function damagedPacket(payload: CarriedXmp, text: string): Site[] {
  const at = text.indexOf(aigcNamespace);
  if (at === -1) return [];
  const [value] = findAigcValues(text.replaceAll('&quot;', '"'));
  const damaged = note(
    'damaged-packet',
    localized('Stands in an XMP packet that cannot be read', '位于无法解析的 XMP 数据包中'),
  );
  return [
    {
      payload,
      key: 'TC260:AIGC',
      bytes: payload.bytes,
      raw: value ?? text.slice(at, at + 400),
      value: value === undefined ? { state: 'empty' } : readAigcValue(value),
      checks: [damaged],
    },
  ];
}

function textSites(payload: CarriedText): Site[] {
  const { key, text } = payload;
  const site = (raw: string, checks: readonly LabelCheck[] = []): Site => ({
    payload,
    key,
    bytes: payload.bytes,
    raw,
    value: readAigcValue(raw),
    checks,
  });
  if (key === 'KHR_xmp_json_ld') return jsonLdSites(payload, site);
  // `TXXX:AIGC`, `meta:AIGC`: the carrier's own prefix before the name.
  if (/(?:^|[:/])AIGC$/i.test(key)) {
    const named = site(text);
    return isPageText(payload) && !holdsFields(named.value) ? [] : [named];
  }
  const inside = findAigcValues(text);
  if (inside.length > 0) return inside.map((raw) => site(raw));
  const whole = text.trimStart().startsWith('{') ? site(text) : null;
  if (whole === null || whole.value.state !== 'object') return [];
  // Annex E a): the name of the field contains AIGC.
  if (/AIGC/i.test(key)) return holdsStandardField(whole.value.fields) ? [whole] : [];
  const names = new Set<FieldName | null>(whole.value.fields.map(({ name }) => name));
  const unmistakable = (['Label', 'ContentProducer', 'ProduceID'] as const).every((name) => names.has(name));
  return unmistakable ? [site(text, [keyless])] : [];
}

/** The head of a page is its author's own: `aigc: true` or a subject heading there is no label. */
function isPageText({ place, key }: CarriedText): boolean {
  return key.startsWith('meta:') || /^(?:front matter|closing block|fenced block)/.test(place);
}

function holdsFields(value: AigcPayload): boolean {
  return 'fields' in value && holdsStandardField(value.fields);
}

function jsonLdSites(payload: CarriedText, site: (raw: string) => Site): Site[] {
  return (readJsonLdXmp(payload.text) ?? [])
    .filter(({ name }) => name.toUpperCase() === 'AIGC')
    .map(({ uri, name, value }) => ({
      ...site(value),
      key: 'TC260:AIGC',
      checks: uri === aigcNamespace && name === 'AIGC' ? [] : [foreignNamespace],
    }));
}

const foreignNamespace = note(
  'foreign-namespace',
  localized('Not in the namespace of the guide', '未使用指南规定的命名空间'),
);

const keyless: LabelCheck = {
  code: 'keyless',
  severity: 'departs',
  text: localized(
    'The name it is stored under does not contain AIGC; recognised by its fields',
    '存放字段的名称不含 AIGC，系根据其字段识别',
  ),
  cite: 'GB 45438-2025, Annex E a)',
};

function note(code: string, text: Localized): LabelCheck {
  return { code, severity: 'warning', text, cite };
}
