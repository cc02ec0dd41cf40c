import { expect, it } from 'vitest';
import { hostileStrings } from '../../support/hostile-strings.ts';
import { liveInDocx, liveInHtml, liveInPdf } from '../../support/report-liveness.ts';
import { liveText } from '../../torture/hostile-text.ts';

/** The quick form of R16 for reports: every string at once, in both languages; the long form is in test/torture. */

it('nothing that stands in metadata comes alive in a report', async () => {
  expect(await liveText({ each: hostileStrings.length, formats: ['html'], languages: ['zh-CN'] })).toEqual(
    [],
  );
  const some = { each: hostileStrings.length, step: 12, languages: ['en'] as const };
  expect(await liveText({ ...some, formats: ['docx', 'pdf'] })).toEqual([]);
});

it('the judges see what is alive', () => {
  expect(liveInHtml(Buffer.from('<p onclick="x()">a<script>1</script>\u202e</p>'))).toHaveLength(3);
  expect(liveInPdf(Buffer.from('1 0 obj << /OpenAction << /S /JavaScript >> >>'))).toHaveLength(1);
  expect(liveInDocx(Buffer.from('PK\u0005\u0006'.padEnd(22, '\0'), 'latin1'))).toEqual([]);
});
