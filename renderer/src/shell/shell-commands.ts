import { useEffect } from 'react';
import type { Case } from '#shared/domain/case.ts';
import { closeCase } from '../state/case.ts';
import { useCommand, watchShortcuts } from '../state/command-center.ts';
import { openOverlay } from '../state/overlays.ts';
import { chooseLanguage, chooseTheme } from '../state/settings.ts';
import { view } from '../state/view.ts';

/** Commands that are there whatever is on screen, and the listener for all shortcuts. */
export function useShellCommands(shown: Case | null): void {
  useEffect(() => watchShortcuts(), []);
  const inCase = (act: () => void) => (shown === null ? null : act);
  useCommand('palette', () => openOverlay('palette'));
  useCommand('help', () => openOverlay('help'));
  useCommand('trust-open', () => openOverlay('trust'));
  useCommand('case-new', () => openOverlay('case-new'));
  useCommand('case-open', () => openOverlay('case-open'));
  useCommand(
    'package-make',
    // A package begins with a checkpoint in the case it is made of.
    shown?.readOnly === true ? null : inCase(() => openOverlay('package-make')),
  );
  useCommand('package-open', () => openOverlay('package-open'));
  useCommand('case-close', shown === null ? null : () => void closeCase(shown.id));
  useCommand(
    'stage-intake',
    inCase(() => view.set({ stage: 'intake' })),
  );
  useCommand(
    'stage-examine',
    inCase(() => view.set({ stage: 'examine' })),
  );
  useCommand(
    'stage-trace',
    inCase(() => view.set({ stage: 'trace' })),
  );
  useCommand(
    'stage-compare',
    inCase(() => view.set({ stage: 'compare' })),
  );
  useCommand(
    'stage-conclude',
    inCase(() => view.set({ stage: 'conclude' })),
  );
  useCommand(
    'stage-report',
    inCase(() => view.set({ stage: 'report' })),
  );
  useCommand(
    'stage-mark',
    inCase(() => view.set({ stage: 'mark' })),
  );
  useCommand(
    'stage-survive',
    inCase(() => view.set({ stage: 'survive' })),
  );
  useCommand('pane-next', () => movePane(1));
  useCommand('pane-previous', () => movePane(-1));
  useCommand('theme-light', () => chooseTheme('light'));
  useCommand('theme-dark', () => chooseTheme('dark'));
  useCommand('theme-system', () => chooseTheme('system'));
  useCommand('language-en', () => chooseLanguage('en'));
  useCommand('language-zh', () => chooseLanguage('zh-CN'));
}

const focusable = '[role=grid], button:not([disabled]), input, textarea, a[href], [tabindex="0"]';

/** Bring the focus to the next pane's first control: every pane is a region marked `data-pane`. */
function movePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.querySelector('[data-pane]') === null,
  );
  if (panes.length === 0) return;
  const present = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(present + step + panes.length) % panes.length];
  (next?.querySelector<HTMLElement>(focusable) ?? next)?.focus();
}
