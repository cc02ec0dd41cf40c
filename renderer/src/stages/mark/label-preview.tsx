import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabellingPlan } from '#shared/domain/labelling.ts';
import { overviewAddress } from '../../bridge/media.ts';
import { useWords } from '../../state/text.ts';
import { displayedSize, orientationTransform } from '../../viewer/orientation.ts';
import styles from './mark.module.css';

type Picture = NonNullable<LabellingPlan['picture']>;
type Plate = NonNullable<LabellingPlan['plate']>;

/** The picture with its visible label as it would stand there, to scale. */
export function LabelPreview({
  caseId,
  evidence,
  picture,
  plate,
  words,
}: {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly picture: Picture | null;
  readonly plate: Plate | null;
  readonly words: string;
}) {
  const { text, number } = useWords();
  if (picture === null) return null;
  const { width, height, orientation, shortest } = picture;
  const turn = orientationTransform(orientation);
  // Turning by a quarter swaps the two sides, whichever way it is done.
  const stored = displayedSize({ width, height }, orientation);
  return (
    <figure className={styles.preview}>
      <svg
        className={styles.picture}
        viewBox={`0 0 ${width} ${height}`}
        style={{ aspectRatio: `${width} / ${height}` }}
        role="img"
        aria-label={text('mark.preview')}
      >
        {/* The picture comes as it is stored; Exif says how it is turned. */}
        <image
          href={overviewAddress(caseId, evidence.sha256)}
          {...stored}
          preserveAspectRatio="none"
          transform={`matrix(${turn.a} ${turn.b} ${turn.c} ${turn.d} ${turn.e * width} ${turn.f * height})`}
        />
        {plate !== null && <PlateDrawing plate={plate} words={words} />}
      </svg>
      {plate !== null && (
        <figcaption>
          {text('mark.preview.size', {
            height: number(plate.inkHeight),
            percent: number((plate.inkHeight / shortest) * 100, 1),
            shortest: number(shortest),
          })}
        </figcaption>
      )}
    </figure>
  );
}

/** The screen's own font stands for the one that is drawn: width and height are those of the plan. */
function PlateDrawing({ plate, words }: { readonly plate: Plate; readonly words: string }) {
  const { x, y, width, height, inkHeight } = plate;
  return (
    <g className={styles.plate}>
      <rect x={x} y={y} width={width} height={height} />
      <text
        x={x + width / 2}
        y={y + height / 2 + inkHeight * 0.37}
        fontSize={inkHeight * 1.04}
        textAnchor="middle"
        textLength={width - inkHeight * 0.64}
        lengthAdjust="spacingAndGlyphs"
      >
        {words}
      </text>
    </g>
  );
}
