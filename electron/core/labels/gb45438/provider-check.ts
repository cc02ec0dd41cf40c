import type { LabelCheck } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { attributedTo } from './entities.ts';
import { readProviderCode } from './provider-code.ts';

/** What a code or name says by itself: whose it is said to be, and whether a code is well made. */
export function providerCheck(name: 'ContentProducer' | 'ContentPropagator', text: string): LabelCheck[] {
  const slug = name.toLowerCase();
  const code = readProviderCode(text);
  const known = attributedTo(code.form === 'code' ? code.creditCode : text);
  const attribution =
    known === null
      ? []
      : [
          check(
            `entity-${slug}`,
            'information',
            localized(
              `${name} is attributed to ${known.en}; a code names a legal entity, not a product, and anyone can write it`,
              `${name} 据公开资料归属于${known['zh-CN']}；编码对应法律主体而非具体产品，且任何人都可写入`,
            ),
            'TC260-PG-20252A',
          ),
        ];
  if (code.form === 'name') {
    return [
      check(
        `name-${slug}`,
        'information',
        localized(
          `${name} is a name, not a 27-character code; the standard allows both`,
          `${name} 为名称而非 27 位编码，标准两者均允许`,
        ),
        'TC260-PG-20252A',
      ),
      ...attribution,
    ];
  }
  if (code.checkDigit === 'wrong') {
    return [
      check(
        `code-${slug}`,
        'warning',
        localized(
          `The check digit of the credit code in ${name} is wrong: ${code.creditCode}`,
          `${name} 中统一社会信用代码的校验位不正确：${code.creditCode}`,
        ),
        'TC260-PG-20252A; GB 32100-2015',
      ),
    ];
  }
  const other = name === 'ContentProducer' && code.service === 'propagation';
  return other || code.service === 'unknown'
    ? [
        ...attribution,
        check(
          `service-${slug}`,
          'information',
          localized(
            `The service digit of the code in ${name} is not that of a generating service`,
            `${name} 编码中的服务类型位不是生成服务`,
          ),
          'TC260-PG-20252A',
        ),
      ]
    : attribution;
}

function check(code: string, severity: LabelCheck['severity'], text: Localized, cite: string): LabelCheck {
  return { code, severity, text, cite };
}
