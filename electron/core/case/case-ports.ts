import type { CheckpointSigner } from './checkpoint.ts';

/** What the case store needs from its host. The actor and session are written into every custody event. */
export interface CasePorts {
  /** Wall clock. A step backwards is recorded in the custody chain, never hidden. */
  clock(): Date;
  /** A fresh identifier of letters, digits and hyphens (a UUID). */
  id(): string;
  /** Who works: the examiner's name as set, or the account name. */
  readonly actor: string;
  /** One identifier per start of the program. */
  readonly session: string;
  /** Signs checkpoints of the custody chain. Absent where no installation stands behind the store. */
  readonly checkpoints?: CheckpointSigner;
  /** Bytes to set aside in each case for a full disk; absent: none. */
  readonly ballastBytes?: number;
  /** Milliseconds on a clock nobody can set; against it steps of the wall clock are noticed. */
  monotonic?(): number;
}
