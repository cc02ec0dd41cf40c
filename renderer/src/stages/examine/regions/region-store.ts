import type { Sha256 } from '#shared/domain/evidence.ts';
import { calls, client } from '../../../bridge/bridge.ts';
import { queries } from '../../../state/activity.ts';
import { createStore } from '../../../state/store.ts';
import type { History } from './region-draft.ts';

/** What is drawn on each exhibit, ahead of what is saved. It is saved by itself shortly after every act. */

export interface Place {
  readonly caseId: string;
  readonly evidence: Sha256;
}

interface Open {
  readonly history: History;
  readonly saving: boolean;
  readonly error: Error | null;
}

export const opened = createStore<{ readonly open: Readonly<Record<string, Open | undefined>> }>({
  open: {},
});

/** Milliseconds after the last act. */
const pause = 500;
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function placeKey({ caseId, evidence }: Place): string {
  return `${caseId} ${evidence}`;
}

function put(key: string, change: Partial<Open> & { readonly history?: History }): void {
  opened.set(({ open }) => {
    const old = open[key];
    const history = change.history ?? old?.history;
    if (history === undefined) return { open };
    return { open: { ...open, [key]: { saving: false, error: null, ...old, ...change, history } } };
  });
}

/** Show it now, save it soon. */
export function keep(place: Place, history: History): void {
  const key = placeKey(place);
  put(key, { history, error: null });
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => void saveNow(place), pause),
  );
}

/** One save at a time: what is changed meanwhile is saved after it. */
export async function saveNow(place: Place): Promise<void> {
  const key = placeKey(place);
  const now = opened.get().open[key];
  if (now === undefined || now.saving) return;
  const regions = now.history.now;
  put(key, { saving: true, error: null });
  try {
    const record = await client.regions.save({ ...place, regions: [...regions] });
    queries.setQueryData(calls.regions.get.queryKey({ input: place }), record);
    put(key, { saving: false });
    void queries.invalidateQueries({ queryKey: calls.case.custody.key() });
  } catch (error) {
    put(key, { saving: false, error: error instanceof Error ? error : new Error(String(error)) });
    return;
  }
  if (opened.get().open[key]?.history.now !== regions) await saveNow(place);
}
