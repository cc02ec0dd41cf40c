import { type Localized, localized } from '#shared/domain/localized.ts';
import { EndOfData } from '../media/structure/byte-reader.ts';
import type { WriteAnswer, WritePlan } from './define.ts';

/** A file that cannot be written safely, and why. Leaves a planner through `planned` only, as a value. */
export class Refusal extends Error {
  readonly reason: Localized;
  constructor(en: string, chinese: string) {
    super(en);
    this.name = 'Refusal';
    this.reason = localized(en, chinese);
  }
}

/** Run a planner; its refusals, and files that end too early, are answers. */
export function planned(plan: () => WritePlan): WriteAnswer {
  try {
    return { ok: true, plan: plan() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.reason };
    if (!(error instanceof EndOfData)) throw error;
    return {
      ok: false,
      reason: localized(
        `The file ends at byte ${error.offset}, inside a part that is needed; repair it first`,
        `文件在第 ${error.offset} 字节处中断，缺少必需的部分；请先修复文件`,
      ),
    };
  }
}
