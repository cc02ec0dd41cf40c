import type { AnalysisEvidence } from '../analysis/define.ts';
import { decodeEvidence, decodeInput, decodesImage, type StillImage } from './image.ts';
import type { Limits } from './limits.ts';
import { readEmbedded } from './metadata.ts';
import type { MetadataTag } from './metadata-tags.ts';
import { compareWithPreview, type PreviewComparison } from './preview-comparison.ts';

/** Names under which ExifTool gives pictures of the whole scene; depth maps and gain maps are not among them. */
const previewNames = [
  'ThumbnailImage',
  'PreviewImage',
  'JpgFromRaw',
  'OtherImage',
  'PhotoshopThumbnail',
  'ThumbnailTIFF',
  'LargePreviewImage',
];

/** Tags that say a picture lies somewhere: as a value of their own, or by offset and length. */
const announces =
  /^(Thumbnail|Preview|JpgFromRaw|OtherImage|LargePreview|Photoshop.*Thumbnail)\w*(Image|Offset|Start|Length|Thumbnail|TIFF|Raw)$/;

/** Most previews of a file that are decoded. */
const MOST_PREVIEWS = 6;

export interface PreviewReading {
  readonly previews: readonly PreviewComparison[];
  /** The main picture when it was decoded for the comparison. */
  readonly main: StillImage | null;
  readonly warnings: readonly string[];
}

/** Take out the pictures a file carries and compare each with the main picture. */
export async function readPreviews(
  evidence: AnalysisEvidence,
  tags: readonly MetadataTag[],
  limits: Limits,
  signal: AbortSignal,
): Promise<PreviewReading> {
  const { previews, main, warnings } = await decodePreviews(evidence, tags, limits, signal);
  return {
    previews: previews.map(({ name, place, image }) => ({
      name,
      place,
      width: image.width,
      height: image.height,
      likeness: main === null ? null : compareWithPreview(main, image),
    })),
    main,
    warnings,
  };
}

export interface DecodedPreviews {
  readonly previews: readonly {
    readonly name: string;
    readonly place: string;
    readonly image: StillImage;
  }[];
  /** Null when there is no preview, or when it could not be decoded. */
  readonly main: StillImage | null;
  readonly warnings: readonly string[];
}

/** Take out the pictures a file carries, and decode them and the main picture. */
export async function decodePreviews(
  evidence: AnalysisEvidence,
  tags: readonly MetadataTag[],
  limits: Limits,
  signal: AbortSignal,
): Promise<DecodedPreviews> {
  const nothing = { previews: [], main: null, warnings: [] };
  if (!tags.some((tag) => announces.test(tag.name))) return nothing;
  const files = (await readEmbedded(evidence.path, previewNames, limits, signal)).slice(0, MOST_PREVIEWS);
  if (files.length === 0) return nothing;
  const warnings: string[] = [];
  const main = decodesImage(evidence.media.format) ? await decodeEvidence(evidence, limits) : null;
  if (main !== null && !main.ok) warnings.push(`image: ${main.reason.detail ?? main.reason.text.en}`);
  const previews: { name: string; place: string; image: StillImage }[] = [];
  for (const { name, place, bytes } of files) {
    // Previews are JPEG by their standards; other carriers are rare and stay uncompared.
    const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
    if (!isJpeg) continue;
    const decoded = await decodeInput(bytes, { format: 'jpeg', limits });
    if (decoded.ok) previews.push({ name, place, image: decoded.image });
    else warnings.push(`${place}:${name}: ${decoded.reason.detail ?? decoded.reason.text.en}`);
  }
  return { previews, main: main?.ok === true ? main.image : null, warnings };
}
