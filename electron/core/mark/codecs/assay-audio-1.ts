import { rm } from 'node:fs/promises';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkQuality } from '#shared/domain/mark.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { writeWithFfmpeg } from '../../media/ffmpeg-writing.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { hasDemuxer, inputArguments } from '../../media/video.ts';
import type { DetectAnswer, DetectRequest, EmbedAnswer, EmbedRequest, MarkCodec } from '../define.ts';
import { holdsCredential } from '../sound/carried-metadata.ts';
import { soundFile } from '../sound/form.ts';
import { LOUDEST_STRENGTH, type SoundQuality, STANDARD_STRENGTH } from '../sound/marker.ts';
import { patternSigns, soundPattern } from '../sound/pattern.ts';
import { readSound, soundMarkReading, tooLittle } from '../sound/read-sound.ts';
import { part, writeMarkedSound, writesSound } from '../sound/sound-writing.ts';

const name = 'assay-audio-1';

/** Keyed changes of magnitude in 88 bands, found again by pilots at any speed, tempo or pitch. */
export const assayAudio1: MarkCodec = {
  name,
  title: localized('Sound: keyed magnitudes in time and frequency', '声音：时频幅度键控水印'),
  reference: {
    cite: 'Patchwork on magnitudes after Bender and Gruhl (IH 1996), Arnold (ICME 2000), Tachibana et al. (ICME 2001), Steinebach (TU Darmstadt 2003); masking after Johnston (IEEE JSAC 6, 1988) and ISO/IEC 11172-3; own design',
    limits: localized(
      'Survives lossy codecs, resampling, filters, noise, cuts, rooms, and changes of speed, tempo and pitch. Not known to survive neural codecs, voice conversion, separation of sources, or pitch and tempo changed independently at once. Silence and sound below some seconds carry nothing.',
      '可经受有损编码、重采样、滤波、噪声、剪切、室内重录以及变速、变调。未证实可经受神经网络编解码、语音转换、声源分离，以及同时独立改变音高与速度。静音和短于数秒的声音无法承载水印。',
    ),
  },
  embedsInto: (media) => (media.kind === 'audio' && writesSound(media.format) ? true : refusalFor(media)),
  reads: (media) => media.kind === 'audio' && hasDemuxer(media.format),
  embed,
  detect,
};

/** Seconds below which a mark is not promised, and seconds it cannot be read from at all. */
const SHORTEST = 6;
/** Mean square below which a programme counts as silent (−75 dB of full scale) and as too quiet (−60 dB). */
const SILENT = 10 ** -7.5;
const QUIET = 1e-6;

async function embed(request: EmbedRequest): Promise<EmbedAnswer> {
  const { path, media, target, payload, key, context } = request;
  const found = await soundFile(path, media, context);
  if (!found.ok) return found;
  const { file } = found;
  if (file.seconds > 0 && file.seconds < SHORTEST) return { ok: false, reason: tooShort };
  const signs = patternSigns(soundPattern(key), payload);
  const asked = request.strength === null ? STANDARD_STRENGTH : Math.max(LOUDEST_STRENGTH, request.strength);
  // What is asked for may be weaker than a reader needs; what is not asked for may be as loud as is allowed.
  const strengths = request.strength === null ? [asked, LOUDEST_STRENGTH] : [asked];
  let reason: Reason = notReadable;
  for (const [index, strength] of strengths.entries()) {
    const steps = part(context, index / strengths.length, (index + 0.7) / strengths.length);
    const written = await writeMarkedSound(path, media, file, signs, strength, target, steps);
    if (!written.ok) return await takenBack(target, written.reason);
    const { quality } = written;
    const lacking = lackOf(quality);
    if (lacking !== null) return await takenBack(target, lacking);
    const tests = part(context, (index + 0.7) / strengths.length, (index + 1) / strengths.length);
    const test = await selfTest(target, request, quality, tests);
    if (test.copy) {
      context.progress(1);
      const notes = [
        ...written.notes,
        ...(request.strength !== null && request.strength < LOUDEST_STRENGTH ? [loudest] : []),
        ...(test.afterMp3 ? [] : [fragile]),
        ...(quality.clipped > 0 ? [clipped(quality.clipped)] : []),
        ...(file.untouched.length > 0 ? [bass] : []),
        ...(credential(path) ? [signed] : []),
      ];
      if (test.afterMp3 || index === strengths.length - 1)
        return { ok: true, quality: measured(quality, test.statistic), notes };
    } else reason = quality.programme < QUIET ? tooQuiet : notReadable;
    await rm(target, { force: true });
  }
  return { ok: false, reason };
}

async function takenBack(target: string, reason: Reason): Promise<EmbedAnswer> {
  await rm(target, { force: true });
  return { ok: false, reason };
}

function lackOf({ seconds, programme, markLevel }: SoundQuality): Reason | null {
  if (programme < SILENT || !Number.isFinite(markLevel)) return silence;
  return seconds < SHORTEST ? tooShort : null;
}

/** Seconds of the copy that are read again, and that go through MP3 first. */
const TESTED_SECONDS = 90;

