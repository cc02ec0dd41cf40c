import { z } from 'zod';
import { Localized } from '../domain/localized.ts';

/** What the present host and machine can do. The screen hides what is missing and says why. */
export const Capabilities = z.object({
  host: z.enum(['desktop', 'loopback', 'command-line']),
  /** Native open and save dialogs. */
  dialogs: z.boolean(),
  /** The page can learn a dropped file's path; otherwise its bytes are uploaded to this machine's own server. */
  pathsOfDroppedFiles: z.boolean(),
  /** Show a file in the system's file manager. */
  reveal: z.boolean(),
  /** The parsers' processes have no network at all (not merely no code that uses one). */
  networkIsolation: z.boolean(),
  engines: z.array(
    z.object({ name: z.string(), version: z.string().nullable(), missing: Localized.nullable() }),
  ),
});
export type Capabilities = z.infer<typeof Capabilities>;
