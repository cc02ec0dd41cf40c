import { localized } from '#shared/domain/localized.ts';
import type { NotRun } from '../define.ts';

export const noSound: NotRun = {
  reason: {
    code: 'no-sound',
    text: localized('The sound could not be decoded, or there is none.', '声音无法解码，或没有声音。'),
  },
};

export const noDemuxer: NotRun = {
  reason: {
    code: 'format-unsupported',
    text: localized('Streams of this format cannot be read.', '无法读取此格式的流。'),
  },
};

/** @param seconds that would be needed at least */
export function tooShort(seconds: number): NotRun {
  const text = localized(
    `The programme is shorter than the ${seconds} s this needs.`,
    `节目短于所需的 ${seconds} 秒。`,
  );
  return { reason: { code: 'too-short', text } };
}
