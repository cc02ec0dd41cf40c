import { localized } from '#shared/domain/localized.ts';
import { firmware, isPicture, isSound, repackaged, type StreamCheck, seconds } from './stream-check.ts';
import type { ContainerFacts, StreamFacts } from './stream-facts.ts';
import { timingChecks } from './stream-timing-checks.ts';

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
    ...timingChecks(streams),
    ...streams.flatMap(rotationCheck),
    ...writerCheck(container, streams),
  ];
}

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
