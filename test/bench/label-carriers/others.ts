import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MediaFormat } from '#shared/domain/media.ts';
import { pythonLabels, type ShownTags } from '../../support/label-witnesses.ts';

/** What other programs show of a labelled file, held against what was asked for. */

const run = promisify(execFile);

const scripted: ReadonlySet<MediaFormat> = new Set<MediaFormat>([
  ...(['docx', 'xlsx', 'pptx', 'gltf', 'glb', 'html', 'markdown', 'text'] as const),
]);

/** Readers of single formats: Python's libraries for packages, pages and scenes, poppler for PDF. */
export async function furtherReader(
  format: MediaFormat,
  aigc: boolean,
  paths: readonly string[],
  values: readonly string[],
  faults: string[],
): Promise<string | null> {
  if (format === 'pdf' && aigc) {
    for (const [at, path] of paths.entries()) {
      const { stdout } = await run('pdfinfo', ['-custom', path]);
      const own = stdout.split('\n').filter((line) => line.startsWith('AIGC:'));
      if (own.length !== 1 || own[0]?.replace(/^AIGC:\s*/, '') !== values[at])
        faults.push(`write ${at + 1}: pdfinfo shows ${own.join(' and ')}`);
    }
    return 'pdfinfo AIGC';
  }
  if (!scripted.has(format)) return null;
  const found = await pythonLabels(paths);
  for (const [at, path] of paths.entries()) {
    const own = (found.get(path) ?? []).filter(([, text]) => text.startsWith('{') === aigc);
    if (own.length !== 1 || own[0]?.[1] !== values[at])
      faults.push(`write ${at + 1}: Python shows ${own.map(([, text]) => text).join(' and ')}`);
  }
  return `Python ${found.get(paths[0]!)?.[0]?.[0] ?? ''}`;
}

/** Names the label is shown under; a name like the label's with another value is a fault, a second one too. */
export function holding(
  tags: ShownTags | undefined,
  name: RegExp,
  value: string,
  reader: string,
  faults: string[],
): readonly string[] {
  const all = new Map(tags);
  const like = [...all].filter(([tag, text]) => name.test(tag.replace(/^.*:/, '')) || text === value);
  const members = memberTags(all, value);
  if (members !== null) return [members];
  const own = like.filter(([, text]) => text === value).map(([tag]) => tag);
  if (like.length !== own.length || own.length > 1)
    faults.push(`${reader} shows ${like.map(([tag, text]) => `${tag} ${text.slice(0, 90)}`).join(' and ')}`);
  return own;
}

/** exiftool shows an object of a scene member by member. */
function memberTags(tags: ShownTags, value: string): string | null {
  if (!value.startsWith('{')) return null;
  const members = Object.entries(JSON.parse(value) as Record<string, string>);
  const prefix = 'JSON:AssetExtrasAIGC';
  return members.every(([key, text]) => tags.get(prefix + key) === text) ? `${prefix}Label …` : null;
}

/**
 * Tags of the label, of the file as such, of the package's own directory (which Python compares), and offsets,
 * sizes and checksums of what moves or grows.
 */
const moving =
  /^(System|ExifTool|ZIP):|TC260|DigitalSourceType|AISystemUsed|KHR_Xmp_Json_Ld|ExtensionsUsed|^XMP-x:XMPToolkit|ApplicationNotes|Offset|^GIF:GIFVersion|WebP_Flags|^File:(FileType|ID3Size|LineCount|WordCount|MIMEEncoding|ByteOrderMark)|^QuickTime:(Free|Unknown_(tfhd|mfra|free))|^Matroska:(CRC-32|SeekPosition|Void)|^RIFF:(RIFFSize64|Image(Width|Height))|^FLAC:Padding/;

/** What exiftool showed before and does not show any more. A container may hold a tag more than once. */
export function differing(
  before: ShownTags | undefined,
  after: ShownTags | undefined,
  name: RegExp,
): string[] {
  const plain = (tags: ShownTags | undefined): string[] =>
    [...(tags ?? [])]
      .map(([tag, text]) => [tag.replace(/Copy\d+:/, ''), text] as const)
      .filter(([tag]) => !moving.test(tag) && !name.test(tag))
      .map(([tag, text]) => `${tag} ${text}`)
      // an iTunes list without items gives way to one with keys
      .filter((one) => !/^QuickTime:Handler(Type mdir|VendorID appl)$/.test(one));
  const left = plain(after);
  return plain(before).filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
