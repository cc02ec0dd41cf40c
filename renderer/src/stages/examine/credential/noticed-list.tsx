import { useState } from 'react';
import type { ByteRange } from '#shared/domain/figure.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import styles from './credential.module.css';
import type { Noticed } from './credential-summary.ts';
import { BytesLead, Lead, SeverityMark, Stranger } from './words-shown.tsx';

const shownPlaces = 6;

export interface NoticedListProps {
  readonly noticed: readonly Noticed[];
  /** How many are shown at first; the rest on demand. */
  readonly most: number;
  readonly onBytes: (range: ByteRange) => void;
  /** Entries of the history a remark is about can be gone to. */
  readonly onManifest?: (manifest: string) => void;
  readonly titleOf?: (manifest: string) => string;
}

/** What was noticed, the worst first; each opens to what an expert can check. */
export function NoticedList({ noticed, most, onBytes, onManifest, titleOf }: NoticedListProps) {
  const { text, pick } = useWords();
  const [all, setAll] = useState(false);
  if (noticed.length === 0) return <p className={styles.muted}>{text('credential.noticed.none')}</p>;
  const shown = all ? noticed : noticed.slice(0, most);
  return (
    <>
      <ul className={styles.noticed}>
        {shown.map((one) => (
          <li key={`${one.id} ${one.statement.en}`}>
            <Disclosure
              title={
                <span className={styles.remark}>
                  <SeverityMark severity={one.severity} />
                  <span>{pick(one.statement)}</span>
                </span>
              }
            >
              {one.experts.map((expert) => (
                <p key={expert.en} className={styles.expert}>
                  {pick(expert)}
                </p>
              ))}
              <p className={styles.links}>
                <code>{one.id}</code>
                {onManifest !== undefined &&
                  titleOf !== undefined &&
                  one.manifests.map((manifest) => (
                    <Lead
                      key={manifest}
                      label={text('credential.show-entry', { name: titleOf(manifest) })}
                      onPress={() => onManifest(manifest)}
                    >
                      <Stranger>{titleOf(manifest)}</Stranger>
                    </Lead>
                  ))}
                {one.bytes.slice(0, shownPlaces).map((range) => (
                  <BytesLead key={range.join('+')} range={range} name={one.id} onBytes={onBytes} />
                ))}
              </p>
            </Disclosure>
          </li>
        ))}
      </ul>
      {noticed.length > most && (
        <Button kind="quiet" onPress={() => setAll(!all)}>
          {all ? text('common.less') : text('common.more', { count: noticed.length - most })}
        </Button>
      )}
    </>
  );
}
