import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'What the container declares about picture, sound and data beside what bitstream and packets show: codec, size, rate, length, times.',
      '将容器对画面、声音和数据的声明与码流、数据包的实际情况对照：编解码器、尺寸、帧率、时长与时间。',
    ),
  ],
  lookFor: [
    localized(
      'Declarations that do not fit what was counted, streams that end at different times, edit lists that hide a part.',
      '与实际统计不符的声明、结束时间不同的流、隐藏片段的编辑列表。',
    ),
    localized(
      'Texts of encoders inside the bitstream: they name the last program, sometimes an earlier one.',
      '码流中的编码器文字：指明最后一个软件，有时还有更早的。',
    ),
    localized('Gaps and jumps of time on the timeline.', '时间轴上的空缺与跳变。'),
  ],
  ignore: [
    localized(
      'Small differences of length between sound and picture; priming samples at the beginning of sound.',
      '声音与画面时长的微小差别，以及音频开头的预填样本。',
    ),
    localized('Variable frame rates of phones and screen recordings.', '手机与录屏的可变帧率。'),
  ],
  lies: [
    localized(
      "Cutting without re-encoding keeps the bitstream's texts and rates.",
      '不重新编码的剪切会保留码流中的文字与速率。',
    ),
    localized(
      'Headers are easily rewritten; what agrees was not necessarily left alone.',
      '文件头易于改写，数值一致不代表未被改动。',
    ),
    localized(
      'Only the first frames are decoded: damage or a change further on is not seen here.',
      '仅解码最初若干帧，其后的损坏或变化在此看不到。',
    ),
  ],
};
