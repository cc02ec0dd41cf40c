import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { field, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** Ideogram names itself as the maker of the camera. */
export const standard = defineStandard({
  id: 'ideogram',
  title: localized('Ideogram maker tag', 'Ideogram 制造商标记'),
  cite: 'Ideogram downloads as observed: Exif Make `Ideogram AI`',
  read: (payloads) =>
    named(payloads, 'make')
      .filter(({ text }) => text.trim() === 'Ideogram AI')
      .map((found) =>
        traceStatement(standard, found, {
          generator: 'Ideogram',
          fields: field(found.key, found.text),
          says: localized('Names Ideogram AI as its maker', '以 Ideogram AI 为制造商'),
        }),
      ),
});
