import { type Localized, localized } from '#shared/domain/localized.ts';
import type { LayerState, MarkLayer, MarkLayerName } from '#shared/domain/marking.ts';
import { chanceWords } from '#shared/text/mark-words.ts';

/** What is said of each layer of a copy. */

export function layer(
  name: MarkLayerName,
  state: LayerState,
  detail: Localized,
  readers: readonly string[] = [],
): MarkLayer {
  return { layer: name, state, detail, readers: [...readers] };
}

export const notAsked: Localized = localized('Not asked for.', '未要求。');

/** A batch may ask for a drawn, a heard and a written label at once: each kind of file takes its own. */
export const notForKind: Localized = localized('Not asked for files of this kind.', '未对此类文件作此要求。');

export function explicitWritten(text: string, read: boolean | null): Localized {
  const said = localized(`Written: ${text}.`, `已写入：${text}。`);
  if (read === true)
    return localized(`${said.en} Read back from the finished copy.`, `${said['zh-CN']}已从最终副本中回读。`);
  return localized(
    `${said.en} The reader did not find it in the finished copy; look at it yourself.`,
    `${said['zh-CN']}识别程序未在最终副本中读出，请自行查看。`,
  );
}

export function markWritten(codec: string, payload: string, falseAlarmLog10: number): Localized {
  const chance = chanceWords(falseAlarmLog10);
  return localized(
    `Identifier ${payload} (${codec}), read from the finished copy; false alarm: ${chance.en}.`,
    `标识符 ${payload}（${codec}），已从最终副本读出；误报概率${chance['zh-CN']}。`,
  );
}

export function labelsWritten(places: readonly string[]): Localized {
  const list = [...new Set(places)];
  return localized(`Written to ${list.join(', ')}.`, `已写入 ${list.join('、')}。`);
}

export function registered(number: number): Localized {
  return localized(`Entry ${number} of the register.`, `登记册第 ${number} 条。`);
}

export function signed(manifest: string, bound: boolean): Localized {
  return bound
    ? localized(
        `Signed (${manifest}); the credential names the mark, so that it can be found again when it was stripped.`,
        `已签名（${manifest}）；凭证中写有水印标识符，凭证被剥离后仍可据此找回。`,
      )
    : localized(`Signed (${manifest}).`, `已签名（${manifest}）。`);
}
