import { useLayoutEffect, useRef } from 'react';
import { type Command, type CommandId, commandFor, commands, keyCaps } from '#shared/commands.ts';
import { createStore, useStore } from './store.ts';

export const onMac = navigator.platform.startsWith('Mac');

type Handlers = Readonly<Partial<Record<CommandId, () => void>>>;

/** What can be done now: each part of the screen that is there gives the handlers of its commands. */
const center = createStore<{ readonly handlers: Handlers }>({ handlers: {} });

/** Offer a command while the component is there; `null` withdraws it. */
export function useCommand(id: CommandId, handler: (() => void) | null): void {
  const latest = useRef(handler);
  latest.current = handler;
  const offered = handler !== null;
  // Before the paint: a key pressed as soon as the screen is there must not be lost.
  useLayoutEffect(() => {
    if (!offered) return;
    const run = () => latest.current?.();
    center.set(({ handlers }) => ({ handlers: { ...handlers, [id]: run } }));
    return () =>
      center.set(({ handlers }) =>
        handlers[id] === run ? { handlers: { ...handlers, [id]: undefined } } : { handlers },
      );
  }, [id, offered]);
}

export function runCommand(id: CommandId): void {
  center.get().handlers[id]?.();
}

/** The commands of the table that can be done now. */
export function useAvailableCommands(): readonly ((typeof commands)[number] & Command)[] {
  const handlers = useStore(center, (value) => value.handlers);
  return commands.filter((command) => handlers[command.id] !== undefined);
}

/** Key caps of a command's first binding, for tooltips and menus. */
export function capsOf(id: CommandId): readonly string[] {
  const binding: string | undefined = commands.find((command) => command.id === id)?.keys[0];
  return binding === undefined ? [] : keyCaps(binding, onMac);
}

/** In a text field only combinations with Ctrl, Alt or ⌘ and function keys are commands. */
function typing(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  const writes =
    target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
  return writes && !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d+$/.test(event.code);
}

/** Dialogs, menus and pop-ups keep the focus in themselves and have their own keys. */
function inOverlay(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=dialog], [role=menu], [data-trigger]') !== null;
}

/** Listen for shortcuts on the whole page; returns how to stop. */
export function watchShortcuts(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.repeat || typing(event)) return;
    if (inOverlay(event.target)) return;
    const command = commandFor(event, onMac);
    if (command === undefined || center.get().handlers[command.id] === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    runCommand(command.id);
  };
  // Before the components: a focused button would take Ctrl+Enter for a press.
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
}
