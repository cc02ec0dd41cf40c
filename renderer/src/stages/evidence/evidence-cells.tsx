import { AudioLines, Box, EyeOff, File, FileArchive, FileText, Film, Image, Type } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Media, MediaKind } from '#shared/domain/media.ts';
import { outcomes } from '#shared/domain/run.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { formatName } from '#shared/text/media-names.ts';
import { thumbnailAddress } from '../../bridge/media.ts';
import type { EvidenceRow } from '../../state/evidence.ts';
import { useWords, type Words } from '../../state/text.ts';
import { OutcomeMark } from '../../ui/marks.tsx';
import { useCover } from '../examine/covered.tsx';
import styles from './evidence.module.css';

const kindIcons: Readonly<Record<MediaKind, typeof File>> = {
  image: Image,
  audio: AudioLines,
  video: Film,
  text: Type,
  scene: Box,
  document: FileText,
  archive: FileArchive,
  unknown: File,
};

/** An image, a frame of a video. The loudness of a sound is a thin line at this size: its sign says more. */
const picturedKinds: ReadonlySet<MediaKind> = new Set(['image', 'video']);

/** Small picture of the content, or the sign of its kind. */
export function Thumbnail({
  caseId,
  row,
  small = false,
}: {
  readonly caseId: string;
  readonly row: Pick<EvidenceRow, 'sha256' | 'media'>;
  readonly small?: boolean;
}) {
  const [broken, setBroken] = useState(false);
  // Rows that only fly past while scrolling ask for no picture.
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), 120);
    return () => clearTimeout(timer);
  }, []);
  const Icon = kindIcons[row.media.kind];
  const pictured = picturedKinds.has(row.media.kind) && settled && !broken;
  return (
    <span className={`${styles.thumbnail} ${small ? styles.small : ''}`}>
      {pictured ? (
        <img
          src={thumbnailAddress(caseId, row.sha256)}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(true)}
        />
      ) : (
        <Icon aria-hidden="true" />
      )}
    </span>
  );
}

/** `Image · JPEG`. */
export function mediaOf(media: Media, { text, pick }: Words): string {
  const kind = text(`kind.${media.kind}`);
  const nothingKnown = media.kind === 'unknown' && media.format === 'unknown';
  return nothingKnown ? kind : `${kind} · ${pick(formatName(media.format))}`;
}

/** `4000 × 3000`, `1:23`, `12 frames`: as much as the header tells. */
export function extentOf(media: Media, words: Words): string {
  const parts: string[] = [];
  if (media.width !== undefined && media.height !== undefined) parts.push(`${media.width} × ${media.height}`);
  if (media.durationSeconds !== undefined) parts.push(words.duration(media.durationSeconds));
  else if (media.frames !== undefined && media.frames > 1) {
    parts.push(words.text('evidence.frames', { count: media.frames }));
  }
  return parts.join(' · ');
}

/** How the runs of an exhibit ended, in numbers, unless its results are covered. */
export function OutcomeCounts({ caseId, row }: { readonly caseId: string; readonly row: EvidenceRow }) {
  const { text, pick } = useWords();
  const covered = useCover(caseId)(row.sha256);
  if (covered === null) return null;
  if (covered) {
    return (
      <span className={styles.muted} title={pick(screen.covered)}>
        <EyeOff className={styles.coveredMark} role="img" aria-label={pick(screen.covered)} />
      </span>
    );
  }
  const ended = outcomes.filter((outcome) => (row.outcomes[outcome] ?? 0) > 0);
  // What does not apply is noise beside answers, but an answer when there is no other.
  const answered = ended.filter((outcome) => outcome !== 'not-applicable');
  const present = answered.length > 0 ? answered : ended;
  if (present.length === 0) return <span className={styles.muted}>{text('evidence.not-examined')}</span>;
  return (
    <span className={styles.outcomes}>
      {present.map((outcome) => (
        <OutcomeMark key={outcome} outcome={outcome} count={row.outcomes[outcome] ?? 0} />
      ))}
    </span>
  );
}
