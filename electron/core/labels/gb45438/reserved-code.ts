import type { LabelCheck } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { AigcField, FieldName } from './payload.ts';

/** What a ReservedCode looks like. Annex E leaves its content to the producer; only `SecurityData` is published. */
export type ReservedForm =
  | 'empty'
  | 'security-data'
  | 'bare-signature'
  | 'digest'
  | 'uuid'
  | 'base64'
  | 'number'
  | 'prefixed'
  | 'other';

/** Tell forms met in public files apart; nothing is decoded beyond that. */
export function reservedForm(field: Pick<AigcField, 'kind' | 'text'>): ReservedForm {
  const text = field.text.trim();
  if (text === '') return 'empty';
  if (field.kind === 'number' || /^-?\d{1,30}$/.test(text)) return 'number';
  if (text.includes('SecurityData')) return 'security-data';
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) return 'uuid';
  if (/^30(?:[0-7][0-9a-f]|81[89a-f][0-9a-f])02[0-9a-f]{100,400}$/i.test(text)) return 'bare-signature';
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text)) return 'digest';
  if (/^[A-Z]-./.test(text)) return 'prefixed';
  if (text.length >= 20 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)) return 'base64';
  return 'other';
}

const words: Readonly<Record<Exclude<ReservedForm, 'empty' | 'security-data'>, Localized>> = {
  'bare-signature': localized(
    'a signature without key and algorithm (ECDSA or SM2 in DER form)',
    '不附密钥和算法的签名（DER 形式的 ECDSA 或 SM2）',
  ),
  digest: localized('a digest; what it was computed over is not published', '一个摘要值，其计算对象未公开'),
  uuid: localized('a UUID', '一个 UUID'),
  base64: localized('Base64 data in a form that is not published', '未公开格式的 Base64 数据'),
  number: localized('a number', '一个数字'),
  prefixed: localized('a value of a producer’s own form', '服务提供者自定义格式的值'),
  other: localized('text in a form that is not published', '未公开格式的文本'),
};

/** A remark on what a ReservedCode holds; signatures of the guide have their standing instead. */
export function reservedCheck(name: FieldName, field: AigcField): LabelCheck[] {
  const form = reservedForm(field);
  if (form === 'empty' || form === 'security-data') return [];
  return [
    {
      code: `reserved-${form}-${name === 'ReservedCode1' ? '1' : '2'}`,
      severity: 'information',
      text: localized(`${name} holds ${words[form].en}`, `${name} 的内容为${words[form]['zh-CN']}`),
      cite: 'GB 45438-2025, Annex E f), i); TC260-PG-202511A',
    },
  ];
}
