import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Columns2, Equal, Signature } from 'lucide-react';
import { useState } from 'react';
import type { Acquisition, ContentHash, Evidence } from '#shared/domain/evidence.ts';
import { formatDate } from '#shared/text/format.ts';
import { calls } from '../../bridge/bridge.ts';
import { capsOf, runCommand, useAvailableCommands } from '../../state/command-center.ts';
import { useWords, type Words } from '../../state/text.ts';
import { compareEvidence } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { Hash } from '../../ui/hash.tsx';
import { extentOf, mediaOf } from '../evidence/evidence-cells.tsx';
import styles from './facts-header.module.css';

/** What is certain about an exhibit before any method has run. */
export function FactsHeader({ caseId, evidence }: { readonly caseId: string; readonly evidence: Evidence }) {
  const words = useWords();
  const { text, bytes } = words;
  const [open, setOpen] = useState(false);
  const { media } = evidence;
  const mayBeSigned = useAvailableCommands().some(({ id }) => id === 'evidence-sign');
  const same = useQuery(
    calls.evidence.sameContent.queryOptions({ input: { caseId, evidence: evidence.sha256 } }),
  );
  const line = [mediaOf(media, words), extentOf(media, words), bytes(evidence.size)];
  return (
    <section className={styles.facts} aria-label={text('facts.title')}>
      <div className={styles.line}>
        <span className={styles.number}>{text('evidence.exhibit', { number: evidence.number })}</span>
        <h2 className={styles.name} title={evidence.name}>
          {evidence.name}
        </h2>
        <IconButton
          label={text('command.evidence-compare')}
          keys={capsOf('evidence-compare')}
          icon={<Columns2 aria-hidden="true" />}
          onPress={() => compareEvidence(evidence.sha256)}
        />
        {mayBeSigned && (
          <IconButton
            label={text('command.evidence-sign')}
            keys={capsOf('evidence-sign')}
            icon={<Signature aria-hidden="true" />}
            onPress={() => runCommand('evidence-sign')}
          />
        )}
        <IconButton
          label={text(open ? 'facts.less' : 'facts.more')}
          icon={open ? <ChevronUp aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
          onPress={() => setOpen(!open)}
        />
      </div>
      <div className={styles.line}>
        <span className={styles.media}>{line.filter((part) => part !== '').join('  ·  ')}</span>
        <span className={styles.hash}>
          <span className={styles.label}>{text('evidence.sha256')}</span>
          <Hash value={evidence.sha256} whole label={text('evidence.copy-hash')} />
        </span>
      </div>
      {same.data !== undefined && same.data.length > 0 && (
        <p className={styles.same}>
          <Equal aria-hidden="true" />
          {text('facts.same-content', { numbers: same.data.map((other) => other.number).join(', ') })}
        </p>
      )}
      {open && (
        <div className={styles.all}>
          <FactList facts={allFacts(evidence, words)} />
        </div>
      )}
    </section>
  );
}

function allFacts(evidence: Evidence, words: Words): readonly Fact[] {
  const { text } = words;
  return [
    { name: text('facts.sha512'), value: <Hash value={evidence.sha512} whole label={text('common.copy')} /> },
    { name: text('evidence.size'), value: text('facts.bytes', { count: evidence.size }) },
    { name: text('facts.mime'), value: <code>{evidence.media.mime}</code> },
    contentFact(evidence.content, words),
    { name: text('facts.name-bytes'), value: <code>{evidence.nameBytes}</code> },
    {
      name: text('facts.acquisitions'),
      value: (
        <ul>
          {evidence.acquisitions.map((acquisition) => (
            <AcquisitionLine
              key={`${acquisition.acquiredAt} ${acquisition.pathBytes}`}
              acquisition={acquisition}
            />
          ))}
        </ul>
      ),
    },
  ];
}

function contentFact(content: ContentHash, { text, pick }: Words): Fact {
  switch (content.state) {
    case 'known':
      return {
        name: text(`facts.content.${content.of}`),
        value: (
          <>
            <Hash value={content.sha256} whole label={text('common.copy')} />
            <div>
              {text('facts.content.method', { method: content.method })}
              {content.warnings.length > 0 &&
                ` · ${text('facts.content.warnings', { count: content.warnings.length })}`}
            </div>
          </>
        ),
      };
    case 'undetermined':
      return {
        name: text('facts.content'),
        value: text('facts.content.undetermined', { reason: pick(content.reason) }),
      };
    case 'not-applicable':
      return { name: text('facts.content'), value: text('facts.content.not-applicable') };
  }
}

function AcquisitionLine({ acquisition }: { readonly acquisition: Acquisition }) {
  const { text } = useWords();
  return (
    <li>
      <code>{acquisition.path}</code>
      <div>
        {text('facts.acquired', {
          how: text(`facts.how.${acquisition.how}`),
          at: formatDate(acquisition.acquiredAt),
          actor: acquisition.actor,
        })}
        {acquisition.modifiedAt !== null &&
          ` · ${text('facts.modified', { at: formatDate(acquisition.modifiedAt) })}`}
      </div>
    </li>
  );
}
