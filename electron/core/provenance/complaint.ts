import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { AnalysisEvidence } from '../analysis/define.ts';
import { cutShort } from '../media/structure/cut-short.ts';
import type { FoundStores } from './carriers/find-stores.ts';
import type { EngineAnswers } from './engine-answers.ts';

/** Why nothing can be said about a file, although it is no clean absence. */
export interface Complaint {
  readonly what: 'container' | 'store' | 'format' | 'engine';
  readonly code: string;
  readonly message: string;
}

/** What stood in the way of an answer; `null`: nothing, the file simply has no store. */
export function complaintOf(
  { path, media }: AnalysisEvidence,
  engines: EngineAnswers,
  found: FoundStores,
): Complaint | null {
  const { reading } = engines;
  if (reading?.state === 'unreadable') {
    // The format is one the engine takes; that it does not recognise this file is the container's fault.
    const what = reading.what === 'format' ? 'container' : reading.what;
    return { what, code: reading.code, message: reading.message };
  }
  const [broken] = found.stores;
  if (broken !== undefined)
    return {
      what: 'store',
      code: 'store-incomplete',
      message: broken.problems.join('; ') || 'not one claim can be read',
    };
  if (media.format === 'mp4-fragment')
    return {
      what: 'format',
      code: 'segment-alone',
      message: 'a media segment alone: join it behind its initialisation segment and take in the joined file',
    };
  if (found.damage !== null) return { what: 'container', code: 'container-damaged', message: found.damage };
  // An engine does not miss what lay behind the end of a file that was cut off.
  const missing = cutShort(path, media.format);
  if (missing !== null) return { what: 'container', code: 'container-cut', message: missing };
  if (!found.carrierRead && !engines.asked)
    return { what: 'format', code: 'format-unsupported', message: `no C2PA reader for ${media.format}` };
  return found.complete
    ? null
    : {
        what: 'container',
        code: 'not-all-read',
        message: 'a limit was reached before the whole file was searched',
      };
}

const causes: Readonly<Record<Complaint['what'], Localized>> = {
  container: localized(
    'The container is damaged, or of a variant the reader does not take',
    '容器已损坏，或属于读取器不支持的变体',
  ),
  store: localized('A C2PA store is there, but it cannot be read', '存在 C2PA 凭证，但无法读取'),
  format: localized('No C2PA reader exists for this format here', '本软件对该格式没有 C2PA 读取器'),
  engine: localized('The C2PA engine failed on this file', 'C2PA 引擎处理该文件时出错'),
};

/** @param at where something that looks like a store lies, when something does */
export function reasonFor({ what, message }: Complaint, at: number | undefined): Reason {
  const cause = causes[what];
  return {
    code: `c2pa-${what}`,
    text:
      at === undefined
        ? localized(
            `${cause.en}; no bytes that look like a C2PA store were found`,
            `${cause['zh-CN']}；未发现疑似 C2PA 凭证的字节`,
          )
        : localized(
            `${cause.en}; something that looks like a C2PA store is at offset ${at}`,
            `${cause['zh-CN']}；在偏移量 ${at} 处有疑似 C2PA 凭证的字节`,
          ),
    detail: message,
  };
}
