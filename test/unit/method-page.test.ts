import { describe, expect, test } from 'vitest';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';
import { errorTable, methodPage } from '#shared/text/method-page.ts';

const card: AnalysisCard = {
  enhancer: false,
  id: 'pixels.example',
  version: 3,
  title: localized('Example', '示例'),
  summary: localized('Shows an example.', '显示示例。'),
  guide: {
    sees: [localized('It sees one.', '看到一。')],
    lookFor: [localized('Look for two.', '留意二。'), localized('And for three.', '也留意三。')],
    ignore: [localized('Ignore four.', '忽略四。')],
    lies: [localized('It lies about five.', '五会误导。')],
  },
  reference: {
    cite: 'A. Author 1999',
    url: 'https://example.org/a',
    limits: [localized('A limit.', '局限一。')],
  },
  errorRate: localized('one line', '一行'),
  errors: {
    corpus: 'twelve',
    tampering: localized('parts pasted', '粘贴的局部'),
    rates: [
      {
        condition: localized('as they | were', '原样'),
        // Wilson (1927) for 0 of 9, z = 1.96: 0 to 0.2992.
        falseAlarms: { count: 0, of: 9, interval: [0, 0.2992] },
        found: { count: 0, of: 0, interval: null },
        silent: { count: 7, of: null, interval: null },
      },
    ],
  },
  engines: [],
};

describe('the page of a method', () => {
  test('has its sections in the order in which they are read', () => {
    const headings = methodPage(card, 'en').match(/^#+ .*$/gm);
    expect(headings).toEqual([
      '# Example',
      '## What it sees',
      '## What to look for',
      '## What to ignore',
      '## When it lies',
      '## Reference',
      '## Limits',
      '## Error rate',
    ]);
    expect(methodPage(card, 'zh-CN')).toContain('## 何时会误导\n\n- 五会误导。\n');
  });

  test('prints the measured errors as a table, each with its interval', () => {
    const page = methodPage(card, 'en');
    expect(page).toContain('On twelve; tampered: parts pasted.');
    expect(page).toContain('| as they \\| were | 0 of 9 (0.0–29.9 %) | not measured | 7 |');
    expect(errorTable(card, 'zh-CN')?.rows).toEqual([['原样', '0/9（0.0–29.9%）', '未测定', '7']]);
  });

  test('prints the line where there is no table, and says so where nothing was measured', () => {
    expect(methodPage({ ...card, errors: null }, 'en')).toMatch(/## Error rate\n\none line\n$/);
    expect(methodPage({ ...card, errors: null, errorRate: null }, 'en')).toMatch(/\n\nnot measured\n$/);
  });
});
