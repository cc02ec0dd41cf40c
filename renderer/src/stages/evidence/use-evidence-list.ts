import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Evidence } from '#shared/domain/evidence.ts';
import { calls } from '../../bridge/bridge.ts';
import { useCommand } from '../../state/command-center.ts';
import { type EvidenceWindow, useEvidenceWindow } from '../../state/evidence.ts';
import { compareEvidence, selectEvidence, useView, view } from '../../state/view.ts';

export interface EvidenceList extends EvidenceWindow {
  /** Place of the selected exhibit in the list, if it is there. */
  readonly active: number | null;
  readonly select: (index: number) => void;
  /** The selected exhibit, also when the list shows another part of the case. */
  readonly selected: Evidence | undefined;
}

/** The exhibits with their selection; `[` and `]` go through them wherever the list is on screen. */
export function useEvidenceList(caseId: string): EvidenceList {
  const window = useEvidenceWindow(caseId);
  const selection = useView((value) => value.selection);
  // A place the user went to whose page is still on its way (End in a list of ten thousand).
  const [wanted, setWanted] = useState<number | null>(null);
  const select = (index: number) => {
    const row = window.at(index);
    if (row === undefined) setWanted(index);
    else {
      setWanted(null);
      selectEvidence({ sha256: row.sha256, index });
    }
  };
  const atPlace = selection === null ? undefined : window.at(selection.index);
  // While its page is not here the selection is believed; a filtered list may have it elsewhere or not at all.
  const fits =
    selection !== null &&
    selection.index < window.total &&
    (atPlace === undefined || atPlace.sha256 === selection.sha256);
  // Kept apart from the list, which may be scrolled to another page or filtered.
  const one = useQuery(
    calls.evidence.get.queryOptions({
      input: selection === null ? skipToken : { caseId, evidence: selection.sha256 },
    }),
  );
  const first = window.at(0);

  const arrived = wanted === null ? undefined : window.at(wanted);
  useEffect(() => {
    if (wanted === null || arrived === undefined) return;
    setWanted(null);
    selectEvidence({ sha256: arrived.sha256, index: wanted });
  }, [wanted, arrived]);

  // The first exhibit is selected from the start; after another filter the selection is looked up again.
  useEffect(() => {
    if (selection === null) {
      if (first !== undefined) selectEvidence({ sha256: first.sha256, index: 0 });
      return;
    }
    if (fits) return;
    for (let index = 0; index < Math.min(window.total, 200); index += 1) {
      if (window.at(index)?.sha256 === selection.sha256) {
        selectEvidence({ sha256: selection.sha256, index });
        return;
      }
    }
  });

  const active = wanted ?? (fits ? selection.index : null);
  const move = (step: 1 | -1) => select(Math.min(window.total - 1, Math.max(0, (active ?? -step) + step)));
  const selected = one.data;
  const some = window.total > 0;
  useCommand('evidence-next', some ? () => move(1) : null);
  useCommand('evidence-previous', some ? () => move(-1) : null);
  useCommand(
    'evidence-copy',
    selected === undefined
      ? null
      : () => void navigator.clipboard.writeText(selected.sha256).catch(() => undefined),
  );
  useCommand('evidence-compare', selected === undefined ? null : () => compareEvidence(selected.sha256));
  useCommand(
    'evidence-publication',
    selected === undefined ? null : () => view.set({ stage: 'conclude', conclude: 'publication' }),
  );
  return { ...window, active, select, selected };
}
