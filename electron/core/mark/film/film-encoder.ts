import type { HostileValue } from '../../media/hostile-json.ts';
import { textField } from '../../media/video.ts';

/** Arguments of an encoder of FFmpeg for one film. */
export interface FilmEncoder {
  /** Name for the note that the picture was encoded again. */
  readonly name: string;
  readonly options: readonly string[];
  /** Four letters the container is to call it by, where the muxer's own choice is another. */
  readonly tag: string | null;
  /** Every frame stays as it was, so the mark is written exactly. */
  readonly lossless: boolean;
}

export interface EncoderWishes {
  readonly picture: ReadonlyMap<string, HostileValue>;
  readonly pixels: string;
  readonly rate: number | null;
  /** HDR10 static metadata as parameters of x265, if any. */
  readonly light: readonly string[] | null;
}

/**
 * Key frames at most two seconds apart: they carry the mark best through what comes after, and a player can go to any
 * place.
 */
const GROUP_SECONDS = 2;

/**
 * The same codec again, nearly without loss, at the speed that two cores manage for full HD: a copy is somewhat larger
 * for it than a slow encoder's.
 */
const quick: ReadonlyMap<string, readonly [string, ...string[]]> = new Map([
  ['h264', ['libx264', '-crf', '16', '-preset', 'veryfast']],
  ['hevc', ['libx265', '-crf', '17', '-preset', 'superfast']],
  [
    'vp9',
    ['libvpx-vp9', '-crf', '18', '-b:v', '0', '-deadline', 'realtime', '-cpu-used', '6', '-row-mt', '1'],
  ],
  ['vp8', ['libvpx', '-crf', '5', '-b:v', '30M', '-deadline', 'realtime', '-cpu-used', '4']],
  ['av1', ['libsvtav1', '-crf', '20', '-preset', '9']],
  ['mpeg4', ['mpeg4', '-q:v', '2']],
  ['mjpeg', ['mjpeg', '-q:v', '2']],
  ['ffv1', ['ffv1', '-level', '3']],
]);

/** The encoder for a codec; `null`: it is not written here; `light-lost`: it would drop the HDR10 metadata. */
export function filmEncoder(codec: string, wishes: EncoderWishes): FilmEncoder | 'light-lost' | null {
  const [name, ...options] = quick.get(codec) ?? [];
  if (name === undefined) return null;
  if (wishes.light !== null && codec !== 'hevc') return 'light-lost';
  const group = Math.max(1, Math.floor((wishes.rate ?? 25) * GROUP_SECONDS));
  const own = codec === 'hevc' ? ['-x265-params', x265Parameters(wishes)] : [];
  const spaced = codec === 'ffv1' || codec === 'mjpeg' ? [] : ['-g', String(group)];
  // Apple's players want this one.
  const tag = textField(wishes.picture, 'codec_tag_string') === 'hvc1' ? 'hvc1' : null;
  return { name, options: [...options, ...spaced, ...own], tag, lossless: codec === 'ffv1' };
}

function x265Parameters({ light }: EncoderWishes): string {
  return [
    'log-level=error',
    ...(light ?? []),
    ...(light === null ? [] : ['hdr10=1', 'repeat-headers=1']),
  ].join(':');
}

/** Names of the colours of a stream as FFmpeg's `setparams` filter takes them; what the film leaves open stays open. */
export function colourFilter(picture: ReadonlyMap<string, HostileValue>, wholeRange: boolean): string {
  const part = (option: string, name: string): string[] => {
    const value = textField(picture, name);
    return value === null || !/^[a-z0-9-]{1,40}$/.test(value) ? [] : [`${option}=${value}`];
  };
  const range = wholeRange ? ['range=pc'] : textField(picture, 'color_range') === 'tv' ? ['range=tv'] : [];
  const parts = [
    ...range,
    ...part('color_primaries', 'color_primaries'),
    ...part('color_trc', 'color_transfer'),
    ...part('colorspace', 'color_space'),
  ];
  return parts.length === 0 ? 'null' : `setparams=${parts.join(':')}`;
}
