import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { field, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** Luma names itself as the source. */
export const standard = defineStandard({
  id: 'luma',
  title: localized('Luma source text', 'Luma 来源文本'),
  cite: 'Luma downloads as observed: PNG tEXt Source `Luma AI`',
  read: (payloads) =>
    named(payloads, 'source')
      .filter(({ text }) => text.trim() === 'Luma AI')
      .map((found) =>
        traceStatement(standard, found, {
          generator: 'Luma AI',
          fields: field(found.key, found.text),
          says: localized('Names Luma AI as its source', '以 Luma AI 为来源'),
        }),
      ),
});
