import type { Localized } from '#shared/domain/localized.ts';
import type { Piece } from '../define.ts';

/** A label drawn, sounded or written into the content: the new file, before labels in its metadata. */
export type Rendering =
  | {
      readonly ok: true;
      /** `null`: it has been written to the file that was asked for. */
      readonly pieces: readonly Piece[] | null;
      readonly notes: readonly Localized[];
    }
  | { readonly ok: false; readonly reason: Localized };

export function refusedRendering(reason: Localized): Rendering {
  return { ok: false, reason };
}
