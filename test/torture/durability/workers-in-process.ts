import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PerformInput } from '#core/analysis/perform.ts';
import type { Workers } from '#core/ports.ts';
import { localized } from '#shared/domain/localized.ts';

/**
 * Answers in place of the worker processes: these tests are about what the host does with an answer, not about
 * decoders. Each analysis makes one file, as those do that draw a map.
 */
export const workersInProcess: Workers = {
  protections: [],
  async run(task, input, schema) {
    const value = answer(task, input);
    if (value === undefined) {
      const failure = { code: 'task-failed', message: `${task} is not part of this test` } as const;
      return { ok: false, failure, stderr: '', durationMs: 0 };
    }
    return { ok: true, value: schema.parse(value), stderr: '', durationMs: 0 };
  },
  close: async () => undefined,
};

function answer(task: string, input: unknown): unknown {
  if (task === 'identify')
    return {
      kind: 'image',
      format: 'jpeg',
      mime: 'image/jpeg',
      width: 640,
      height: 480,
      extensionFits: true,
    };
  if (task === 'content-hash') return { content: { state: 'not-applicable' } };
  return task === 'analysis' ? analysed(PerformInput.parse(input)) : undefined;
}

function analysed({ analysis, evidence, artifacts }: PerformInput): unknown {
  const bytes = Buffer.alloc(9000, `${analysis} of ${evidence.sha256} `);
  writeFileSync(join(artifacts, 'map.png'), bytes, { flag: 'wx', mode: 0o444 });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    outcome: 'undetermined',
    reason: { code: 'test', text: localized('Nothing was examined', '未做检验') },
    result: null,
    warnings: [],
    findings: [],
    figures: [],
    artifacts: [{ name: 'map.png', mime: 'image/png', size: bytes.length, sha256 }],
  };
}
