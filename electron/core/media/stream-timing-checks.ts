import { localized } from '#shared/domain/localized.ts';
import { firmware, isPicture, isSound, repackaged, type StreamCheck, seconds } from './stream-check.ts';
import type { StreamFacts } from './stream-facts.ts';

/** Checks of when streams begin, what edit lists hide, gaps and irregular distances. */
export function timingChecks(streams: readonly StreamFacts[]): readonly StreamCheck[] {
  return [
    ...startTimes(streams),
    ...streams.flatMap(hiddenMaterial),
    ...streams.flatMap(gapCheck),
    ...streams.flatMap(timingCheck),
  ];
}

function startTimes(streams: readonly StreamFacts[]): readonly StreamCheck[] {
  const found = streams
    .filter((stream) => isPicture(stream) || isSound(stream))
    .flatMap((stream) => {
      const start = stream.packets?.start ?? stream.start;
      return start === null ? [] : [{ index: stream.index, start }];
    });
  if (found.length < 2) return [];
  const starts = found.map(({ start }) => start);
  const apart = Math.max(...starts) - Math.min(...starts);
  if (apart <= 0.2) return [];
  return [
    {
      code: 'time.starts-differ',
      statement: localized(
        `The streams begin up to ${seconds(apart)} apart.`,
        `各流的起始时间最多相差 ${seconds(apart)}。`,
      ),
      bearing: 'inconclusive',
      strength: 'weak',
      proposition: 'camera-original',
      innocent: [
        repackaged,
        localized(
          'Recording began between two key frames of a broadcast.',
          '录制始于广播流的两个关键帧之间。',
        ),
      ],
      streams: found.map(({ index }) => index),
    },
  ];
}

/** Material the edit list passes over: it is in the file but not shown. ISO/IEC 14496-12:2022 §8.6.6. */
function hiddenMaterial({ index, track }: StreamFacts): readonly StreamCheck[] {
  if (track === null) return [];
  const shown = track.edits.filter((edit) => edit.mediaStart !== null);
  const first = shown[0];
  if (first === undefined || first.mediaStart === null) return [];
  const before = first.mediaStart;
  const total = shown.reduce((sum, edit) => sum + edit.duration, 0);
  const after = track.mediaDuration - before - total;
  // Decoder delay of picture and sound is cut away this way by every writer: a quarter second is ordinary.
  if (shown.length < 2 && before <= 0.25 && (after <= 0.25 || total === 0)) return [];
  const parts = [
    ...(shown.length > 1 ? [localized(`${shown.length} pieces`, `${shown.length} 段`)] : []),
    ...(before > 0.25
      ? [localized(`${seconds(before)} before the beginning`, `开头之前 ${seconds(before)}`)]
      : []),
    ...(after > 0.25 && total > 0
      ? [localized(`${seconds(after)} after the end`, `结尾之后 ${seconds(after)}`)]
      : []),
  ];
  return [
    {
      code: 'edit.hidden-material',
      statement: localized(
        `Stream ${index}: an edit list shows only part of the media (${parts.map((part) => part.en).join(', ')}). The rest is still in the file.`,
        `流 ${index}：编辑列表只播放部分内容（${parts.map((part) => part['zh-CN']).join('，')}）。其余内容仍在文件中。`,
      ),
      bearing: 'contradicts',
      strength: 'weak',
      proposition: 'unaltered',
      innocent: [
        localized(
          'The telephone’s own “trim” works this way and loses nothing.',
          '手机自带的“剪短”功能即如此实现，并未丢失内容。',
        ),
      ],
      streams: [index],
    },
  ];
}

function gapCheck(stream: StreamFacts): readonly StreamCheck[] {
  const { index, packets } = stream;
  if (packets === null || stream.attachedPicture || !(isPicture(stream) || isSound(stream))) return [];
  const checks: StreamCheck[] = [];
  const { step, longestStep, longestStepAt } = packets;
  if (step !== null && longestStep !== null && longestStep > Math.max(1, 10 * step) && packets.packets > 20) {
    checks.push({
      code: 'time.gap',
      statement: localized(
        `Stream ${index}: ${seconds(longestStep)} without a packet from ${seconds(longestStepAt ?? 0)} on; the usual distance is ${seconds(step)}.`,
        `流 ${index}：自 ${seconds(longestStepAt ?? 0)} 起有 ${seconds(longestStep)} 没有数据包；通常间隔为 ${seconds(step)}。`,
      ),
      bearing: 'inconclusive',
      strength: 'weak',
      proposition: 'unaltered',
      innocent: [
        localized(
          'Recording was paused, the device was overloaded, or a still picture needs no new frames.',
          '录制暂停、设备过载，或静止画面无需新帧。',
        ),
      ],
      streams: [index],
    });
  }
  if (packets.backward > 0) {
    checks.push({
      code: 'time.backward',
      statement: localized(
        `Stream ${index}: decoding times do not rise at ${packets.backward} places.`,
        `流 ${index}：有 ${packets.backward} 处解码时间未递增。`,
      ),
      bearing: 'inconclusive',
      strength: 'weak',
      proposition: 'unaltered',
      innocent: [
        localized(
          'Recordings were joined, or the clock of a broadcast was reset.',
          '录像经过拼接，或广播时钟被重置。',
        ),
        firmware,
      ],
      streams: [index],
    });
  }
  return checks;
}

function timingCheck(stream: StreamFacts): readonly StreamCheck[] {
  const { index, packets, averageRate, baseRate } = stream;
  if (!isPicture(stream) || packets === null || packets.packets < 10 || packets.irregular === 0) return [];
  const share = packets.irregular / (packets.packets - 1);
  const rates =
    averageRate === null || baseRate === null
      ? ''
      : ` (${averageRate.toFixed(3)} / ${baseRate.toFixed(3)} fps)`;
  return [
    {
      code: 'time.irregular',
      statement: localized(
        `Stream ${index}: ${packets.irregular} of ${packets.packets - 1} frame distances are irregular${rates}.`,
        `流 ${index}：${packets.packets - 1} 个帧间隔中有 ${packets.irregular} 个不规则${rates}。`,
      ),
      bearing: share > 0.05 ? 'informational' : 'inconclusive',
      strength: share > 0.05 ? 'none' : 'weak',
      proposition: share > 0.05 ? null : 'unaltered',
      innocent: [
        localized(
          'Telephones and screen recorders use a variable frame rate and drop frames under load.',
          '手机和录屏软件采用可变帧率，负载高时会丢帧。',
        ),
      ],
      streams: [index],
    },
  ];
}
