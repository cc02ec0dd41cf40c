import { z } from 'zod';
import { Localized } from '../domain/localized.ts';
import { Protection } from '../domain/protection.ts';

/** What the present host and machine can do. The screen hides what is missing and says why. */
export const Capabilities = z.object({
  host: z.enum(['desktop', 'loopback', 'command-line']),
  /** Native open and save dialogs. */
  dialogs: z.boolean(),
  /** The page can learn a dropped file's path; otherwise its bytes are uploaded to this machine's own server. */
  pathsOfDroppedFiles: z.boolean(),
  /** Show a file in the system's file manager. */
  reveal: z.boolean(),
  /** What the processes of the parsers are held to on this machine, and what not. */
  protections: z.array(Protection),
  engines: z.array(
    z.object({ name: z.string(), version: z.string().nullable(), missing: Localized.nullable() }),
  ),
});
export type Capabilities = z.infer<typeof Capabilities>;
