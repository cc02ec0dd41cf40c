import type { Reason } from '#shared/domain/run.ts';
import { compositeCode } from './composite.ts';
import { type ContentRequest, contentUnit } from './content-unit.ts';
import { fileUnits } from './file-units.ts';
import type { Unit } from './unit.ts';

export interface FileCode {
  /** The ISCC-CODE: header and 64 bits of every unit that could be made. */
  readonly code: Uint8Array;
  readonly data: Unit;
  readonly instance: Unit;
  readonly size: number;
  readonly chunks: number;
  /** `null`: the standard has no unit for such a medium, or it could not be made. */
  readonly content: { readonly unit: Unit; readonly quality: number; readonly amount: number } | null;
  /** Why a content unit that belongs there is missing. */
  readonly missing: Reason | null;
  readonly warnings: readonly string[];
}

/** Everything ISO 24138 says of a file, except its name: units of 256 bits and the composite code. */
export async function fileCode(request: ContentRequest): Promise<FileCode> {
  const { path, context } = request;
  const { data, instance, size, chunks } = await fileUnits(path, context);
  context.progress(0.3);
  const answer = await contentUnit(request);
  context.signal.throwIfAborted();
  const content = answer?.ok === true ? answer : null;
  const units = [...(content === null ? [] : [content.unit]), data, instance];
  const code = compositeCode(units);
  if (code === null) throw new Error('units of one file make no code');
  return {
    code,
    data,
    instance,
    size,
    chunks,
    content,
    missing: answer?.ok === false ? answer.reason : null,
    warnings: answer?.warnings ?? [],
  };
}
