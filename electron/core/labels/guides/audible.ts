import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'The rhythm short long, short short (Morse A I) by which sound is labelled as generated, with place, tempo, pitch and level.',
      '用于声明音频由人工智能生成的“短长 短短”节奏（摩尔斯码 A I），并给出位置、速度、音高与电平。',
    ),
  ],
  lookFor: [
    localized(
      'The rhythm at the start or end of the sound, on the timeline; listen to it there.',
      '时间轴上位于开头或结尾的节奏；请在该处试听。',
    ),
    localized(
      'A small number of decibels above its gaps: it may be there for machines and inaudible to people.',
      '仅高出间隙几分贝：可能只供机器识别，人听不到。',
    ),
  ],
  ignore: [
    localized(
      'Signal tones, music and Morse recordings that hold the same rhythm by accident.',
      '偶然含有相同节奏的提示音、音乐和摩尔斯电码录音。',
    ),
  ],
  lies: [
    localized(
      'Speech is not listened to: a spoken label is neither found nor excluded.',
      '不识别语音内容：口述标识既不能发现，也不能排除。',
    ),
    localized(
      'Knocks, chords and melodies in this rhythm are missed; so is a rhythm under loud sound.',
      '以敲击、和弦或旋律形式出现的节奏，以及被响亮声音掩盖的节奏会漏检。',
    ),
    localized('Anyone can add the rhythm to any sound.', '任何人都可在任何声音中加入该节奏。'),
  ],
};
