import { rm } from 'node:fs/promises';
import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { writeWithFfmpeg } from '../../media/ffmpeg-writing.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import { missingEnd } from '../../media/structure/missing-end.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { hasDemuxer, inputArguments } from '../../media/video.ts';
import type { DetectAnswer, DetectRequest, EmbedAnswer, EmbedRequest, MarkCodec } from '../define.ts';
import { holdsCredential } from '../sound/carried-metadata.ts';
import { soundFile } from '../sound/form.ts';
import { LOUDEST_STRENGTH, type SoundQuality, STANDARD_STRENGTH } from '../sound/marker.ts';
import { patternSigns, soundPattern } from '../sound/pattern.ts';
import { readSound, type SoundAnswer, soundMarkReading, tooLittle } from '../sound/read-sound.ts';
import { part, writeMarkedSound, writesSound } from '../sound/sound-writing.ts';
import * as words from '../sound/words.ts';
import { tooLittleToTell } from '../too-little.ts';

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
  embedsInto: (media) =>
    media.kind === 'audio' && writesSound(media.format) ? true : words.refusalFor(media),
  reads: (media) => media.kind === 'audio' && hasDemuxer(media.format),
  embed,
  detect,
};

/** Mean square below which a programme counts as silent (−75 dB of full scale) and as too quiet (−60 dB). */
const SILENT = 10 ** -7.5;
const QUIET = 1e-6;

async function embed(request: EmbedRequest): Promise<EmbedAnswer> {
  const { path, media, target, payload, key, context } = request;
  const found = await soundFile(path, media, context);
  if (!found.ok) return found;
  const { file } = found;
  if (file.seconds > 0 && file.seconds < words.SHORTEST_SOUND) return { ok: false, reason: words.tooShort };
  const signs = patternSigns(soundPattern(key), payload);
  const asked = request.strength === null ? STANDARD_STRENGTH : Math.max(LOUDEST_STRENGTH, request.strength);
  // What is asked for may be weaker than a reader needs; what is not asked for may be as loud as is allowed.
  const strengths = request.strength === null ? [asked, LOUDEST_STRENGTH] : [asked];
  let reason: Reason = words.notReadable;
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
        ...(request.strength !== null && request.strength < LOUDEST_STRENGTH ? [words.loudest] : []),
        ...(test.afterMp3 ? [] : [words.fragile]),
        ...(quality.clipped > 0 ? [words.clipped(quality.clipped)] : []),
        ...(file.untouched.length > 0 ? [words.bass] : []),
        ...(credential(path) ? [words.signed] : []),
      ];
      if (test.afterMp3 || index === strengths.length - 1)
        return { ok: true, quality: words.measured(quality, test.statistic), notes };
    } else reason = quality.programme < QUIET ? words.tooQuiet : words.notReadable;
    await rm(target, { force: true });
  }
  return { ok: false, reason };
}

async function takenBack(target: string, reason: Reason): Promise<EmbedAnswer> {
  await rm(target, { force: true });
  return { ok: false, reason };
}

function lackOf({ seconds, programme, markLevel }: SoundQuality): Reason | null {
  if (programme < SILENT || !Number.isFinite(markLevel)) return words.silence;
  return seconds < words.SHORTEST_SOUND ? words.tooShort : null;
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
  const reason = openReason(path, media, answer);
  return reason === null ? { state: 'none-found', warnings } : { state: 'undetermined', reason, warnings };
}

/** Seconds, and beyond them the share, by which headers and decoders may differ. */
const [SECONDS_OFF, SHARE_OFF] = [0.5, 0.01];

/** Why nothing can be said of a sound in which no mark was read; `null`: it could have been. */
function openReason(path: string, media: Media, answer: SoundAnswer & { readonly ok: true }): Reason | null {
  const { seconds, warnings } = answer;
  const missing = missingEnd(path, media.format);
  if (missing !== null) return { ...words.partly, detail: missing };
  const said = media.durationSeconds ?? 0;
  if (said - seconds > SECONDS_OFF + SHARE_OFF * said)
    return {
      ...words.partly,
      detail: `${seconds.toFixed(1)} of ${said.toFixed(1)} seconds could be decoded`,
    };
  if (warnings.length > 0) return words.partly;
  if (seconds < words.SHORTEST_SOUND) return tooLittleToTell.sound(seconds, words.SHORTEST_SOUND);
  return tooLittle(answer) ? tooLittleToTell.silence : null;
}

function credential(path: string): boolean {
  const reader = new ByteReader(path);
  try {
    return holdsCredential(reader);
  } finally {
    reader.close();
  }
}
