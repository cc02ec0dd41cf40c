import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabellingPlan } from '#shared/domain/labelling.ts';
import { thumbnailAddress } from '../../bridge/media.ts';
import { useWords } from '../../state/text.ts';
import styles from './mark.module.css';

/** The picture with the place of its visible label, to scale. */
export function LabelPreview({
  caseId,
  evidence,
  plate,
}: {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly plate: LabellingPlan['plate'];
}) {
  const { text, number } = useWords();
  const { kind } = evidence.media;
  if (kind !== 'image' && kind !== 'video') return null;
  const share = (part: number, whole: number): string => `${(part / whole) * 100}%`;
  return (
    <figure className={styles.preview}>
      <div className={styles.picture}>
        <img src={thumbnailAddress(caseId, evidence.sha256)} alt={text('mark.preview')} draggable={false} />
        {plate !== null && (
          <span
            className={styles.plate}
            aria-hidden="true"
            style={{
              left: share(plate.x, plate.picture.width),
              top: share(plate.y, plate.picture.height),
              width: share(plate.width, plate.picture.width),
              height: share(plate.height, plate.picture.height),
            }}
          />
        )}
      </div>
      {plate !== null && (
        <figcaption>
          {text('mark.preview.size', {
            height: number(plate.inkHeight),
            percent: number((plate.inkHeight / plate.picture.shortest) * 100, 1),
            shortest: number(plate.picture.shortest),
          })}
        </figcaption>
      )}
    </figure>
  );
}
