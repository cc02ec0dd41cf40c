import { BookOpen, Layers2, X } from 'lucide-react';
import type { Evidence } from '#shared/domain/evidence.ts';
import { capsOf, runCommand } from '../../state/command-center.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { ImageViewer } from '../../viewer/image-viewer.tsx';
import styles from './examine.module.css';

/** The image at pixel level, with the figure that was asked to lie over it, unless results are covered. */
export function ImageTab({
  caseId,
  evidence,
  covered,
}: {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly covered: boolean;
}) {
  const { text, pick } = useWords();
  const wanted = useView((value) => value.overlay);
  const overlay = covered ? null : wanted;
  return (
    <div className={styles.imageTab}>
      {overlay !== null && (
        <div className={styles.overlayBar}>
          <Layers2 aria-hidden="true" />
          <span>{text('examine.overlay', { title: pick(overlay.figure.title) })}</span>
          <IconButton
            label={text('command.method-page')}
            keys={capsOf('method-page')}
            icon={<BookOpen aria-hidden="true" />}
            onPress={() => runCommand('method-page')}
          />
          <IconButton
            label={text('examine.overlay.remove')}
            icon={<X aria-hidden="true" />}
            onPress={() => view.set({ overlay: null })}
          />
        </div>
      )}
      <ImageViewer caseId={caseId} evidence={evidence} overlay={overlay} />
    </div>
  );
}
