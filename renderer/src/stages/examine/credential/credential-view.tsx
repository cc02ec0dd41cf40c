import { useState } from 'react';
import type { RunSummary } from '#shared/contract/contract.ts';
import { CredentialResult } from '#shared/domain/credential.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { Run } from '#shared/domain/run.ts';
import { artifactAddress, thumbnailAddress } from '../../../bridge/media.ts';
import { useWords } from '../../../state/text.ts';
import { view } from '../../../state/view.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { AsOfBanner } from './as-of.tsx';
import { BytesPage } from './bytes-page.tsx';
import { ChecksPage } from './checks-page.tsx';
import { HistoryPage, type HistoryPlace, historyStart, signerCertificate } from './history-page.tsx';
import { nodeNames } from './history-row.tsx';
import { SummaryPage } from './summary-page.tsx';

/** The analysis this view is made for. */
const credentialAnalysis = 'provenance.c2pa';

/** The answer of a run about Content Credentials; `null`: another analysis, or one of an older version. */
export function credentialOf(run: Run): CredentialResult | null {
  if (run.analysis !== credentialAnalysis) return null;
  return CredentialResult.safeParse(run.result).data ?? null;
}

export interface CredentialViewProps {
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly run: RunSummary;
  readonly whole: Run;
  readonly result: CredentialResult;
  /** All findings and figures, as every run shows them. */
  readonly everything: React.ReactNode;
}

type PageName = 'summary' | 'history' | 'bytes' | 'checks' | 'all';

function showBytes(bytes: ByteRange): void {
  view.set({ bytes });
}

/** A credential: in five seconds who signed what and what is not covered, in three clicks every byte of it. */
export function CredentialView(props: CredentialViewProps) {
  const { text } = useWords();
  const { caseId, run, whole, result, everything } = props;
  const [page, setPage] = useState<PageName>('summary');
  const [place, setPlace] = useState<HistoryPlace>(historyStart);
  const present = result.state === 'present' ? result : null;
  const address = (artifact: string) => artifactAddress(caseId, whole.id, artifact);
  const goToManifest = (manifest: string, more: Partial<HistoryPlace> = {}) => {
    const node = present?.nodes.find((one) => one.manifest === manifest);
    if (node === undefined) return;
    setPlace({ ...historyStart, node: node.id, ...more });
    setPage('history');
  };
  const pictured = props.evidence.media.kind === 'image' || props.evidence.media.kind === 'video';
  const names = nodeNames(
    {
      name: props.evidence.name,
      picture: pictured ? thumbnailAddress(caseId, props.evidence.sha256) : null,
    },
    text,
  );
  const asOf = { caseId, run, asOf: present?.asOf ?? null };
  return (
    <>
      <AsOfBanner {...asOf} />
      <Tabs<PageName>
        label={text('credential.views')}
        value={page}
        onChange={setPage}
        entries={[
          {
            id: 'summary',
            label: text('credential.view.summary'),
            content: (
              <SummaryPage
                result={result}
                names={names}
                onBytes={showBytes}
                onManifest={(manifest) => goToManifest(manifest)}
                onCertificate={(manifest) => goToManifest(manifest, { certificate: signerCertificate })}
              />
            ),
          },
          ...(present === null
            ? []
            : [
                {
                  id: 'history' as const,
                  label: text('credential.view.history', { count: present.nodes.length }),
                  content: (
                    <HistoryPage
                      result={present}
                      names={names}
                      place={place}
                      onPlace={setPlace}
                      onBytes={showBytes}
                      address={address}
                    />
                  ),
                },
              ]),
          {
            id: 'bytes',
            label: text('examine.tab.bytes'),
            content: <BytesPage {...props} run={whole} onBytes={showBytes} />,
          },
          {
            id: 'checks',
            label: text('credential.view.checks'),
            content: <ChecksPage {...asOf} result={result} address={address} />,
          },
          { id: 'all', label: text('credential.view.all'), content: everything },
        ]}
      />
    </>
  );
}
