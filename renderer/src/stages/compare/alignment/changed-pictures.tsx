import { skipToken, useQuery } from '@tanstack/react-query';
import type { ComparedFile, Comparison, PictureTransform, Polygon } from '#shared/domain/comparison.ts';
import { calls } from '../../../bridge/bridge.ts';
import { overviewAddress, thumbnailAddress } from '../../../bridge/media.ts';
import { useWords } from '../../../state/text.ts';
import { displayedSize, storedToDisplayed } from '../../../viewer/orientation.ts';
import styles from './alignment.module.css';
import { cornerOf, outlinesIn, type PlacedChange } from './alignment-view.ts';

export interface ChangedPicturesProps {
  readonly caseId: string;
  readonly comparison: Comparison;
  readonly transform: PictureTransform;
  readonly active: number | null;
}

/** Both pictures with the places of the changes; the selected change stands out in both. */
export function ChangedPictures({ caseId, comparison, transform, active }: ChangedPicturesProps) {
  const { text } = useWords();
  const { first, second, changes } = comparison;
  return (
    <div className={styles.pictures}>
      {first.number === null ? (
        <p className={styles.muted}>{text('alignment.picture.none')}</p>
      ) : (
        <Picture
          caseId={caseId}
          file={first}
          side={text('alignment.first')}
          outlines={outlinesIn(changes, 'first')}
          common={transform.common}
          active={active}
        />
      )}
      <Picture
        caseId={caseId}
        file={second}
        side={text('alignment.second')}
        outlines={outlinesIn(changes, 'second')}
        common={null}
        active={active}
      />
    </div>
  );
}

interface PictureProps {
  readonly caseId: string;
  readonly file: ComparedFile;
  readonly side: string;
  readonly outlines: readonly PlacedChange[];
  /** The part that is in both; `null`: not drawn. */
  readonly common: Polygon | null;
  readonly active: number | null;
}

function Picture({ caseId, file, side, outlines, common, active }: PictureProps) {
  const { text } = useWords();
  const { width, height } = file.media;
  const turned = useOrientation(caseId, file);
  if (width === undefined || height === undefined) return null;
  const stored = { width, height };
  const orientation = turned ?? 1;
  const shown = displayedSize(stored, orientation);
  const upright = (polygon: Polygon): Polygon =>
    polygon.map(([x, y]) => {
      const at = storedToDisplayed({ x: x + 0.5, y: y + 0.5 }, stored, orientation);
      return [at.x, at.y];
    });
  const points = (polygon: Polygon) => polygon.map(([x, y]) => `${x},${y}`).join(' ');
  // Without a known orientation the picture is shown as it is stored, as its coordinates are.
  const address =
    turned === null ? thumbnailAddress(caseId, file.sha256) : overviewAddress(caseId, file.sha256);
  // The selected outline is drawn last, above the others.
  const ordered = outlines.toSorted((a, b) => Number(a.index === active) - Number(b.index === active));
  return (
    <figure className={styles.picture}>
      <svg
        viewBox={`0 0 ${shown.width} ${shown.height}`}
        role="img"
        aria-label={text('alignment.picture', { side, name: file.name })}
      >
        {turned !== undefined && (
          <image href={address} width={shown.width} height={shown.height} preserveAspectRatio="none" />
        )}
        {ordered.map(({ index, polygon }) => {
          const outline = upright(polygon);
          const [x, y] = cornerOf(outline);
          const size = Math.max(shown.width, shown.height) / 24;
          return (
            <g key={index} data-active={index === active ? true : undefined}>
              <polygon className={styles.shade} points={points(outline)} />
              <polygon className={styles.outline} points={points(outline)} />
              <text x={Math.max(0, x) + size * 0.2} y={Math.max(0, y) + size} fontSize={size}>
                {index + 1}
              </text>
            </g>
          );
        })}
        {common !== null && <polygon className={styles.common} points={points(upright(common))} />}
      </svg>
      <figcaption className={styles.muted}>
        {side}
        {common !== null && ` · ${text('alignment.picture.common')}`}
      </figcaption>
    </figure>
  );
}

/** Exif orientation of an exhibit; `undefined`: asked for, `null`: not known. */
function useOrientation(caseId: string, { sha256, number }: ComparedFile): number | null | undefined {
  const input = number === null ? skipToken : { caseId, evidence: sha256 };
  const tiles = useQuery({ ...calls.evidence.tiles.queryOptions({ input }), retry: false });
  return tiles.isError ? null : tiles.data?.orientation;
}