/** Is the identifier read from the copy, and from the copy as an MP3 of 64 kbit/s? */
async function selfTest(
  target: string,
  { media, payload, key }: EmbedRequest,
  { seconds }: SoundQuality,
  context: TaskContext,
): Promise<{ readonly copy: boolean; readonly afterMp3: boolean; readonly statistic: number }> {
  const question = { keys: [key], identifiers: new BigUint64Array(0), seconds: TESTED_SECONDS };
  const own = await readSound(
    target,
    { ...media, durationSeconds: seconds },
    question,
    part(context, 0, 0.4),
  );
  const reading = own.ok ? own.readings.find((one) => one.payload === payload) : undefined;
  if (reading === undefined) return { copy: false, afterMp3: false, statistic: 0 };
  const compressed = `${target}.mp3`;
  try {
    const made = await writeWithFfmpeg(
      [
        ...(inputArguments(target, media.format) ?? []),
        ...['-t', String(TESTED_SECONDS), '-map', '0:a:0', '-map_metadata', '-1', '-ac', '2', '-ar', '44100'],
        ...['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3', `file:${compressed}`],
      ],
      { limits: context.limits, signal: context.signal },
    );
    if (!made.ok) return { copy: true, afterMp3: false, statistic: reading.statistic };
    const mp3: Media = { kind: 'audio', format: 'mp3', mime: 'audio/mpeg', extensionFits: null };
    const answer = await readSound(compressed, mp3, question, part(context, 0.6, 1));
    const afterMp3 = answer.ok && answer.readings.some((one) => one.payload === payload);
    return { copy: true, afterMp3, statistic: reading.statistic };
  } finally {
    await rm(compressed, { force: true });
  }
}

async function detect({ path, media, keys, identifiers, context }: DetectRequest): Promise<DetectAnswer> {
  const answer = await readSound(path, media, { keys, identifiers }, context);
  const { warnings } = answer;
  if (!answer.ok) return { state: 'undetermined', reason: answer.reason, warnings };
  if (answer.readings.length > 0)
    return {
      state: 'marked',
      readings: answer.readings.map((one) => soundMarkReading(one, keys, name)),
      warnings,
    };
  if (tooLittle(answer)) return { state: 'undetermined', reason: nothingToRead, warnings };
  if (warnings.length > 0) return { state: 'undetermined', reason: partly, warnings };
  return { state: 'none-found', warnings };
}

function credential(path: string): boolean {
  const reader = new ByteReader(path);
  try {
    return holdsCredential(reader);
  } finally {
    reader.close();
  }
}

function measured({ markLevel, noiseToMask, above }: SoundQuality, statistic: number): MarkQuality[] {
  return [
    {
      name: 'mark-level',
      title: localized('Programme over mark', '节目与水印电平差'),
      value: markLevel,
      unit: 'dB',
    },
    {
      name: 'noise-to-mask',
      title: localized('Mark over masking threshold (mean)', '水印与掩蔽阈值之比（平均）'),
      value: noiseToMask,
      unit: 'dB',
    },
    {
      name: 'above-threshold',
      title: localized('Bands and moments in which it is above', '超过掩蔽阈值的频带与时刻占比'),
      value: 100 * above,
      unit: '%',
    },
    {
      name: 'statistic',
      title: localized('Statistic when read back', '回读统计量'),
      value: statistic,
      unit: '',
    },
  ];
}

function refusalFor(media: Media): Localized {
  return localized(
    `A mark can be put into WAV, FLAC, MP3, AAC, M4A and Ogg sound, not into ${media.format}.`,
    `可在 WAV、FLAC、MP3、AAC、M4A 和 Ogg 声音中嵌入水印，不支持 ${media.format}。`,
  );
}

function clipped(count: number): Localized {
  return localized(
    `${count} samples reached full scale and were limited.`,
    `${count} 个采样达到满幅，已被限幅。`,
  );
}

const loudest = localized(
  `A mark is never louder than ${LOUDEST_STRENGTH} dB below the programme; that was taken.`,
  `水印电平至少低于节目 ${LOUDEST_STRENGTH} dB，已采用该值。`,
);
const fragile = localized(
  'The mark is read from the copy, but not after MP3 at 64 kbit/s: the sound is short, soft or sparse.',
  '副本中可读出水印，但经 64 kbit/s MP3 压缩后无法读出：声音较短、较轻或过于稀疏。',
);
const bass = localized('The low-frequency channel was left as it is.', '低频效果声道保持原样。');
const signed = localized(
  'A content credential in the file describes the unmarked sound; sign the copy anew.',
  '文件中的内容凭证描述的是未加水印的声音；请对副本重新签名。',
);
const silence: Reason = {
  code: 'silence',
  text: localized(
    'The sound is silent: there is nothing a mark could be in.',
    '声音为静音，没有可承载水印的内容。',
  ),
};
const tooShort: Reason = {
  code: 'too-short',
  text: localized(
    `The sound is too short: a mark needs ${SHORTEST} seconds, better 15.`,
    `声音过短：水印至少需要 ${SHORTEST} 秒，建议 15 秒以上。`,
  ),
};
const tooQuiet: Reason = {
  code: 'too-quiet',
  text: localized(
    'The sound is too quiet or too sparse for a mark that stays below hearing.',
    '声音过轻或过于稀疏，无法嵌入听不出的水印。',
  ),
};
const notReadable: Reason = {
  code: 'not-readable',
  text: localized(
    'The mark could not be read back from the copy: the sound is too short, too sparse, or the strength asked for too weak. Nothing was written.',
    '无法从副本中回读水印：声音过短、过于稀疏，或所要求的强度过弱。未写入任何内容。',
  ),
};
const nothingToRead: Reason = {
  code: 'too-little-sound',
  text: localized(
    'There is too little sound to say whether it carries a mark.',
    '声音内容过少，无法判断是否含有水印。',
  ),
};
const partly: Reason = {
  code: 'damaged',
  text: localized(
    'No mark was found, but not all of the sound could be decoded.',
    '未发现水印，但声音未能完整解码。',
  ),
};
