import type { Reason } from '#shared/domain/run.ts';
import { complaintLines } from '../../media/complaints.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { inputArguments, runFfmpeg } from '../../media/video.ts';
import type { Plane } from '../picture/blur.ts';
import { residualOf } from '../picture/residual.ts';
import { type PictureSpectrum, spectrumOf } from '../picture/spectrum.ts';
import { type FilmToSample, workingSize } from './sampled-frames.ts';
import * as words from './words.ts';

/** Frames that follow each other and are averaged before their own shapes are taken away. */
const AVERAGED = 8;
/** Averages that are added up into one piece, and pieces at most. */
const PIECE = 10;
const MOST_PIECES = 12;
/** What is decoded of a film, seconds, and stored samples of all frames that are decoded at most. */
const [SHORTEST_SECONDS, LONGEST_SECONDS] = [5, 30];
const DECODED_SAMPLES = 6e8;
/** Decoded frames are handed over as they come, and never kept. */
const OUTPUT_BYTES = 2 ** 40;

export type AddedAnswer =
  | { readonly ok: true; readonly pieces: readonly PictureSpectrum[]; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly reason: Reason; readonly warnings: readonly string[] };

/**
 * All frames from the beginning of a film, added up: the mark lies still, the picture moves, and so does what coding
 * does to it. At low rates predicted frames bear a twelfth of the mark of a key frame each, but there are hundreds;
 * measured on ten seconds at CRF 35 and half size, the statistic of the key frames was 8, that of the sum of all 13.
 *
 * @param rate frames a second
 */
export async function addedFrames(
  film: FilmToSample,
  rate: number,
  { limits, signal }: TaskContext,
): Promise<AddedAnswer> {
  const input = inputArguments(film.path, film.media.format);
  if (input === null) {
    const reason = { code: 'format-unsupported', text: words.notDecoded };
    return { ok: false, reason, warnings: [] };
  }
  const { width, height } = workingSize(film);
  const affordable = DECODED_SAMPLES / (film.width * film.height * Math.max(1, rate));
  const seconds = Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, affordable));
  const args = [
    ...['-nostdin', '-v', 'error', '-noautorotate', '-t', seconds.toFixed(2), ...input],
    ...['-filter_complex', `[0:V:0]scale=${width}:${height}:flags=area,format=gray[frames]`],
    ...['-map', '[frames]', '-frames:v', String(AVERAGED * PIECE * MOST_PIECES)],
    ...['-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
  ];
  const sum = new PieceSum(width, height);
  const own = { ...limits, outputBytes: OUTPUT_BYTES };
  const { result, reason } = await runFfmpeg('ffmpeg', args, own, signal, (chunk) => sum.add(chunk));
  signal.throwIfAborted();
  if (!result.ok) return { ok: false, reason: reason!, warnings: complaintLines(result.failure.stderr) };
  return {
    ok: true,
    pieces: sum.pieces(),
    warnings: complaintLines(result.stderr.replaceAll(film.path, 'evidence')),
  };
}

/** Adds up frames of eight bits as their bytes come by, in pieces of any length. */
class PieceSum {
  readonly #width: number;
  readonly #height: number;
  readonly #average: Float32Array;
  #at = 0;
  #averaged = 0;
  #piece: Float32Array;
  #added = 0;
  readonly #pieces: Plane[] = [];

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#average = new Float32Array(width * height);
    this.#piece = new Float32Array(width * height);
  }

  add(bytes: Uint8Array): void {
    const average = this.#average;
    for (let from = 0; from < bytes.length; ) {
      const count = Math.min(bytes.length - from, average.length - this.#at);
      for (let index = 0, to = this.#at; index < count; index += 1, to += 1)
        average[to]! += bytes[from + index]!;
      from += count;
      this.#at += count;
      if (this.#at < average.length) return;
      this.#at = 0;
      this.#averaged += 1;
      if (this.#averaged === AVERAGED) this.#addAverage();
      if (this.#added === PIECE) this.#endPiece();
    }
  }

  pieces(): PictureSpectrum[] {
    // Part of a frame at the very end may have been added already: what is left is averaged only when it is whole.
    if (this.#at === 0 && this.#averaged > 0) this.#addAverage();
    if (this.#added > 0) this.#endPiece();
    return this.#pieces.map(spectrumOf);
  }

  #addAverage(): void {
    const [average, piece] = [this.#average, this.#piece];
    for (let at = 0; at < average.length; at += 1) average[at]! /= this.#averaged;
    const residual = residualOf({ width: this.#width, height: this.#height, data: average }).data;
    const weight = Math.sqrt(this.#averaged);
    for (let at = 0; at < piece.length; at += 1) piece[at]! += weight * residual[at]!;
    average.fill(0);
    this.#averaged = 0;
    this.#added += 1;
  }

  #endPiece(): void {
    this.#pieces.push({ width: this.#width, height: this.#height, data: this.#piece });
    this.#piece = new Float32Array(this.#average.length);
    this.#added = 0;
  }
}
