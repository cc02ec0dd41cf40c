import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { reportFormats } from '#shared/contract/contract.ts';
import type { Case } from '#shared/domain/case.ts';
import { languages } from '#shared/domain/localized.ts';
import { newsroomWords } from '#shared/text/newsroom-words.ts';
import { baseLanguage } from '#shared/text/text.ts';
import { calls } from '../../bridge/bridge.ts';
import { queries } from '../../state/activity.ts';
import { capsOf, useCommand } from '../../state/command-center.ts';
import { useWords } from '../../state/text.ts';
import { Button } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { RadioGroup } from '../../ui/field.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { useSay } from '../conclude/opinion/use-conclusion.ts';
import { EvidencePicker } from './evidence-picker.tsx';
import { IncompleteField, KindFields } from './kind-fields.tsx';
import { PublishingFields } from './publishing/publishing-fields.tsx';
import { usePublishing } from './publishing/use-publishing.ts';
import { RedactionFields, redactionOrder } from './redaction-fields.tsx';
import styles from './report.module.css';
import { contents, useReportDraft } from './report-draft.ts';

/** Which exhibits, in which language, as which file. */
export function ReportForm({ shown }: { readonly shown: Case }) {
  const { text, pick, language: screen } = useWords();
  const say = useSay();
  const { draft, change } = useReportDraft(shown.id);
  const { format, scope, kind, redaction } = draft;
  const language = draft.language ?? baseLanguage(screen);
  const chosen = new Set(draft.chosen);
  const isReview = format === 'jsonld' && draft.contents === 'review';
  const publishing = usePublishing(shown.id);
  const [attempts, setAttempts] = useState(0);
  const [incomplete, setIncomplete] = useState('');
  const make = useMutation(
    calls.report.export.mutationOptions({
      onSuccess: async () => {
        setAttempts(0);
        setIncomplete('');
        await queries.invalidateQueries({ queryKey: calls.report.list.key() });
        await queries.invalidateQueries({ queryKey: calls.case.custody.key() });
        await queries.invalidateQueries({ queryKey: calls.case.checkpoint.key() });
      },
    }),
  );
  const order = redactionOrder(redaction);
  const ready =
    order !== null &&
    !make.isPending &&
    shown.evidenceCount > 0 &&
    (isReview ? publishing.known : scope === 'all' || chosen.size > 0);
  const unfinished = isReview && attempts > 0 && publishing.publishing === null;
  const submit = () => {
    if (isReview && publishing.publishing === null) {
      setAttempts(attempts + 1);
      return;
    }
    make.mutate({
      ...{ caseId: shown.id, format, language },
      incomplete: incomplete.trim() === '' ? null : incomplete,
      ...(order === null || order === undefined ? {} : { redaction: order }),
      ...(isReview && publishing.publishing !== null
        ? { kind: 'working', evidence: [...publishing.evidence], publishing: publishing.publishing }
        : { kind, evidence: scope === 'all' ? [] : [...chosen] }),
    });
  };
  const form = useFirstFault(attempts);
  useCommand('report-export', ready ? submit : null);
  if (shown.evidenceCount === 0) return <Notice kind="information">{text('report.nothing')}</Notice>;
  return (
    <section className={styles.section}>
      <h2>{text('report.title')}</h2>
      <div className={styles.form} ref={form}>
        <div className={styles.choice}>
          <RadioGroup
            label={text('report.format')}
            value={format}
            onChange={(id) => change({ format: id })}
            choices={reportFormats.map((one) => ({ id: one, label: text(`report.format.${one}`) }))}
          />
          <RadioGroup
            label={text('report.language')}
            value={language}
            onChange={(id) => change({ language: id })}
            choices={languages.map((one) => ({ id: one, label: text(`language.${one}`) }))}
          />
          {format === 'jsonld' && (
            <div className={styles.whole}>
              <RadioGroup
                label={pick(newsroomWords.contents)}
                value={draft.contents}
                onChange={(id) => change({ contents: id })}
                choices={contents.map((id) => ({ id, label: pick(newsroomWords.contentsOf[id]) }))}
              />
            </div>
          )}
          {!isReview && (
            <>
              <RadioGroup
                label={text('report.what')}
                value={scope}
                onChange={(id) => change({ scope: id })}
                choices={[
                  { id: 'all', label: text('report.all') },
                  { id: 'some', label: text('report.some') },
                ]}
              />
              <KindFields kind={kind} onChange={(id) => change({ kind: id })} />
            </>
          )}
        </div>
        {isReview && <PublishingFields caseId={shown.id} publishing={publishing} attempted={attempts > 0} />}
        <IncompleteField reason={incomplete} error={make.error} onChange={setIncomplete} />
        {!isReview && scope === 'some' && (
          <EvidencePicker
            caseId={shown.id}
            chosen={chosen}
            onChange={(next) => change({ chosen: [...next] })}
          />
        )}
        {/* What is taken out of the next report is seen without opening anything. */}
        <Disclosure title={text('report.redaction')} level={3} open={order !== undefined}>
          <RedactionFields draft={redaction} onChange={(next) => change({ redaction: next })} />
        </Disclosure>
        <div className={styles.foot}>
          <Button kind="primary" disabled={!ready} onPress={submit}>
            {text('report.export')}
          </Button>
          {make.isPending ? (
            <span role="status">{text('report.exporting')}</span>
          ) : unfinished ? (
            <span role="status">{say(newsroomWords.attention, { count: publishing.faults.size })}</span>
          ) : !isReview && scope === 'some' && chosen.size === 0 ? (
            <span className={styles.muted}>{text('report.choose-first')}</span>
          ) : order === null ? (
            <span className={styles.muted}>{text('report.redaction.needed')}</span>
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

/** Where a refused attempt is to be put right first. */
function useFirstFault(attempts: number) {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempts === 0) return;
    const field = form.current?.querySelector('[data-invalid]');
    field?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, [attempts]);
  return form;
}
