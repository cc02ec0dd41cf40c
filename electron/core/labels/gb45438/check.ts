import type { LabelCheck } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { AigcField, AigcPayload, FieldName, Repair } from './payload.ts';
import { fieldNames } from './payload.ts';
import { providerCheck } from './provider-check.ts';
import { reservedCheck } from './reserved-code.ts';

const annex = 'GB 45438-2025, Annex E';

/** The strict reading: every departure of a payload from GB 45438-2025 Annex E. The value is never repaired here. */
export function checkPayload(payload: AigcPayload): LabelCheck[] {
  switch (payload.state) {
    case 'empty':
      return [
        check(
          'residue',
          'warning',
          localized('The key is there, its value is empty', '有键名，但值为空'),
          annex,
        ),
      ];
    case 'not-an-object':
      return [
        check(
          'not-an-object',
          'departs',
          localized('The value is not a JSON object', '值不是 JSON 对象'),
          `${annex} b)`,
        ),
      ];
    case 'truncated':
      return [
        check(
          'truncated',
          'departs',
          localized(`The value breaks off: ${payload.problem}`, '值不完整，在中途中断'),
          `${annex} b)`,
        ),
        ...fieldChecks(payload.fields, true),
      ];
    case 'object':
      return [...payload.repairs.map(repairCheck), ...fieldChecks(payload.fields, false)];
  }
}

function repairCheck(repair: Repair): LabelCheck {
  const texts: Readonly<Record<Repair, Localized>> = {
    'escaped-twice': localized('Quotation marks are escaped twice', '引号被重复转义'),
    'escaped-quotes': localized('Every quotation mark kept a backslash before it', '每个引号前都残留反斜杠'),
    'encoded-twice': localized('The object is stored as text inside JSON', '对象以字符串形式嵌套在 JSON 中'),
    'text-around': localized('Other text stands around the object', '对象前后有其他文字'),
  };
  return check(repair, 'warning', texts[repair], `${annex} b)`);
}

function fieldChecks(fields: readonly AigcField[], truncated: boolean): LabelCheck[] {
  const checks: LabelCheck[] = [];
  for (const name of fieldNames) {
    const same = fields.filter((field) => field.name === name);
    const [field] = same;
    if (field === undefined) {
      // What follows the break is unknown, not absent.
      if (!truncated) {
        checks.push(
          check(
            `missing-${slug(name)}`,
            'departs',
            localized(`The field ${name} is missing`, `缺少字段 ${name}`),
            `${annex} b)`,
          ),
        );
      }
      continue;
    }
    if (same.length > 1) {
      checks.push(
        check(
          `repeated-${slug(name)}`,
          'departs',
          localized(`The field ${name} occurs ${same.length} times`, `字段 ${name} 出现 ${same.length} 次`),
          `${annex} b)`,
        ),
      );
    }
    if (field.key !== name) {
      checks.push(
        check(
          `spelling-${slug(name)}`,
          'departs',
          lettersOnly(field.key, name)
            ? localized(
                `“${field.key}” is read as ${name}: letter case differs from the standard`,
                `“${field.key}”按 ${name} 读取：大小写与标准不一致`,
              )
            : localized(
                `“${field.key.slice(0, 60)}” is read as ${name}: a misspelling known from public software`,
                `“${field.key.slice(0, 60)}”按 ${name} 读取：系公开软件中已知的误拼`,
              ),
          `${annex} b)`,
        ),
      );
    }
    checks.push(...valueChecks(name, field));
  }
  const unknown = fields.filter((field) => field.name === null);
  if (unknown.length > 0) {
    const keys = unknown
      .map((field) => field.key.slice(0, 40))
      .slice(0, 8)
      .join(', ');
    checks.push(
      check(
        'unknown-fields',
        'warning',
        localized(`Fields the standard does not foresee: ${keys}`, `标准未规定的字段：${keys}`),
        annex,
      ),
    );
  }
  return checks;
}

function valueChecks(name: FieldName, field: AigcField): LabelCheck[] {
  const checks: LabelCheck[] = [];
  if (name === 'Label') {
    if (field.kind === 'number' && /^[123]$/.test(field.text)) {
      checks.push(
        check(
          'label-number',
          'warning',
          localized('Label is a number, not text', 'Label 的值为数字而非字符串'),
          `${annex} c)`,
        ),
      );
    } else if (field.kind !== 'string' || !/^[123]$/.test(field.text)) {
      const value = field.text.slice(0, 60);
      checks.push(
        check(
          'label-value',
          'departs',
          localized(
            `Label is “${value}”, none of "1", "2", "3"`,
            `Label 的值为“${value}”，不是 "1"、"2"、"3" 之一`,
          ),
          `${annex} c)`,
        ),
      );
    }
    return checks;
  }
  if (field.kind !== 'string') {
    checks.push(
      check(
        `not-text-${slug(name)}`,
        'warning',
        localized(`${name} is not text`, `${name} 的值不是字符串`),
        annex,
      ),
    );
  }
  const empty = field.text.trim() === '';
  if (empty && (name === 'ContentProducer' || name === 'ProduceID')) {
    checks.push(
      check(
        `empty-${slug(name)}`,
        'departs',
        localized(`${name} is empty`, `${name} 为空`),
        `${annex} d), e); 标识办法 Art. 5`,
      ),
    );
  }
  if (empty && (name === 'ContentPropagator' || name === 'PropagateID')) {
    checks.push(
      check(
        `empty-${slug(name)}`,
        'information',
        localized(
          `${name} is empty, as it may be until a platform fills it`,
          `${name} 为空，传播平台填写之前可以为空`,
        ),
        annex,
      ),
    );
  }
  if (!empty && (name === 'ContentProducer' || name === 'ContentPropagator'))
    checks.push(...providerCheck(name, field.text));
  if (name.startsWith('Reserved')) checks.push(...reservedCheck(name, field));
  if (
    field.kind === 'string' &&
    !/^[\x21\x23-\x5b\x5d-\x7e]*$/.test(field.text) &&
    !name.startsWith('Reserved')
  ) {
    checks.push(
      check(
        `characters-${slug(name)}`,
        'warning',
        localized(
          `${name} holds characters outside the range values should mainly keep to`,
          `${name} 含有标准规定的主要字符范围之外的字符`,
        ),
        `${annex} j)`,
      ),
    );
  }
  return checks;
}

/** Differs the key from the field's name in letter case alone? */
function lettersOnly(key: string, name: FieldName): boolean {
  return key.toLowerCase() === name.toLowerCase();
}

function slug(name: FieldName): string {
  return name.toLowerCase();
}

function check(code: string, severity: LabelCheck['severity'], text: Localized, cite: string): LabelCheck {
  return { code, severity, text, cite };
}
