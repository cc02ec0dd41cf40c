import type { TextKey } from './text/text.ts';

/** When a command makes sense. `viewer`: only while an image viewer has the focus, which handles it itself. */
type CommandWhen = 'always' | 'case' | 'evidence' | 'viewer';

/** `Mod` is Ctrl, on macOS ⌘. The last part is a `KeyboardEvent.code`: its place, not its letter. */
export type KeyBinding = string;

export interface Command {
  readonly id: string;
  readonly title: TextKey;
  readonly keys: readonly KeyBinding[];
  /** Where it stands in the menus; absent: palette and shortcut sheet only. */
  readonly menu?: 'case' | 'view' | 'help';
  /** Heading in the shortcut sheet. */
  readonly group: 'case' | 'view' | 'evidence' | 'viewer';
  readonly when: CommandWhen;
}

/**
 * Every act that has a name: one table feeds the menus, the palette, the shortcuts, the tooltips and the
 * shortcut sheet.
 */
export const commands = [
  {
    id: 'palette',
    title: 'command.palette',
    keys: ['Mod+KeyK', 'F1'],
    menu: 'view',
    group: 'view',
    when: 'always',
  },
  { id: 'help', title: 'command.help', keys: ['Shift+Slash'], menu: 'help', group: 'view', when: 'always' },

  {
    id: 'case-new',
    title: 'command.case-new',
    keys: ['Alt+KeyN'],
    menu: 'case',
    group: 'case',
    when: 'always',
  },
  {
    id: 'case-open',
    title: 'command.case-open',
    keys: ['Mod+KeyO'],
    menu: 'case',
    group: 'case',
    when: 'always',
  },
  {
    id: 'trust-open',
    title: 'command.trust-open',
    keys: ['Alt+KeyT'],
    menu: 'view',
    group: 'view',
    when: 'always',
  },
  { id: 'case-verify', title: 'command.case-verify', keys: [], menu: 'case', group: 'case', when: 'case' },
  { id: 'case-close', title: 'command.case-close', keys: [], menu: 'case', group: 'case', when: 'case' },
  {
    id: 'report-export',
    title: 'command.report-export',
    keys: ['Mod+Shift+KeyE'],
    menu: 'case',
    group: 'case',
    when: 'case',
  },
  { id: 'package-make', title: 'command.package-make', keys: [], menu: 'case', group: 'case', when: 'case' },
  {
    id: 'package-open',
    title: 'command.package-open',
    keys: [],
    menu: 'case',
    group: 'case',
    when: 'always',
  },

  {
    id: 'stage-intake',
    title: 'command.stage-intake',
    keys: ['Alt+Digit1'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  {
    id: 'stage-examine',
    title: 'command.stage-examine',
    keys: ['Alt+Digit2'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  {
    id: 'stage-trace',
    title: 'command.stage-trace',
    keys: ['Alt+Digit3'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  {
    id: 'stage-compare',
    title: 'command.stage-compare',
    keys: ['Alt+Digit4'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  {
    id: 'stage-conclude',
    title: 'command.stage-conclude',
    keys: ['Alt+Digit5'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  {
    id: 'stage-report',
    title: 'command.stage-report',
    keys: ['Alt+Digit6'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  {
    id: 'stage-mark',
    title: 'command.stage-mark',
    keys: ['Alt+Digit7'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  {
    id: 'stage-survive',
    title: 'command.stage-survive',
    keys: ['Alt+Digit8'],
    menu: 'view',
    group: 'view',
    when: 'case',
  },
  { id: 'pane-next', title: 'command.pane-next', keys: ['F6'], group: 'view', when: 'always' },
  { id: 'pane-previous', title: 'command.pane-previous', keys: ['Shift+F6'], group: 'view', when: 'always' },
  { id: 'theme-light', title: 'command.theme-light', keys: [], group: 'view', when: 'always' },
  { id: 'theme-dark', title: 'command.theme-dark', keys: [], group: 'view', when: 'always' },
  { id: 'theme-system', title: 'command.theme-system', keys: [], group: 'view', when: 'always' },
  { id: 'language-en', title: 'command.language-en', keys: [], group: 'view', when: 'always' },
  { id: 'language-zh', title: 'command.language-zh', keys: [], group: 'view', when: 'always' },

  { id: 'intake-files', title: 'command.intake-files', keys: ['Alt+KeyA'], group: 'evidence', when: 'case' },
  { id: 'intake-paths', title: 'command.intake-paths', keys: ['Alt+KeyP'], group: 'evidence', when: 'case' },
  {
    id: 'examine-one',
    title: 'command.examine-one',
    keys: ['Mod+Enter'],
    group: 'evidence',
    when: 'evidence',
  },
  { id: 'examine-again', title: 'command.examine-again', keys: [], group: 'evidence', when: 'evidence' },
  {
    id: 'examine-all',
    title: 'command.examine-all',
    keys: ['Mod+Shift+Enter'],
    group: 'evidence',
    when: 'case',
  },
  {
    id: 'evidence-previous',
    title: 'command.evidence-previous',
    keys: ['BracketLeft'],
    group: 'evidence',
    when: 'case',
  },
  {
    id: 'evidence-next',
    title: 'command.evidence-next',
    keys: ['BracketRight'],
    group: 'evidence',
    when: 'case',
  },
  {
    id: 'evidence-search',
    title: 'command.evidence-search',
    keys: ['Slash'],
    group: 'evidence',
    when: 'case',
  },
  {
    id: 'evidence-copy',
    title: 'command.evidence-copy',
    keys: ['Alt+KeyC'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'evidence-compare',
    title: 'command.evidence-compare',
    keys: ['Alt+KeyX'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'evidence-publication',
    title: 'command.evidence-publication',
    keys: ['Alt+KeyR'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'publication-save',
    title: 'command.publication-save',
    keys: ['Mod+KeyS'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'method-page',
    title: 'command.method-page',
    keys: ['F2', 'Alt+KeyH'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'evidence-geometry',
    title: 'command.evidence-geometry',
    keys: ['Alt+KeyG'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'geometry-save',
    title: 'command.geometry-save',
    keys: ['Mod+Shift+KeyS'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'evidence-regions',
    title: 'command.evidence-regions',
    keys: ['Alt+KeyO'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'region-take',
    title: 'command.region-take',
    keys: ['Alt+KeyK'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'region-undo',
    title: 'command.region-undo',
    keys: ['Mod+KeyZ'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'region-redo',
    title: 'command.region-redo',
    keys: ['Mod+Shift+KeyZ'],
    group: 'evidence',
    when: 'evidence',
  },
  {
    id: 'evidence-sign',
    title: 'command.evidence-sign',
    keys: ['Alt+KeyS'],
    group: 'evidence',
    when: 'evidence',
  },

  {
    id: 'viewer-zoom-in',
    title: 'viewer.zoom-in',
    keys: ['Equal', 'Shift+Equal', 'NumpadAdd'],
    group: 'viewer',
    when: 'viewer',
  },
  {
    id: 'viewer-zoom-out',
    title: 'viewer.zoom-out',
    keys: ['Minus', 'NumpadSubtract'],
    group: 'viewer',
    when: 'viewer',
  },
  { id: 'viewer-fit', title: 'viewer.fit', keys: ['Digit0', 'Numpad0'], group: 'viewer', when: 'viewer' },
  {
    id: 'viewer-actual',
    title: 'viewer.actual',
    keys: ['Digit1', 'Numpad1'],
    group: 'viewer',
    when: 'viewer',
  },
  { id: 'viewer-loupe', title: 'viewer.loupe', keys: ['Space'], group: 'viewer', when: 'viewer' },
  { id: 'viewer-announce', title: 'viewer.announce', keys: ['KeyI'], group: 'viewer', when: 'viewer' },
  { id: 'viewer-side', title: 'viewer.mode.side', keys: ['KeyA'], group: 'viewer', when: 'viewer' },
  { id: 'viewer-swipe', title: 'viewer.mode.swipe', keys: ['KeyW'], group: 'viewer', when: 'viewer' },
  { id: 'viewer-blink', title: 'viewer.mode.blink', keys: ['KeyB'], group: 'viewer', when: 'viewer' },
  {
    id: 'viewer-difference',
    title: 'viewer.mode.difference',
    keys: ['KeyD'],
    group: 'viewer',
    when: 'viewer',
  },
  { id: 'viewer-sync', title: 'viewer.sync', keys: ['KeyS'], group: 'viewer', when: 'viewer' },
] as const satisfies readonly Command[];

export type CommandId = (typeof commands)[number]['id'];

/** What of a keyboard event a binding is compared with. */
export interface KeyPress {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Does the press fit the binding exactly? On macOS `Mod` is ⌘ and Ctrl is left alone. */
export function matches(binding: KeyBinding, press: KeyPress, mac: boolean): boolean {
  const parts = binding.split('+');
  const mod = parts.includes('Mod');
  const wanted = {
    ctrlKey: mod && !mac,
    metaKey: mod && mac,
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
  return (
    press.code === parts.at(-1) &&
    press.ctrlKey === wanted.ctrlKey &&
    press.metaKey === wanted.metaKey &&
    press.altKey === wanted.altKey &&
    press.shiftKey === wanted.shiftKey
  );
}

/** The command a key press asks for, if any. */
export function commandFor(press: KeyPress, mac: boolean): (typeof commands)[number] | undefined {
  return commands.find((command) => command.keys.some((binding) => matches(binding, press, mac)));
}

const codeNames: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Slash: '/',
  Equal: '+',
  Minus: '−',
  Space: 'Space',
  Enter: '⏎',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** The parts of a binding as they stand on key caps: `['Ctrl', 'K']`. */
export function keyCaps(binding: KeyBinding, mac: boolean): readonly string[] {
  if (binding === 'Shift+Slash') return ['?'];
  return binding.split('+').map((part) => {
    if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'Alt') return mac ? '⌥' : 'Alt';
    if (part === 'Shift') return mac ? '⇧' : 'Shift';
    return codeNames[part] ?? part.replace(/^(Key|Digit|Numpad)/, '');
  });
}
