import type { Media } from '#shared/domain/media.ts';
import type { MarkCodec } from '../define.ts';

/** Every codec of ours. Each is one file; whoever adds one adds it here. */
export const codecs: readonly MarkCodec[] = [];

/** The codec that marks such a file; `null`: none does. */
export function codecFor(media: Media): MarkCodec | null {
  return codecs.find((codec) => codec.embedsInto(media) === true) ?? null;
}

/** Codecs that look for their marks in such a file. */
export function codecsReading(media: Media): readonly MarkCodec[] {
  return codecs.filter((codec) => codec.reads(media));
}
