import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Landmarks in the spectrum that survive noise, rooms, telephones and changes of speed, and the Chromaprint code of other services.',
      '可承受噪声、房间、电话和变速的频谱地标，以及其他服务通用的 Chromaprint 编码。',
    ),
  ],
  lookFor: [
    localized(
      'Peaks per second over time: quiet stretches have none and cannot be found again.',
      '每秒谱峰数随时间的变化：安静时段没有谱峰，无法再次查出。',
    ),
  ],
  ignore: [
    localized('Small differences of Chromaprint between programs.', '不同程序之间 Chromaprint 的微小差异。'),
  ],
  lies: [
    localized(
      'The same music under two voices shares landmarks and can be reported; the same words from two mouths share none.',
      '两段人声之下的同一音乐具有共同地标，可能被报告；两人说同样的话则没有共同地标。',
    ),
    localized(
      'Sounds with few peaks (hum, wind, silence) are hardly traceable; no match means nothing.',
      '谱峰很少的声音（嗡声、风声、静音）难以追溯，无匹配不说明任何问题。',
    ),
  ],
};
