import { useQuery } from '@tanstack/react-query';
import { BookOpen, Layers2, X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { RunSummary } from '#shared/contract/contract.ts';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import type { CredentialResult } from '#shared/domain/credential.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ByteRange, Figure } from '#shared/domain/figure.ts';
import type { DeclaredLabels } from '#shared/domain/label.ts';
import type { Run } from '#shared/domain/run.ts';
import { formatDate } from '#shared/text/format.ts';
import { visibleLines, visibleText } from '#shared/text/visible-text.ts';
import { calls } from '../../bridge/bridge.ts';
import { artifactAddress, thumbnailAddress } from '../../bridge/media.ts';
import { FigureView } from '../../figures/figure-view.tsx';
import { capsOf, runCommand } from '../../state/command-center.ts';
import { useWords } from '../../state/text.ts';
import { useView, view } from '../../state/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Select } from '../../ui/field.tsx';
import { OutcomeMark } from '../../ui/marks.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { HexView } from '../../viewer/hex-view.tsx';
import { isOverlay } from '../../viewer/image-viewer.tsx';
import { CredentialView, credentialOf } from './credential/credential-view.tsx';
import { FindingView } from './finding-view.tsx';
import { LabelsView, labelsOf } from './labels/labels-view.tsx';
import { ReproduceButton, ReproductionNotice, useReproduction } from './reproduction.tsx';
import styles from './run-result.module.css';

export interface RunResultProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly run: RunSummary;
  readonly card: AnalysisCard | undefined;
  /** All runs of this analysis on this exhibit, newest first. */
  readonly others: readonly RunSummary[];
  readonly onOther: (run: string) => void;
}

/** What one run says: outcome, reason, warnings, findings, figures; the bytes it speaks of beside them. */
export function RunResult(props: RunResultProps) {
  const { text } = useWords();
  const whole = useQuery(
    calls.examine.run.queryOptions({ input: { caseId: props.caseId, run: props.run.id } }),
  );
  const bytes = useView((value) => value.bytes);
  const credential = useMemo(
    () => (whole.data === undefined ? null : credentialOf(whole.data)),
    [whole.data],
  );
  const labels = useMemo(() => (whole.data === undefined ? null : labelsOf(whole.data)), [whole.data]);
  if (whole.data !== undefined && credential !== null)
    return <CredentialResultPanes {...props} whole={whole.data} credential={credential} bytes={bytes} />;
  if (whole.data !== undefined && labels !== null)
    return <LabelsResultPanes {...props} whole={whole.data} labels={labels} bytes={bytes} />;
  const result = (
    <div className={styles.result}>
      <Heading {...props} />
      <Complaints run={props.run} />
      <Findings run={props.run} />
      {whole.isError && <ProblemNotice error={whole.error} onRetry={() => void whole.refetch()} />}
      {whole.data !== undefined && <Figures {...props} whole={whole.data} />}
    </div>
  );
  if (whole.data?.figures.some(speaksOfBytes) !== true) return result;
  return (
    <Panes id="result" orientation="vertical">
      <Pane id="result-figures" label={text('examine.tab.result')} minimum={120}>
        {result}
      </Pane>
      <PaneBorder id="result-border" />
      <Pane id="result-bytes" label={text('examine.hex')} size="36%" minimum={80}>
        <HexView caseId={props.caseId} evidence={props.evidence} selection={bytes} />
      </Pane>
    </Panes>
  );
}

interface WithWhole extends RunResultProps {
  readonly whole: Run;
  readonly bytes: ByteRange | null;
}

function CredentialResultPanes(props: WithWhole & { readonly credential: CredentialResult }) {
  return (
    <FramedResult {...props} id="credential">
      <CredentialView {...props} result={props.credential} everything={<Everything {...props} />} />
    </FramedResult>
  );
}

function LabelsResultPanes(props: WithWhole & { readonly labels: DeclaredLabels }) {
  const { places, complete } = props.labels;
  return (
    <FramedResult {...props} id="labels">
      <LabelsView
        caseId={props.caseId}
        sha256={props.evidence.sha256}
        places={places}
        complete={complete}
        everything={<Everything {...props} />}
      />
    </FramedResult>
  );
}

function Everything(props: WithWhole) {
  return (
    <div className={styles.result}>
      <Findings run={props.run} />
      <Figures {...props} />
    </div>
  );
}

