import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { baseLanguage } from '#shared/text/text.ts';
import { client } from '../../../bridge/bridge.ts';
import { saveText } from '../../../bridge/saved-text.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNotice } from '../../../ui/notice.tsx';
import styles from './lineage.module.css';

const formats = [
  { id: 'svg', mime: 'image/svg+xml' },
  { id: 'graphml', mime: 'application/xml' },
] as const;

/** The graph as a file: a drawing with small pictures, or data for other programs. */
export function LineageExport({ caseId, lineage }: { readonly caseId: string; readonly lineage: string }) {
  const { text, language } = useWords();
  const save = useMutation({
    mutationFn: async ({ id: format, mime }: (typeof formats)[number]) => {
      const written = await client.lineage.written({
        ...{ caseId, lineage, format, language: baseLanguage(language) },
      });
      return saveText(`lineage-${lineage.slice(0, 8)}.${format}`, mime, written.text);
    },
  });
  return (
    <section className={styles.form}>
      <h4>{text('lineage.export')}</h4>
      {save.isError && <ProblemNotice error={save.error} />}
      <div className={styles.acts}>
        {formats.map((format) => (
          <Button
            key={format.id}
            icon={<Download aria-hidden="true" />}
            disabled={save.isPending}
            onPress={() => save.mutate(format)}
          >
            {text(`lineage.export.${format.id}`)}
          </Button>
        ))}
      </div>
      <p className={styles.muted} role="status">
        {save.isSuccess ? text('lineage.export.saved', { name: save.data }) : text('lineage.export.note')}
      </p>
    </section>
  );
}
