import { rm } from 'node:fs/promises';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { MarkQuality } from '#shared/domain/mark.ts';
import type { Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { textField } from '../../media/video.ts';
import { countPackets } from '../../media/video-packets.ts';
import type { EmbedAnswer, EmbedRequest } from '../define.ts';
import { pictureKey } from '../picture/picture-key.ts';
import { markTile } from '../picture/tile.ts';
import { checkCopy } from './check-copy.ts';
import { decodeArguments, encodeArguments, type MarkedSound } from './film-arguments.ts';
import { type FilmFacts, filmFacts } from './film-facts.ts';
import { carryLabel } from './film-labels.ts';
import { filmTile } from './film-tile.ts';
import { FrameMarker, filmStrength } from './frame-marker.ts';
import { pumpFrames } from './frame-pump.ts';
import { carryMovieBoxes } from './movie-boxes.ts';
import { markTrack } from './sound-track.ts';
import * as words from './words.ts';

/** Sounds of a film that are marked; what is beyond is copied. */
const MOST_SOUNDS = 8;
/** A film may end this long before its header says, seconds; what is missing beyond has been cut off. */
const ENDS_EARLY = 0.5;

/** Put the mark into the picture and the sounds of a film, everything else of which is kept. */
export async function embedFilm(request: EmbedRequest): Promise<EmbedAnswer> {
  const { path, media, target, context } = request;
  const answer = await filmFacts(path, media, context);
  if (!answer.ok) return answer;
  const scratch: string[] = [];
  let done = false;
  try {
    const written = await writeFilm(request, answer.facts, scratch);
    done = written.ok;
    return written;
  } finally {
    for (const file of [...scratch, ...(done ? [] : [target])]) await rm(file, { force: true });
  }
}

async function writeFilm(request: EmbedRequest, facts: FilmFacts, scratch: string[]): Promise<EmbedAnswer> {
  const { path, media, target, payload, key, context } = request;
  const { limits, signal } = context;
  const counted = await countPackets(path, media, limits, signal);
  signal.throwIfAborted();
  if (!counted.ok) return counted;
  const last = Math.max(...[...counted.streams.values()].map(({ end }) => end ?? 0));
  if (last < facts.seconds - Math.max(ENDS_EARLY, facts.seconds * 0.02) || counted.warnings.some(endsEarly))
    return { ok: false, reason: { code: 'truncated', text: words.endsEarly(last, facts.seconds) } };
  const packets = counted.streams.get(facts.index);
  const expected = packets === undefined ? 0 : packets.packets - packets.discarded;
  const { sounds, quality: heard, notes } = await markSounds(request, facts, scratch);

  const tile = filmTile(markTile(pictureKey(key), payload));
  const decibels = request.strength ?? filmStrength;
  const marker = new FrameMarker(facts.layout, tile, decibels, facts.wholeRange);
  let frames = 0;
  const pumped = await pumpFrames({
    decode: decodeArguments(facts),
    encode: encodeArguments(facts, sounds, target),
    frameBytes: facts.layout.frameBytes,
    onFrame: (data) => {
      marker.mark(data);
      frames += 1;
      context.progress(0.15 + 0.6 * Math.min(1, frames / Math.max(1, expected)));
    },
    timeMs: limits.timeMs,
    signal,
  });
  if (!pumped.ok) return { ok: false, reason: writingReason(pumped.reason, pumped.encoderSaid) };
  const unfinished = writingFault(pumped.encoderSaid);
  if (unfinished !== null) return { ok: false, reason: unfinished };
  // A decoder that has to guess ends well all the same.
  if (pumped.frames < expected || pumped.frames === 0)
    return { ok: false, reason: { code: 'truncated', text: words.truncated(pumped.frames, expected) } };

  if (facts.muxer === 'mp4' || facts.muxer === 'mov') {
    const carried = await carryMovieBoxes(path, target);
    if (!carried) notes.push(words.boxesLeft);
  }
  const labelFile = `${target}.label`;
  scratch.push(labelFile);
  if (!(await carryLabel(path, target, media, labelFile, context)))
    return { ok: false, reason: { code: 'label-lost', text: words.labelLost } };

  const checked = await checkCopy({ ...request, facts }, scratch, part(context, 0.75));
  if (!checked.ok) return checked;
  return {
    ok: true,
    quality: [
      ...checked.quality,
      { name: 'mark-psnr', title: markPsnr, value: marker.psnr, unit: 'dB' },
      ...heard,
    ],
    notes: [
      words.recompressed(facts.encoder.name, textField(facts.picture, 'codec_name') ?? '?'),
      ...notes,
      ...checked.notes,
    ],
  };
}

interface MarkedSounds {
  readonly sounds: readonly MarkedSound[];
  readonly quality: readonly MarkQuality[];
  readonly notes: Localized[];
}

async function markSounds(
  { target, payload, key, context }: EmbedRequest,
  facts: FilmFacts,
  scratch: string[],
): Promise<MarkedSounds> {
  const sounds: MarkedSound[] = [];
  const quality: MarkQuality[] = [];
  const notes: Localized[] = [];
  const streams = facts.probe.streams.filter((stream) => textField(stream, 'codec_type') === 'audio');
  for (const [ordinal, stream] of streams.slice(0, MOST_SOUNDS).entries()) {
    const file = `${target}.sound-${ordinal}`;
    scratch.push(file);
    const track = await markTrack(
      { facts, stream, ordinal, payload, key, scratch: file },
      part(context, 0, 0.01),
    );
    if (!track.marked) {
      notes.push(track.why);
      continue;
    }
    if (!Number.isFinite(track.quality.markLevel)) {
      notes.push(words.soundSilent);
      continue;
    }
    sounds.push(track.sound);
    quality.push(
      { name: 'mark-level', title: markLevel, value: track.quality.markLevel, unit: 'dB' },
      { name: 'noise-to-mask', title: noiseToMask, value: track.quality.noiseToMask, unit: 'dB' },
    );
    context.progress((0.15 * (ordinal + 1)) / streams.length);
  }
  if (streams.length > MOST_SOUNDS) notes.push(words.manySounds(MOST_SOUNDS));
  return { sounds, quality, notes };
}

const markPsnr = localized('PSNR of the brightness, the mark alone', '亮度 PSNR（仅水印）');
const markLevel = localized('Programme over mark, sound', '声音：节目与水印之比');
const noiseToMask = localized('Noise-to-mask ratio, sound', '声音：噪声掩蔽比');

/** A context whose progress is a stretch of the whole. */
function part(context: TaskContext, from: number, length = 1 - from): TaskContext {
  return { ...context, progress: (fraction) => context.progress(from + fraction * length) };
}

function writingReason(reason: Reason, encoderSaid: string): Reason {
  const fault = writingFault(encoderSaid);
  if (fault !== null) return fault;
  if (reason.code !== 'engine-crashed') return reason;
  return { ...reason, code: 'not-encoded', text: words.notEncoded(encoderSaid.split('\n')[0] ?? '') };
}

/** What the encoder says of a file it could not finish; `null`: nothing. */
function writingFault(encoderSaid: string): Reason | null {
  if (/no space left on device|ENOSPC/i.test(encoderSaid))
    return { code: 'disk-full', text: localized('The disk is full.', '磁盘已满。') };
  const line = encoderSaid.split('\n').find((said) => /error (?:closing|writing)/i.test(said));
  return line === undefined ? null : { code: 'not-encoded', text: words.notEncoded(line) };
}

/** Does a line of the prober say that the file ends within something? */
function endsEarly(line: string): boolean {
  return /ended prematurely|partial file|truncat/i.test(line);
}
