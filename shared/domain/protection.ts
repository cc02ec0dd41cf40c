import { z } from 'zod';
import { Localized } from './localized.ts';

/** What can stand between a hostile file and the machine it is examined on. */
export const ProtectionId = z.enum([
  'private-folder',
  'environment',
  'limits',
  'memory-ceiling',
  'network',
  'files',
  'processes',
  'privileges',
  'system-calls',
  'ends-with-host',
]);
export type ProtectionId = z.infer<typeof ProtectionId>;

/** One protection, and whether it holds on this machine in this session: found out by trying, never assumed. */
export const Protection = z.object({
  id: ProtectionId,
  active: z.boolean(),
  /** What carries it, or why it is missing. */
  note: Localized,
});
export type Protection = z.infer<typeof Protection>;
