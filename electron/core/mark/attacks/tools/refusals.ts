import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
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

/** A pass of ffmpeg that failed; a build without an encoder or a filter is no failure of the file. */
export function notMade(reason: Reason): NotRun {
  const missing = /(?:Unknown encoder|Unrecognized option|No such filter|Unknown filter):? ?'?([\w-]+)/.exec(
    reason.detail ?? '',
  );
  if (missing === null) return { reason };
  const text = localized(
    `FFmpeg on this machine was built without ${missing[1]}.`,
    `本机的 FFmpeg 未编入 ${missing[1]}。`,
  );
  return {
    reason: { code: 'no-encoder', text, ...(reason.detail === undefined ? {} : { detail: reason.detail }) },
  };
}
