import { RAW_LENGTH } from '#shared/domain/label.ts';
import { localized } from '#shared/domain/localized.ts';
import { type CarriedPayload, defineStandard, type OwnStatement } from '../define.ts';
import { findAigcValues, isTencentCloud, readAigcValue } from '../gb45438/payload.ts';
import { rangeOf, statementOf } from '../statement.ts';

/**
 * The label Tencent Cloud wrote before GB 45438-2025 came into force: the same key `AIGC`, other fields. It says
 * that the content was made by a service; the standard's degrees (1, 2, 3) are not in it.
 */
export const standard = defineStandard({
  id: 'tencent-cloud-aigc',
  title: localized('Tencent Cloud AIGC label (older schema)', '腾讯云 AIGC 标识（旧版格式）'),
  cite: 'Tencent Cloud, image and video AIGC metadata label, schema before GB 45438-2025 (as seen in files)',
  read: (payloads) => payloads.flatMap((payload) => valuesOf(payload).flatMap(statement)),
});

interface Value {
  readonly payload: CarriedPayload;
  readonly key: string;
  readonly bytes: OwnStatement['bytes'];
  readonly text: string;
}

function valuesOf(payload: CarriedPayload): Value[] {
  if (payload.kind === 'xmp') {
    if (!payload.packet.ok) return [];
    return payload.packet.properties
      .filter(({ path }) => path.length === 1 && path[0].name.toUpperCase() === 'AIGC')
      .map((property) => ({
        payload,
        key: property.path[0].name,
        bytes: rangeOf(payload, property),
        text: property.value,
      }));
  }
  const { key, bytes } = payload;
  const texts = /(?:^|[:/])AIGC$/i.test(key) ? [payload.text] : findAigcValues(payload.text, isTencentCloud);
  return texts.map((text) => ({ payload, key, bytes, text }));
}

function statement({ payload, key, bytes, text }: Value): OwnStatement[] {
  const value = readAigcValue(text);
  if (value.state !== 'object' || !isTencentCloud(value.fields)) return [];
  const field = (name: string): string => value.fields.find((one) => one.key === name)?.text ?? '';
  const user = field('ServiceUser');
  return [
    statementOf(standard, payload, {
      key,
      bytes,
      meaning: 'generated',
      says: localized(
        'Made by an AI service, in Tencent Cloud’s older schema',
        '由人工智能服务生成（腾讯云旧版格式）',
      ),
      asserted: [
        { role: 'producer', name: field('ServiceProvider').slice(0, 200) },
        ...(user === '' ? [] : [{ role: 'platform' as const, name: user.slice(0, 200) }]),
      ],
      raw: text,
      fields: value.fields.map((one) => ({
        name: one.key.slice(0, 200),
        value: one.text.slice(0, RAW_LENGTH),
        // A customer of the service, who may be a person.
        personal: one.key === 'ServiceUser',
      })),
      checks: [
        {
          code: 'not-the-standard',
          severity: 'information',
          text: localized(
            'Its fields are not those of GB 45438-2025; it does not fulfil that standard',
            '其字段并非 GB 45438-2025 规定的字段，不满足该标准',
          ),
          cite: 'GB 45438-2025, Annex E',
        },
      ],
    }),
  ];
}
