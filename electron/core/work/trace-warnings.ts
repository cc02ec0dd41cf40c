import { localized } from '#shared/domain/localized.ts';
import type { TraceCandidate, TraceWarning } from '#shared/domain/trace.ts';
import type { TraceQuestion } from './trace-sources.ts';

/** What of the candidates contradicts each other, or looks like something it is not. */
export function traceWarnings(
  { suspect }: TraceQuestion,
  candidates: readonly TraceCandidate[],
): TraceWarning[] {
  return [
    ...markWarnings(candidates),
    ...manifestWarnings(candidates),
    ...sameWarnings(suspect.media.kind, candidates),
  ];
}

function markWarnings(candidates: readonly TraceCandidate[]): TraceWarning[] {
  const marked = candidates.filter(({ payload }) => payload !== null);
  if (marked.length === 0) return [];
  // Entries of one original belong together: a marked copy and the file it was made from.
  const originals = new Set(marked.flatMap(originalOf));
  if (marked.some(confirmed)) return [];
  const others = candidates.filter(
    (one) => confirmed(one) && one.payload === null && !originalOf(one).some((hash) => originals.has(hash)),
  );
  const names = marked.map(({ name }) => name).join(', ');
  if (others.length > 0) {
    const seen = others.map(({ name }) => name).join(', ');
    return [
      {
        code: 'transplanted',
        text: localized(
          `The mark leads to ${names}, the content to ${seen}. A mark can be lifted off one work and laid on another: do not take the entry of the mark for the origin of this file.`,
          `水印指向 ${names}，而内容指向 ${seen}。水印可从一件作品提取并移植到另一件：不得将水印所指条目视为本文件的来源。`,
        ),
      },
    ];
  }
  return [
    {
      code: 'mark-without-content',
      text: localized(
        `The mark leads to ${names}, and nothing in the content confirms it: the entry has no fingerprints that fit, or the content was replaced under the mark.`,
        `水印指向 ${names}，但内容无法佐证：该条目没有相符的指纹，或水印下的内容已被替换。`,
      ),
    },
  ];
}

function manifestWarnings(candidates: readonly TraceCandidate[]): TraceWarning[] {
  const signed = candidates.filter(
    (one) => one.routes.includes('credential') && !one.routes.includes('bytes') && !confirmed(one),
  );
  return signed.map(({ name }) => ({
    code: 'manifest-elsewhere',
    text: localized(
      `The credential in this file is that of ${name}, and nothing in the content confirms that it belongs to it.`,
      `本文件中的凭证属于 ${name}，但内容无法佐证两者相关。`,
    ),
  }));
}

function sameWarnings(kind: string, candidates: readonly TraceCandidate[]): TraceWarning[] {
  const warnings: TraceWarning[] = [];
  const metadata = candidates.filter(({ claim }) => claim === 'same-content');
  if (metadata.length > 0)
    warnings.push({
      code: 'same-pixels-other-metadata',
      text: localized(
        `Same decoded content, other bytes: ${named(metadata)}. Metadata, credential or packing differ.`,
        `解码内容相同而字节不同：${named(metadata)}。差异在于元数据、凭证或封装。`,
      ),
    });
  if (kind !== 'video') return warnings;
  const soundOnly = candidates.filter((one) => filmAlike(one) === 'same-sound-other-picture');
  const pictureOnly = candidates.filter((one) => filmAlike(one) === 'same-picture-other-sound');
  if (soundOnly.length > 0)
    warnings.push({
      code: 'same-sound-other-picture',
      text: localized(
        `Same sound, different picture: ${named(soundOnly)}.`,
        `声音相同而画面不同：${named(soundOnly)}。`,
      ),
    });
  if (pictureOnly.length > 0)
    warnings.push({
      code: 'same-picture-other-sound',
      text: localized(
        `Same picture, and no common sound was found: ${named(pictureOnly)}.`,
        `画面相同，但未发现共同的声音：${named(pictureOnly)}。`,
      ),
    });
  return warnings;
}

/** What a film that a film was led to has in common with it, when it is only one of picture and sound. */
export function filmAlike(
  candidate: TraceCandidate,
): 'same-sound-other-picture' | 'same-picture-other-sound' | null {
  if (candidate.media?.kind !== 'video') return null;
  const [picture, sound] = [agrees(candidate, filmMethods), agrees(candidate, soundMethods)];
  if (sound && !picture) return 'same-sound-other-picture';
  const listened = candidate.compared.some((method) => soundMethods.has(method));
  return picture && !sound && listened ? 'same-picture-other-sound' : null;
}

const filmMethods: ReadonlySet<string> = new Set(['frames', 'film']);
const soundMethods: ReadonlySet<string> = new Set(['chromaprint', 'landmarks']);

function agrees({ matches }: TraceCandidate, methods: ReadonlySet<string>): boolean {
  return matches.some(({ method, claim }) => methods.has(method) && claim !== 'candidate');
}

/** The content itself, and not only what it carries, says that it is a copy. */
function confirmed({ claim }: TraceCandidate): boolean {
  return claim !== 'candidate';
}

function originalOf({ source }: TraceCandidate): string[] {
  if (source.kind === 'register') return [source.original, ...(source.copy === null ? [] : [source.copy])];
  return source.kind === 'case' ? [source.evidence] : [];
}

function named(candidates: readonly TraceCandidate[]): string {
  return candidates.map(({ name }) => name).join(', ');
}
