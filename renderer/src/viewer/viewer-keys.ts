import { commandFor } from '../../../shared/commands.ts';

/** What a key does while a viewer has the focus. */
export type ViewerAct =
  | { readonly do: 'pan'; readonly x: number; readonly y: number; readonly fine: boolean }
  | {
      readonly do:
        | 'zoom-in'
        | 'zoom-out'
        | 'fit'
        | 'actual'
        | 'loupe'
        | 'sync'
        | 'blink'
        | 'difference'
        | 'swipe'
        | 'side'
        | 'announce';
    };

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const acts: Readonly<Record<string, Exclude<ViewerAct['do'], 'pan'>>> = {
  'viewer-zoom-in': 'zoom-in',
  'viewer-zoom-out': 'zoom-out',
  'viewer-fit': 'fit',
  'viewer-actual': 'actual',
  'viewer-loupe': 'loupe',
  'viewer-sync': 'sync',
  'viewer-blink': 'blink',
  'viewer-difference': 'difference',
  'viewer-swipe': 'swipe',
  'viewer-side': 'side',
  'viewer-announce': 'announce',
};

interface ViewerKey {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

/** Matched on the key's place, not its letter; nothing while an input method is composing. */
export function viewerAct(key: ViewerKey, mac: boolean): ViewerAct | null {
  if (key.isComposing) return null;
  const direction = directions[key.code];
  if (direction !== undefined && !key.ctrlKey && !key.metaKey && !key.altKey) {
    return { do: 'pan', x: direction[0], y: direction[1], fine: key.shiftKey };
  }
  const command = commandFor(key, mac);
  const act = command === undefined ? undefined : acts[command.id];
  return act === undefined ? null : { do: act };
}
