import type { Bearing, PropositionId, Strength } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ContainerFacts, StreamFacts } from './stream-facts.ts';

/** A statement about how the views of a file's streams fit together. */
export interface StreamCheck {
  readonly code: string;
  readonly statement: Localized;
  readonly bearing: Bearing;
  readonly strength: Strength;
  readonly proposition: PropositionId | null;
  readonly innocent: readonly Localized[];
  readonly streams: readonly number[];
}

const isPicture = (stream: StreamFacts): boolean => stream.type === 'video' && !stream.attachedPicture;
const isSound = (stream: StreamFacts): boolean => stream.type === 'audio';
const seconds = (value: number): string => `${value.toFixed(Math.abs(value) < 10 ? 3 : 1)} s`;

/** All checks over one file, container and bitstream, in the order they are shown. */
export function streamChecks(
  container: ContainerFacts,
  streams: readonly StreamFacts[],
): readonly StreamCheck[] {
  return [
    ...streams.flatMap(sizeCheck),
    ...streams.flatMap(frameCountCheck),
    ...containerDuration(container, streams),
    ...trackLengths(streams),
    ...startTimes(streams),
    ...streams.flatMap(hiddenMaterial),
    ...streams.flatMap(gapCheck),
    ...streams.flatMap(timingCheck),
    ...streams.flatMap(rotationCheck),
    ...writerCheck(container, streams),
  ];
}

const repackaged = localized(
  'A program put the same streams into another container, or cut them without re-encoding.',
  '软件将相同的流放入另一种容器，或在不重新编码的情况下剪切。',
);
const firmware = localized(
  'Firmware of cameras and telephones writes inexact values.',
  '相机和手机固件会写入不精确的数值。',
);

function sizeCheck(stream: StreamFacts): readonly StreamCheck[] {
  const { decoded, track, width, height, index } = stream;
  if (!isPicture(stream) || decoded?.width == null || decoded.height == null) return [];
  const declared: [number, number][] = [];
  if (track?.sampleWidth != null && track.sampleHeight != null)
    declared.push([track.sampleWidth, track.sampleHeight]);
  if (width !== null && height !== null) declared.push([width, height]);
  const wrong = declared.find(([w, h]) => w > 0 && h > 0 && (w !== decoded.width || h !== decoded.height));
  if (wrong === undefined) return [];
  return [
    {
      code: 'size.container-bitstream',
      statement: localized(
        `Stream ${index}: the container says ${wrong[0]} × ${wrong[1]}, the pictures decode to ${decoded.width} × ${decoded.height}.`,
        `流 ${index}：容器标明 ${wrong[0]} × ${wrong[1]}，画面解码为 ${decoded.width} × ${decoded.height}。`,
      ),
      bearing: 'contradicts',
      strength: 'moderate',
      proposition: 'as-declared',
      innocent: [
        repackaged,
        localized(
          'Coded sizes are multiples of 16; some writers state them.',
          '编码尺寸为 16 的倍数；有些软件直接写入该值。',
        ),
      ],
      streams: [index],
    },
  ];
}

/** Samples an edit list may hide from the demuxer, with a few for the delay of decoders at either end. */
function samplesHidden({ track, packets }: StreamFacts): number {
  if (track === null || packets?.step == null || packets.step <= 0 || track.edits.length === 0) return 4;
  const shown = track.edits.filter((edit) => edit.mediaStart !== null);
  const length = shown.reduce((sum, edit) => sum + edit.duration, 0);
  return 4 + Math.max(0, track.mediaDuration - length) / packets.step;
}

function frameCountCheck(stream: StreamFacts): readonly StreamCheck[] {
  const { index, packets, declaredFrames, track, attachedPicture } = stream;
  if (packets === null || attachedPicture) return [];
  const declared = track?.sizedSamples ?? declaredFrames;
  const timed = track?.timedSamples ?? null;
  const checks: StreamCheck[] = [];
  const missing = declared === null ? 0 : declared - packets.packets;
  if (declared !== null && missing > samplesHidden(stream)) {
    checks.push({
      code: 'count.packets-missing',
      statement: localized(
        `Stream ${index}: the container declares ${declared} samples, ${packets.packets} can be read.`,
        `流 ${index}：容器声明 ${declared} 个样本，实际可读 ${packets.packets} 个。`,
      ),
      bearing: 'contradicts',
      strength: 'moderate',
      proposition: 'as-declared',
      innocent: [
        localized('The file was cut off while it was recorded or sent.', '文件在录制或传输过程中被截断。'),
      ],
      streams: [index],
    });
  }
  if (timed !== null && declared !== null && track?.sizedSamples != null && timed !== track.sizedSamples) {
    checks.push({
      code: 'count.tables-differ',
      statement: localized(
        `Stream ${index}: the time table counts ${timed} samples, the size table ${track.sizedSamples}.`,
        `流 ${index}：时间表计 ${timed} 个样本，大小表计 ${track.sizedSamples} 个。`,
      ),
      bearing: 'contradicts',
      strength: 'moderate',
      proposition: 'as-declared',
      innocent: [firmware],
      streams: [index],
    });
  }
  return checks;
}

