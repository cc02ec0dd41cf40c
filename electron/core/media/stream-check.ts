import type { Bearing, PropositionId, Strength } from '#shared/domain/finding.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { StreamFacts } from './stream-facts.ts';

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

export const isPicture = (stream: StreamFacts): boolean => stream.type === 'video' && !stream.attachedPicture;
export const isSound = (stream: StreamFacts): boolean => stream.type === 'audio';
export const seconds = (value: number): string => `${value.toFixed(Math.abs(value) < 10 ? 3 : 1)} s`;

export const repackaged = localized(
  'A program put the same streams into another container, or cut them without re-encoding.',
  '软件将相同的流放入另一种容器，或在不重新编码的情况下剪切。',
);
export const firmware = localized(
  'Firmware of cameras and telephones writes inexact values.',
  '相机和手机固件会写入不精确的数值。',
);
