import { useEffect } from 'react';
import { useCommand } from '../../state/command-center.ts';
import { type EvidenceRow, type EvidenceWindow, useEvidenceWindow } from '../../state/evidence.ts';
import { compareEvidence, selectEvidence, useView } from '../../state/view.ts';

export interface EvidenceList extends EvidenceWindow {
  /** Place of the selected exhibit in the list, if it is there. */
  readonly active: number | null;
  readonly select: (index: number) => void;
  readonly selected: EvidenceRow | undefined;
}

/** The exhibits with their selection; `[` and `]` go through them wherever the list is on screen. */
export function useEvidenceList(caseId: string): EvidenceList {
  const window = useEvidenceWindow(caseId);
  const selection = useView((value) => value.selection);
  const select = (index: number) => {
    const row = window.at(index);
    if (row !== undefined) selectEvidence({ sha256: row.sha256, index });
  };
  const atPlace = selection === null ? undefined : window.at(selection.index);
  const fits = atPlace?.sha256 === selection?.sha256;
  const first = window.at(0);

  // The first exhibit is selected from the start; after another filter the selection is looked up again.
  useEffect(() => {
    if (selection === null) {
      if (first !== undefined) selectEvidence({ sha256: first.sha256, index: 0 });
      return;
    }
    if (fits || atPlace === undefined) return;
    for (let index = 0; index < Math.min(window.total, 200); index += 1) {
      if (window.at(index)?.sha256 === selection.sha256) {
        selectEvidence({ sha256: selection.sha256, index });
        return;
      }
    }
  });

  const active = selection !== null && fits ? selection.index : null;
  const move = (step: 1 | -1) => select(Math.min(window.total - 1, Math.max(0, (active ?? -step) + step)));
  const selected = active === null ? undefined : atPlace;
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
  return { ...window, active, select, selected };
}
