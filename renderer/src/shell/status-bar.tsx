import { useQuery } from '@tanstack/react-query';
import { BadgeCheck, Check, Minus, ShieldAlert, ShieldCheck, Wrench, X } from 'lucide-react';
import type { Capabilities } from '#shared/contract/capabilities.ts';
import type { Job } from '#shared/contract/events.ts';
import type { Case } from '#shared/domain/case.ts';
import { protectionWords } from '#shared/text/protection-words.ts';
import { calls, client } from '../bridge/bridge.ts';
import { rememberJob } from '../state/activity.ts';
import { openOverlay } from '../state/overlays.ts';
import { useStore } from '../state/store.ts';
import { useWords, type Words } from '../state/text.ts';
import { cancelUpload, type Upload, uploads } from '../state/uploads.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Flyout } from '../ui/flyout.tsx';
import { Progress } from '../ui/progress.tsx';
import styles from './status-bar.module.css';

/** What is running, and what this machine can do. */
export function StatusBar({ shown }: { readonly shown: Case | null }) {
  const { text } = useWords();
  const capabilities = useQuery(calls.app.capabilities.queryOptions());
  return (
    <footer className={styles.bar}>
      <RunningJobs />
      <span className={styles.space} />
      {shown !== null && <span>{text('status.exhibits', { count: shown.evidenceCount })}</span>}
      <TrustLists />
      {capabilities.data !== undefined && (
        <>
          <Engines capabilities={capabilities.data} />
          <Protections protections={capabilities.data.protections} />
          <span>{text(`status.host.${capabilities.data.host}`)}</span>
        </>
      )}
    </footer>
  );
}

/** Work still to do, in the job's own unit. */
function remaining(words: Words, job: Job): string {
  // Fractions of a file count, and are shown as the file they belong to.
  const left = Math.ceil(Math.max(0, job.total - job.done));
  switch (job.unit) {
    case 'bytes':
      return words.text('job.remaining.bytes', { size: words.bytes(left) });
    case 'files':
      return words.text('job.remaining.files', { count: left });
    case 'runs':
      return words.text('job.remaining.runs', { count: left });
  }
}

function RunningJobs() {
  const words = useWords();
  const { text } = words;
  const jobs = useQuery(calls.job.list.queryOptions());
  const sending = useStore(uploads, (value) => value.list).filter((upload) => upload.state === 'running');
  const running = jobs.data?.filter((job) => job.state === 'running') ?? [];
  const lines = [
    ...running.map((job) => ({
      id: job.id,
      name: text(`job.${job.kind}`),
      left: remaining(words, job),
      note: job.note,
      done: job.done,
      total: job.total,
      cancel: () => void client.job.cancel({ job: job.id }).then(rememberJob, () => jobs.refetch()),
    })),
    ...sending.map((upload: Upload) => ({
      id: upload.id,
      name: text('job.upload'),
      left: text('job.remaining.files', { count: upload.totalFiles - upload.sentFiles }),
      note: upload.current,
      done: upload.sentBytes,
      total: upload.totalBytes,
      cancel: () => cancelUpload(upload.id),
    })),
  ];
  const first = lines[0];
  return (
    <section className={styles.jobs} aria-label={text('status.jobs')}>
      {first === undefined ? (
        <span className={styles.idle}>{text('status.idle')}</span>
      ) : (
        <>
          <span>{first.name}</span>
          <Progress label={first.name} done={first.done} total={first.total} />
          <span>{first.left}</span>
          <IconButton
            label={text('job.cancel', { job: first.name })}
            icon={<X aria-hidden="true" />}
            onPress={first.cancel}
          />
          {lines.length > 1 && <span>{text('status.more-jobs', { count: lines.length - 1 })}</span>}
          <span className={styles.note}>{first.note}</span>
        </>
      )}
      <span className={styles.announcement} role="status">
        {first === undefined ? text('status.idle') : first.name}
      </span>
    </section>
  );
}

/** How many lists of signers the verdicts rest on; opens the page of lists. */
function TrustLists() {
  const { text } = useWords();
  const lists = useQuery(calls.trust.lists.queryOptions());
  if (lists.data === undefined) return null;
  const used = lists.data.lists.filter(({ tier, enabled }) => tier !== null && enabled);
  const overdue = used.some((list) => list.overdue);
  const words = overdue
    ? text('status.trust.overdue')
    : used.length === 0
      ? text('status.trust.none')
      : text('status.trust', { count: used.length });
  return (
    <Button kind="quiet" label={words} tooltip={words} onPress={() => openOverlay('trust')}>
      <span className={overdue || used.length === 0 ? styles.caution : styles.fine}>
        <BadgeCheck aria-hidden="true" />
        <span className={styles.wideOnly}>{words}</span>
      </span>
    </Button>
  );
}

function Engines({ capabilities }: { readonly capabilities: Capabilities }) {
  const { text, pick } = useWords();
  const missing = capabilities.engines.filter((engine) => engine.missing !== null).length;
  return (
    <Flyout
      title={text('status.engines')}
      label={
        <span className={missing > 0 ? styles.caution : styles.fine}>
          <Wrench aria-hidden="true" />
          {missing > 0 ? text('status.engines-missing', { count: missing }) : text('status.engines-all')}
        </span>
      }
    >
      <dl className={styles.engines}>
        {capabilities.engines.map((engine) => (
          <div key={engine.name}>
            <dt>{engine.name}</dt>
            <dd>
              {engine.missing === null
                ? (engine.version ?? text('status.engine.present'))
                : pick(engine.missing)}
            </dd>
          </div>
        ))}
      </dl>
    </Flyout>
  );
}

/** What the parsers are held to on this machine, item by item, and why one is missing. */
function Protections({ protections }: Pick<Capabilities, 'protections'>) {
  const { text, pick } = useWords();
  const active = protections.filter((one) => one.active).length;
  const all = active === protections.length;
  return (
    <Flyout
      title={text('status.protections')}
      label={
        <span className={all ? styles.fine : styles.caution}>
          {all ? <ShieldCheck aria-hidden="true" /> : <ShieldAlert aria-hidden="true" />}
          {all
            ? text('status.protections-all')
            : text('status.protections-some', { active, count: protections.length })}
        </span>
      }
    >
      <dl className={styles.engines}>
        {protections.map((one) => (
          <div key={one.id}>
            <dt className={one.active ? styles.fine : styles.caution}>
              {one.active ? <Check aria-hidden="true" /> : <Minus aria-hidden="true" />}
              {pick(protectionWords[one.id])}
            </dt>
            <dd>
              {!one.active && <strong>{text('status.protection.missing')}</strong>} {pick(one.note)}
            </dd>
          </div>
        ))}
      </dl>
    </Flyout>
  );
}
