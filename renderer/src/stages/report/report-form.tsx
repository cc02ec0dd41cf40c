import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type ReportFormat, reportFormats } from '#shared/contract/contract.ts';
import type { Case } from '#shared/domain/case.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { type Language, languages } from '#shared/domain/localized.ts';
import { baseLanguage } from '#shared/text/text.ts';
import { calls } from '../../bridge/bridge.ts';
import { queries } from '../../state/activity.ts';
import { capsOf, useCommand } from '../../state/command-center.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/field.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { EvidencePicker } from './evidence-picker.tsx';
import styles from './report.module.css';

/** Which exhibits, in which language, as which file. */
export function ReportForm({ shown }: { readonly shown: Case }) {
  const { text, language: screen } = useWords();
  const [scope, setScope] = useState<'all' | 'some'>('all');
  const [chosen, setChosen] = useState<ReadonlySet<Sha256>>(new Set());
  const [language, setLanguage] = useState<Language>(baseLanguage(screen));
  const [format, setFormat] = useState<ReportFormat>('pdf');
  const make = useMutation(
    calls.report.export.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: calls.report.list.key() });
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
      },
    }),
  );
  const ready = !make.isPending && shown.evidenceCount > 0 && (scope === 'all' || chosen.size > 0);
  const submit = () =>
    make.mutate({ caseId: shown.id, evidence: scope === 'all' ? [] : [...chosen], format, language });
  useCommand('report-export', ready ? submit : null);
  if (shown.evidenceCount === 0) return <Notice kind="information">{text('report.nothing')}</Notice>;
  return (
    <section className={styles.section}>
      <h2>{text('report.title')}</h2>
      <div className={styles.form}>
        <div className={styles.choice}>
          <RadioGroup
            label={text('report.what')}
            value={scope}
            onChange={setScope}
            choices={[
              { id: 'all', label: text('report.all') },
              { id: 'some', label: text('report.some') },
            ]}
          />
          <RadioGroup
            label={text('report.language')}
            value={language}
            onChange={setLanguage}
            choices={languages.map((one) => ({ id: one, label: text(`language.${one}`) }))}
          />
          <RadioGroup
            label={text('report.format')}
            value={format}
            onChange={setFormat}
            choices={reportFormats.map((one) => ({ id: one, label: text(`report.format.${one}`) }))}
          />
        </div>
        {scope === 'some' && <EvidencePicker caseId={shown.id} chosen={chosen} onChange={setChosen} />}
        <div className={styles.foot}>
          <Button kind="primary" disabled={!ready} onPress={submit}>
            {text('report.export')}
          </Button>
          {make.isPending ? (
            <span role="status">{text('report.exporting')}</span>
          ) : scope === 'some' && chosen.size === 0 ? (
            <span className={styles.muted}>{text('report.choose-first')}</span>
          ) : (
            <KeyCaps caps={capsOf('report-export')} />
          )}
        </div>
        {make.isError && <ProblemNotice error={make.error} />}
        {make.isSuccess && (
          <Notice kind="information">{text('report.exported', { path: make.data.path })}</Notice>
        )}
      </div>
    </section>
  );
}
