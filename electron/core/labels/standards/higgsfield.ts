import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { field, traceStatement } from '../traces/trace-statement.ts';
import { named } from '../traces/trace-text.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Higgsfield keeps the number of the job. */
export const standard = defineStandard({
  id: 'higgsfield',
  title: localized('Higgsfield job number', 'Higgsfield 任务编号'),
  cite: 'Higgsfield downloads as observed: PNG tEXt `hf-job-id`',
  read: (payloads) =>
    named(payloads, 'hf-job-id')
      .filter(({ text }) => uuid.test(text.trim()))
      .map((found) =>
        traceStatement(standard, found, {
          generator: 'Higgsfield',
          fields: field(found.key, found.text.trim(), true),
          says: localized('Carries the number of a Higgsfield job', '带有 Higgsfield 任务编号'),
        }),
      ),
});
