import type { z } from 'zod';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { TrustChoice, TrustFile, TrustKind } from '#shared/domain/trust.ts';
import { defaultLimits } from '../media/limits.ts';
import type { Ports } from '../ports.ts';
import { damagedList } from './faults.ts';
import { Recognition } from './recognise.ts';
import { ListPages } from './tasks.ts';

const limits = { ...defaultLimits, timeMs: 30_000, memoryBytes: 768 * 1024 * 1024 };

/** Have a worker read lists: the host opens no certificate that came from outside. */
async function ask<T>(ports: Ports, task: string, input: object, schema: z.ZodType<T>): Promise<Result<T>> {
  const now = ports.clock().toISOString();
  const answer = await ports.workers.run(task, { ...input, now }, schema, {
    priority: 'interactive',
    limits,
  });
  if (answer.ok) return succeed(answer.value);
  ports.log('warn', 'trust lists could not be read', { task, ...answer.failure });
  return fail(
    'input-output',
    localized(
      'The process that reads trust lists failed on these files. Nothing was changed.',
      '读取信任名单的进程在处理这些文件时出错。未做任何更改。',
    ),
    `${answer.failure.code}: ${answer.failure.message}`,
    true,
  );
}

/** Which lists are in these files and folders? */
export function recognise(
  ports: Ports,
  paths: readonly string[],
  choice: TrustChoice,
  inPlace = false,
): Promise<Result<Recognition>> {
  return ask(ports, 'trust-recognise', { paths, choice, inPlace }, Recognition);
}

/** All that is in one list; a list that changed since it was imported is a problem. */
export async function contentOf(
  ports: Ports,
  kind: TrustKind,
  files: readonly (TrustFile & { readonly path: string })[],
): Promise<Result<ListPages>> {
  const answer = await ask(ports, 'trust-content', { kind, files }, ListPages);
  return answer.ok && answer.value.fault !== null ? damagedList(answer.value.fault) : answer;
}
