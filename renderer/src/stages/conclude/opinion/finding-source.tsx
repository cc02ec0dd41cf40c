import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isCovered, type PropositionPair } from '#shared/domain/assignment.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { CaseConclusion, FindingSource } from '#shared/domain/opinion.ts';
import { screen } from '#shared/text/conclusion-screen.ts';
import { regionName } from '#shared/text/region-words.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useWords } from '../../../state/text.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PickList } from '../../../ui/pick-list.tsx';
import { EvidenceChoice } from '../evidence-choice.tsx';
import { useSay } from './use-conclusion.ts';

interface SourceEntry {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly source: FindingSource;
}

/** All a finding on an exhibit can rest on: an own observation, marked regions, findings of the latest runs. */
function useSources(caseId: string, exhibit: Sha256 | null): readonly SourceEntry[] {
  const say = useSay();
  const { pick } = useWords();
  const [runs, regions] = useQueries({
    queries: [
      {
        ...calls.examine.runs.queryOptions({ input: { caseId, evidence: exhibit ?? '' } }),
        enabled: exhibit !== null,
      },
      {
        ...calls.regions.get.queryOptions({ input: { caseId, evidence: exhibit ?? '' } }),
        enabled: exhibit !== null,
      },
    ],
  });
  const cards = useQuery(calls.app.analyses.queryOptions());
  if (exhibit === null) return [];
  const own: SourceEntry = {
    ...{ id: 'observation', group: '' },
    label: say(screen.observation),
    source: { kind: 'observation' },
  };
  const marked = (regions.data?.regions ?? []).map(
    (region, index): SourceEntry => ({
      ...{ id: `region ${region.id}`, group: '' },
      label: say(screen.region, { name: pick(regionName(region, index)) }),
      source: { kind: 'region', region: region.id },
    }),
  );
  const found = (runs.data ?? []).flatMap((run) => {
    const title = cards.data?.find(({ id }) => id === run.analysis)?.title;
    return run.findings.map((finding, index): SourceEntry => {
      const place = run.findings.slice(0, index).filter(({ code }) => code === finding.code).length;
      return {
        id: `run ${run.id} ${finding.code} ${place}`,
        label: pick(finding.statement),
        group: title === undefined ? run.analysis : pick(title),
        source: { kind: 'run', run: run.id, code: finding.code, place },
      };
    });
  });
  return [own, ...marked, ...found];
}

/** First the exhibit, where the group does not say it; then what the finding rests on. */
export function SourceChoice({
  caseId,
  pair,
  known,
  onChoose,
  onClose,
}: {
  readonly caseId: string;
  readonly pair: PropositionPair;
  readonly known: CaseConclusion;
  readonly onChoose: (exhibit: Sha256, source: FindingSource) => void;
  readonly onClose: () => void;
}) {
  const say = useSay();
  const [exhibit, setExhibit] = useState<Sha256 | null>(pair.exhibit);
  const sources = useSources(caseId, exhibit);
  const covered =
    exhibit !== null && isCovered(known.guard?.note ?? null, known.assignment?.note ?? null, exhibit);
  const title = say(screen.addFinding);
  if (exhibit === null || covered) {
    return (
      <Dialog
        title={title}
        open
        onClose={onClose}
        foot={<Button onPress={onClose}>{say(screen.cancel)}</Button>}
      >
        <EvidenceChoice
          caseId={caseId}
          label={say(screen.exhibit)}
          value={exhibit}
          none={say(screen.none)}
          except={null}
          onChange={setExhibit}
        />
        {covered && <Notice kind="caution">{say(screen.coveredChoice)}</Notice>}
      </Dialog>
    );
  }
  return (
    <PickList
      title={title}
      search={title}
      empty={say(screen.noResults)}
      entries={sources.map(({ id, label, group }) => ({ id, label, group, caps: [] }))}
      onPick={(id) => {
        const picked = sources.find((one) => one.id === id);
        if (picked !== undefined) onChoose(exhibit, picked.source);
      }}
      onClose={onClose}
    />
  );
}

/** What a finding rests on, in words. */
export function SourceWords({
  caseId,
  exhibit,
  source,
}: {
  readonly caseId: string;
  readonly exhibit: Sha256;
  readonly source: FindingSource;
}) {
  const say = useSay();
  const sources = useSources(caseId, exhibit);
  const found = sources.find((one) => JSON.stringify(one.source) === JSON.stringify(source));
  if (found === undefined) return <>{say(screen.gone)}</>;
  return <>{found.group === '' ? found.label : `${found.group}: ${found.label}`}</>;
}
