import type { MediaFormat } from '#shared/domain/media.ts';
import type { CarriedPayload, LabelEntry } from '../define.ts';

/** Where the practice guides of TC260 (2025-08-28) put the label, format by format. */
export interface GuidePlace {
  /** The guide by its number. */
  readonly guide: string;
  /** The place in words, as shown to the user. */
  readonly place: string;
  readonly kind: LabelEntry['kind'];
  holds(payload: CarriedPayload): boolean;
  /** Not the guide's place, and yet where the label has to go when another list of the container is in the way. */
  stands?(payload: CarriedPayload): boolean;
}

const aigc = (key: string): boolean => key.toUpperCase() === 'AIGC';
const images = 'TC260-PG-20259A';
const films = 'TC260-PG-20257A';
const sounds = 'TC260-PG-202510A';
const documents = 'TC260-PG-20258A';

/** `pattern`: the place in the carrier's own words, which name a container's places apart. */
function text(
  guide: string,
  place: string,
  pattern: RegExp,
  key: (key: string) => boolean = aigc,
): GuidePlace {
  return {
    guide,
    place,
    kind: 'text',
    holds: (payload) => payload.kind === 'text' && pattern.test(payload.place) && key(payload.key),
  };
}

function xmp(place: string, pattern: RegExp): GuidePlace {
  return {
    guide: images,
    place,
    kind: 'xmp',
    holds: (payload) => payload.kind === 'xmp' && pattern.test(payload.place),
  };
}

/**
 * An iTunes list (`mdir`) takes the only `meta` box of `udta`; QuickTime's own place is then `moov/meta`, which
 * FFmpeg and ExifTool read as well.
 */
const boxes = (guide: string): GuidePlace => ({
  ...text(guide, 'moov/udta/meta keys AIGC', /^moov\/udta\/meta keys$/),
  stands: (payload) => payload.kind === 'text' && payload.place === 'moov/meta keys' && aigc(payload.key),
});
const tags = text(films, 'Tags SimpleTag AIGC', /tag/i);
const comment = text(sounds, 'Vorbis comment AIGC', /comment/i);
const office = text(documents, 'docProps/custom.xml property AIGC', /custom/i);

/**
 * The normative place of a label for formats the guides name. Places of formats without an entry are not
 * settled in what was read of the guides (EPUB, HTML, scenes, plain text): no remark is made there.
 */
export const guidePlaces: ReadonlyMap<MediaFormat, GuidePlace> = new Map<MediaFormat, GuidePlace>([
  ['png', xmp('iTXt XMP', /^iTXt XMP$/)],
  ['jpeg', xmp('APP1 XMP', /^APP1 XMP$/)],
  ['webp', xmp('XMP chunk', /^XMP chunk$/)],
  ['gif', xmp('Application Extension XMP', /XMP/)],
  ['tiff', xmp('IFD0 0x02BC XMP', /^IFD0\b.*(?:XMP|02BC|700)/i)],
  ['dng', xmp('IFD0 0x02BC XMP', /^IFD0\b.*(?:XMP|02BC|700)/i)],
  ['heif', xmp('meta item application/rdf+xml', /^meta item XMP$/)],
  ['avif', xmp('meta item application/rdf+xml', /^meta item XMP$/)],
  ['mp4', boxes(films)],
  ['mov', boxes(films)],
  ['m4a', boxes(sounds)],
  ['matroska', tags],
  ['webm', tags],
  ['flv', text(films, 'onMetaData AIGC', /onMetaData/i)],
  ['avi', text(films, 'LIST INFO AIGC', /INFO/)],
  ['wav', text(sounds, 'RIFF chunk AIGC', /^(?!.*INFO).*(?:RIFF|chunk)/i)],
  ['mp3', text(sounds, 'ID3v2 TXXX:AIGC', /ID3/i, (key) => /^TXXX?:AIGC$/i.test(key))],
  ['flac', comment],
  ['ogg', comment],
  ['docx', office],
  ['xlsx', office],
  ['pptx', office],
  ['pdf', text(documents, 'Info dictionary /AIGC', /^Info dictionary$/)],
  ['markdown', text(documents, 'front matter AIGC', /front matter/i)],
]);
