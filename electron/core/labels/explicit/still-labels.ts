import type { VisibleLabels } from '#shared/domain/explicit-label.ts';
import { readPictureLines } from '../../media/text-lines/picture-lines.ts';
import type { RgbPlane } from '../../media/text-lines/rgb-plane.ts';
import type { TextRecogniser } from '../../media/text-recognition.ts';
import { foundLabel, measured, refined } from './picture-labels.ts';

export interface StillOptions {
  /** Size of the plane text is looked for in: see `ReadingOptions`. */
  readonly side: number;
  /** Lines read at most. */
  readonly lines: number;
  readonly signal: AbortSignal;
}

export interface StillReading {
  readonly result: VisibleLabels;
  /** Lines that were found and not read. */
  readonly unread: number;
}

/** Labels of a still picture. */
export async function stillLabels(
  plane: RgbPlane,
  recogniser: TextRecogniser,
  { side, lines: most, signal }: StillOptions,
): Promise<StillReading> {
  const { lines, unread } = await readPictureLines(plane, recogniser, {
    side,
    edges: true,
    lines: most,
    signal,
  });
  const labels = [];
  for (const line of lines) {
    const found = foundLabel(line, plane);
    if (found !== null) labels.push(measured(plane, await refined(plane, found, recogniser)));
  }
  return {
    result: {
      width: plane.width,
      height: plane.height,
      labels,
      otherLines: lines.filter(({ text }) => text.trim() !== '').length - labels.length,
      sampled: null,
    },
    unread,
  };
}

/** Two readings of one picture as one: a label seen in both counts once. */
export function withoutRepeats(first: StillReading, second: StillReading): StillReading {
  const known = first.result.labels;
  const more = second.result.labels.filter(
    ({ box }) =>
      !known.some((other) => Math.abs(other.box.x - box.x) + Math.abs(other.box.y - box.y) < box.height),
  );
  return {
    result: {
      ...first.result,
      labels: [...known, ...more],
      otherLines: Math.max(first.result.otherLines, second.result.otherLines),
    },
    unread: first.unread + second.unread,
  };
}
