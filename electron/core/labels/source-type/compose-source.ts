import type { LabelStatement } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { readSource, type SourceReading, sourceStrength } from './source-meaning.ts';

export type SourceChoice =
  | { readonly ok: true; readonly source: SourceReading & { readonly uri: string } }
  | { readonly ok: false; readonly reason: Localized };

/** The term asked for, held against those that stand in the file: a type that says more is not replaced. */
export function chosenSource(wanted: string, existing: readonly LabelStatement[]): SourceChoice {
  const source = readSource(wanted);
  const { uri } = source;
  if (uri === null || source.retired) {
    return refuse(
      localized(
        `“${wanted.slice(0, 200)}” is not a current term of the IPTC vocabulary of digital source types`,
        `“${wanted.slice(0, 200)}”不是 IPTC 数字来源类型词表中的现行术语`,
      ),
    );
  }
  for (const { kind, raw, place, says } of existing) {
    const present = readSource(raw);
    if (kind === 'residue' || present.class === null) {
      return refuse(
        localized(
          `The source type that stands in ${place} cannot be read; writing would replace it unseen`,
          `${place} 中已有的来源类型无法识别，写入会将其覆盖`,
        ),
      );
    }
    if (sourceStrength(source.class) < sourceStrength(present.class)) {
      return refuse(
        localized(
          `The file says “${says.en}”, and a label is never lowered`,
          `文件现有标识为“${says['zh-CN']}”，标识不得降低`,
        ),
      );
    }
  }
  return { ok: true, source: { ...source, uri } };
}

function refuse(reason: Localized): SourceChoice {
  return { ok: false, reason };
}
