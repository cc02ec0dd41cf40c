import { Import } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../../state/text.ts';
import { takeInDrop } from '../../state/uploads.ts';
import { view } from '../../state/view.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import styles from './intake.module.css';

/** The whole window takes files; while some hang over it, it says so. */
export function WindowDrop({ caseId }: { readonly caseId: string }) {
  const { text } = useWords();
  const [hovering, setHovering] = useState(false);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth += 1;
      setHovering(true);
    };
    const over = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setHovering(false);
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setHovering(false);
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      view.set({ stage: 'intake' });
      takeInDrop(caseId, event.dataTransfer).catch((reason: unknown) => setError(reason));
    };
    const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop } as const;
    window.addEventListener('dragenter', listeners.dragenter);
    window.addEventListener('dragover', listeners.dragover);
    window.addEventListener('dragleave', listeners.dragleave);
    window.addEventListener('drop', listeners.drop);
    return () => {
      window.removeEventListener('dragenter', listeners.dragenter);
      window.removeEventListener('dragover', listeners.dragover);
      window.removeEventListener('dragleave', listeners.dragleave);
      window.removeEventListener('drop', listeners.drop);
    };
  }, [caseId]);

  return (
    <>
      {hovering && (
        <section className={styles.drop} aria-label={text('intake.drop')}>
          <Import aria-hidden="true" />
          <strong>{text('intake.drop')}</strong>
          <span>{text('intake.drop.note')}</span>
        </section>
      )}
      <Dialog title={text('problem.title')} open={error !== null} onClose={() => setError(null)}>
        <ProblemNotice error={error} />
      </Dialog>
    </>
  );
}
