import type { Finding } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';

/** "Name: text" in both languages. */
export function prefixed(name: Localized, text: Localized): Localized {
  return localized(`${name.en}: ${text.en}`, `${name['zh-CN']}：${text['zh-CN']}`);
}

/** A finding that bears on no proposition. */
export function information(
  code: string,
  statement: Localized,
  limits: Localized[],
  figures: string[] = [],
): Finding {
  return { code, statement, bearing: 'informational', strength: 'none', limits, innocent: [], figures };
}