/** Length the packets of a stream fill, in seconds. */
function measured({ packets }: StreamFacts): number | null {
  return packets === null || packets.start === null || packets.end === null
    ? null
    : packets.end - packets.start;
}

function containerDuration(
  { duration }: ContainerFacts,
  streams: readonly StreamFacts[],
): readonly StreamCheck[] {
  const lengths = streams
    .filter((stream) => isPicture(stream) || isSound(stream))
    .flatMap((stream) => measured(stream) ?? []);
  if (duration === null || lengths.length === 0) return [];
  const longest = Math.max(...lengths);
  const apart = Math.abs(duration - longest);
  if (apart <= Math.max(0.5, longest * 0.01)) return [];
  return [
    {
      code: 'duration.container',
      statement: localized(
        `The container declares ${seconds(duration)}, its streams fill ${seconds(longest)}.`,
        `容器声明时长 ${seconds(duration)}，各流实际为 ${seconds(longest)}。`,
      ),
      bearing: apart > Math.max(2, longest * 0.1) ? 'contradicts' : 'inconclusive',
      strength: apart > Math.max(2, longest * 0.1) ? 'moderate' : 'weak',
      proposition: 'as-declared',
      innocent: [
        localized(
          'The file was cut off, or the header was not renewed after recording.',
          '文件被截断，或录制结束后未更新文件头。',
        ),
        localized(
          'Lengths of streams without an index are estimated from the bit rate.',
          '无索引的流，其时长由码率估算。',
        ),
      ],
      streams: [],
    },
  ];
}

function trackLengths(streams: readonly StreamFacts[]): readonly StreamCheck[] {
  const picture = streams.find(isPicture);
  const sound = streams.find(isSound);
  if (picture === undefined || sound === undefined) return [];
  const [a, b] = [measured(picture), measured(sound)];
  if (a === null || b === null || Math.abs(a - b) <= Math.max(0.5, Math.max(a, b) * 0.01)) return [];
  return [
    {
      code: 'duration.picture-sound',
      statement: localized(
        `Picture lasts ${seconds(a)}, sound ${seconds(b)}: a camera ends both together.`,
        `画面时长 ${seconds(a)}，声音时长 ${seconds(b)}：相机录制时两者同时结束。`,
      ),
      bearing: 'inconclusive',
      strength: 'weak',
      proposition: 'camera-original',
      innocent: [repackaged, localized('The microphone started or stopped late.', '麦克风启动或停止较晚。')],
      streams: [picture.index, sound.index],
    },
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

function rotationCheck({ index, rotation }: StreamFacts): readonly StreamCheck[] {
  if (rotation === null || rotation === 0) return [];
  return [
    {
      code: 'picture.rotation',
      statement: localized(
        `Stream ${index} is to be shown turned by ${rotation}°.`,
        `流 ${index} 需旋转 ${rotation}° 显示。`,
      ),
      bearing: 'informational',
      strength: 'none',
      proposition: null,
      innocent: [],
      streams: [index],
    },
  ];
}

/** Programs and services by the names they leave in tags, handler names and bitstreams. */
const writers =
  /x26[45]|\bLav[cf]\d|handbrake|libx26|gpac|isomedia|produced by google|vork muxer|bytedance|capcut|剪映|inshot|premiere|after effects|media encoder|final cut|davinci|blackmagic|imovie|vegas|camtasia|obs|shotcut|kdenlive|openshot|avidemux|mkvmerge|mkvtoolnix|virtualdub|xvid|divx|nero|windows movie|clipchamp|videoproc|filmora|lame\s?3|audacity|adobe audition/i;

function writerCheck(container: ContainerFacts, streams: readonly StreamFacts[]): readonly StreamCheck[] {
  const named = new Map<string, number | null>();
  const tagName =
    /^(encoder|encoded_by|writing_application|writing_library|muxer|software|comment|handler_name|vendor_id|com\.apple\.quicktime\.software|compatible)/i;
  for (const { key, value } of container.tags)
    if (tagName.test(key) && writers.test(value)) named.set(value, null);
  for (const { index, tags, encoderTexts, track } of streams) {
    for (const { key, value } of tags) if (tagName.test(key) && writers.test(value)) named.set(value, index);
    for (const value of encoderTexts) if (writers.test(value)) named.set(value, index);
    if (track !== null && writers.test(track.handlerName)) named.set(track.handlerName, index);
  }
  if (named.size === 0) return [];
  const names = [...named.keys()]
    .map((name) => name.slice(0, 60))
    .slice(0, 5)
    .join(', ');
  return [
    {
      code: 'writer.program',
      statement: localized(
        `Programs or services that encoded or packed the file name themselves: ${names}.`,
        `编码或封装该文件的软件或平台自行留名：${names}。`,
      ),
      bearing: 'contradicts',
      strength: 'moderate',
      proposition: 'camera-original',
      innocent: [
        localized(
          'Some action cameras, drones and telephone applications use the same libraries.',
          '部分运动相机、无人机和手机应用使用相同的编码库。',
        ),
        localized(
          'A platform re-encodes every upload without touching its content otherwise.',
          '平台会对所有上传内容重新编码，但不作其他改动。',
        ),
      ],
      streams: [...new Set([...named.values()].filter((index) => index !== null))],
    },
  ];
}
