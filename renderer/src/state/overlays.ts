import { createStore, useStore } from './store.ts';

export type OverlayName =
  | 'palette'
  | 'help'
  | 'case-new'
  | 'case-open'
  | 'intake-paths'
  | 'trust'
  | 'evidence-sign';

/** The one dialog that is open, if any. */
const overlays = createStore<{ readonly open: OverlayName | null }>({ open: null });

export function openOverlay(name: OverlayName): void {
  overlays.set({ open: name });
}

export function closeOverlay(): void {
  overlays.set({ open: null });
}

export function useOverlay(): OverlayName | null {
  return useStore(overlays, (value) => value.open);
}
