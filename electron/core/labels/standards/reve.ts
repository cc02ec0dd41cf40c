import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { field, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

/** Reve names its address as the software. */
export const standard = defineStandard({
  id: 'reve',
  title: localized('Reve software tag', 'Reve 软件标记'),
  cite: 'Reve downloads as observed: Exif Software or xmp:CreatorTool `reve.com`',
  read: (payloads) =>
    named(payloads, 'software', 'creatortool')
      .filter(({ text }) => /^(?:https:\/\/)?(?:app\.|www\.)?reve\.(?:com|art)\/?$/i.test(text.trim()))
      .map((found) =>
        traceStatement(standard, found, {
          generator: 'Reve',
          fields: field(found.key, found.text),
          says: localized('Names reve.com as its software', '以 reve.com 为创建软件'),
        }),
      ),
});
