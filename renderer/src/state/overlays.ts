import { createStore, useStore } from './store.ts';

export type OverlayName =
  | 'palette'
  | 'help'
  | 'case-new'
  | 'case-open'
  | 'package-make'
  | 'package-open'
  | 'intake-paths'
  | 'trust'
  | 'evidence-sign'
  | 'method';

interface Overlays {
  /** The one dialog that is open, if any. */
  readonly open: OverlayName | null;
  /** The analysis whose page is shown. */
  readonly method: string | null;
}

const overlays = createStore<Overlays>({ open: null, method: null });

export function openOverlay(name: OverlayName): void {
  overlays.set({ open: name });
}

/** The page of a method. */
export function openMethod(analysis: string): void {
  overlays.set({ open: 'method', method: analysis });
}

export function closeOverlay(): void {
  overlays.set({ open: null, method: null });
}

export function useOverlay(): OverlayName | null {
  return useStore(overlays, (value) => value.open);
}

export function useMethodShown(): string | null {
  return useStore(overlays, (value) => value.method);
}
