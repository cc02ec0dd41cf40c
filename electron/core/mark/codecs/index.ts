import type { MarkCodecName } from '#shared/domain/mark.ts';
import type { Media, MediaKind } from '#shared/domain/media.ts';
import type { MarkCodec } from '../define.ts';
import { assayAudio1 } from './assay-audio-1.ts';
import { assayImage1 } from './assay-image-1.ts';
import { assayMesh1 } from './assay-mesh-1.ts';
import { assayText1 } from './assay-text-1.ts';
import { assayVideo1 } from './assay-video-1.ts';

/** Every codec of ours. Each is one file; whoever adds one adds it here. */
const codecs: readonly MarkCodec[] = [assayImage1, assayAudio1, assayVideo1, assayText1, assayMesh1];

/** The codec that marks such a file, or would if it were in another format and then says why not; `null`: none does. */
export function codecFor(media: Media): MarkCodec | null {
  const name = responsible[media.kind];
  return (
    codecs.find((codec) => codec.embedsInto(media) === true) ??
    codecs.find((codec) => codec.name === name) ??
    null
  );
}

/** One codec per kind of media; a film's sound is marked by the codec of films. */
const responsible: Partial<Record<MediaKind, MarkCodecName>> = {
  image: 'assay-image-1',
  audio: 'assay-audio-1',
  video: 'assay-video-1',
  text: 'assay-text-1',
  scene: 'assay-mesh-1',
};

/** Codecs that look for their marks in such a file. */
export function codecsReading(media: Media): readonly MarkCodec[] {
  return codecs.filter((codec) => codec.reads(media));
}