/** A result with a screen of its own; the bytes stand below it once some are asked for. */
function FramedResult({
  id,
  children,
  ...props
}: WithWhole & { readonly id: string; readonly children: ReactNode }) {
  const { text } = useWords();
  return (
    <Panes id={id} orientation="vertical">
      <Pane id={`${id}-view`} label={text('examine.tab.result')} minimum={120}>
        <div className={styles.framed}>
          <div className={styles.frameHead}>
            <Heading {...props} brief />
            <Complaints run={props.run} />
          </div>
          {children}
        </div>
      </Pane>
      {props.bytes !== null && (
        <>
          <PaneBorder id={`${id}-border`} />
          <Pane id={`${id}-bytes`} label={text('examine.hex')} size="38%" minimum={80}>
            <div className={styles.bytesBar}>
              <span>{text('examine.hex')}</span>
              <IconButton
                label={text('common.close')}
                icon={<X aria-hidden="true" />}
                onPress={() => view.set({ bytes: null })}
              />
            </div>
            <HexView caseId={props.caseId} evidence={props.evidence} selection={props.bytes} />
          </Pane>
        </>
      )}
    </Panes>
  );
}

function speaksOfBytes(figure: Figure): boolean {
  if (figure.kind === 'table') return figure.rows.some((row) => row.bytes !== undefined);
  return figure.kind === 'tree' || figure.kind === 'bytes';
}

/** `brief`: without the summary of the method, which the tab of the method has. */
function Heading({
  caseId,
  run,
  card,
  others,
  onOther,
  brief = false,
}: RunResultProps & { readonly brief?: boolean }) {
  const { text, pick, elapsed } = useWords();
  const reproduction = useReproduction(caseId, run.id);
  return (
    <>
      <div className={styles.heading}>
        <h3>{card === undefined ? run.analysis : pick(card.title)}</h3>
        <OutcomeMark outcome={run.outcome} />
        <span className={styles.muted}>{elapsed(run.durationMs)}</span>
        {card !== undefined && (
          <IconButton
            label={text('command.method-page')}
            keys={capsOf('method-page')}
            icon={<BookOpen aria-hidden="true" />}
            onPress={() => runCommand('method-page')}
          />
        )}
        <ReproduceButton state={reproduction} />
        {others.length > 1 && (
          <Select
            label={text('examine.older', { count: others.length - 1 })}
            bare
            value={run.id}
            choices={others.map((other) => ({ id: other.id, label: formatDate(other.startedAt) }))}
            onChange={onOther}
          />
        )}
        {card !== undefined && !brief && <p className={styles.summary}>{pick(card.summary)}</p>}
      </div>
      <ReproductionNotice state={reproduction} />
    </>
  );
}

/** Why there is no clean answer, and what a decoder complained about. */
function Complaints({ run }: { readonly run: RunSummary }) {
  const { text, pick } = useWords();
  return (
    <>
      {run.reason !== undefined && (
        <Notice
          kind={
            run.outcome === 'failed' ? 'problem' : run.outcome === 'undetermined' ? 'caution' : 'information'
          }
        >
          <p>{pick(run.reason.text)}</p>
          {run.reason.detail !== undefined && (
            <Disclosure title={text('examine.reason.technical')}>
              <pre className={styles.detail}>{visibleLines(run.reason.detail)}</pre>
            </Disclosure>
          )}
        </Notice>
      )}
      {run.warnings.length > 0 && (
        <Notice kind="caution" title={text('examine.warnings.title')}>
          <p>{text('examine.warnings.note')}</p>
          <ul className={styles.warnings}>
            {run.warnings.map((warning, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a decoder repeats itself; the list never changes
              <li key={`${index} ${warning}`}>
                <code>{visibleText(warning)}</code>
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function Findings({ run }: { readonly run: RunSummary }) {
  const { text } = useWords();
  const answered = run.outcome === 'found' || run.outcome === 'nothing-found';
  if (run.findings.length === 0 && !answered) return null;
  return (
    <section>
      <h4 className={styles.title}>{text('examine.findings')}</h4>
      {run.findings.length === 0 && <p className={styles.muted}>{text('examine.findings.none')}</p>}
      <ul>
        {run.findings.map((finding, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule may speak twice; the list never changes
          <li key={`${finding.code} ${index}`}>
            <FindingView finding={finding} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Figures({ caseId, evidence, whole }: RunResultProps & { readonly whole: Run }) {
  const { text, pick } = useWords();
  if (whole.figures.length === 0) return null;
  return (
    <section>
      <h4 className={styles.title}>{text('examine.figures')}</h4>
      {whole.figures.map((figure) => (
        <figure key={figure.id} className={styles.figure}>
          <figcaption>
            <span>{pick(figure.title)}</span>
            {isOverlay(figure) && evidence.media.kind === 'image' && (
              <Button
                kind="quiet"
                icon={<Layers2 aria-hidden="true" />}
                onPress={() => view.set({ overlay: { run: whole.id, figure }, tab: 'image' })}
              >
                {text('examine.show-on-image')}
              </Button>
            )}
          </figcaption>
          <FigureView
            figure={figure}
            owner={whole.id}
            background={thumbnailAddress(caseId, evidence.sha256)}
            addressOf={(name) => artifactAddress(caseId, whole.id, name)}
            onBytes={(range) => view.set({ bytes: range })}
          />
        </figure>
      ))}
    </section>
  );
}
