import { describe, expect, test } from 'vitest';
import { type Command, commandFor, commands, keyCaps, matches } from '#shared/commands.ts';
import { en } from '#shared/text/en.ts';

const table: readonly Command[] = commands;
const press = (
  code: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

/** `KeyboardEvent.code` values used here, from the UI Events KeyboardEvent code specification. */
const knownCodes =
  /^(Key[A-Z]|Digit\d|Numpad(\d|Add|Subtract)|F([1-9]|1[0-2])|Arrow(Up|Down|Left|Right)|Bracket(Left|Right)|Slash|Backslash|Equal|Minus|Space|Enter|Escape|Home|End|Page(Up|Down)|Comma|Period|Semicolon|Quote|Backquote|Tab|Delete)$/;

describe('the table of commands', () => {
  test('ids are unique and titles exist', () => {
    expect(new Set(table.map((command) => command.id)).size).toBe(table.length);
    expect(table.filter((command) => !Object.hasOwn(en, command.title))).toEqual([]);
  });

  test('no key is given twice', () => {
    const keys = table.flatMap((command) => command.keys);
    expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([]);
  });

  test('bindings are modifiers in one order and a known code', () => {
    for (const key of table.flatMap((command) => command.keys)) {
      const parts = key.split('+');
      expect(parts.at(-1), key).toMatch(knownCodes);
      expect(parts.slice(0, -1).join('+'), key).toMatch(/^(Mod)?\+?(Alt)?\+?(Shift)?$/);
    }
  });

  test('keys that browsers keep for themselves are not used', () => {
    const reserved = [
      'Mod+KeyN',
      'Mod+KeyT',
      'Mod+KeyW',
      'Mod+Shift+KeyN',
      'Mod+Shift+KeyW',
      'F5',
      'F11',
      'F12',
    ];
    const tabs = Array.from({ length: 9 }, (_, digit) => `Mod+Digit${digit + 1}`);
    const used = table.flatMap((command) => command.keys);
    expect(used.filter((key) => [...reserved, ...tabs].includes(key))).toEqual([]);
  });

  test('single letters belong to the viewer alone', () => {
    const letters = table.filter((command) => command.keys.some((key) => /^Key[A-Z]$/.test(key)));
    expect(letters.filter((command) => command.when !== 'viewer')).toEqual([]);
  });
});

describe('matching', () => {
  test('by place on the keyboard, with exactly the modifiers', () => {
    expect(matches('Mod+KeyK', press('KeyK', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+KeyK', press('KeyK', { metaKey: true }), true)).toBe(true);
    expect(matches('Mod+KeyK', press('KeyK', { metaKey: true }), false)).toBe(false);
    expect(matches('Mod+KeyK', press('KeyK', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
    expect(matches('BracketLeft', press('BracketLeft'), false)).toBe(true);
    expect(matches('BracketLeft', press('BracketLeft', { altKey: true }), false)).toBe(false);
  });

  test('finds the command of a press', () => {
    expect(commandFor(press('KeyK', { ctrlKey: true }), false)?.id).toBe('palette');
    expect(commandFor(press('Digit2', { altKey: true }), false)?.id).toBe('stage-examine');
    expect(commandFor(press('KeyZ'), false)).toBeUndefined();
  });

  test('key caps are what stands on the keys', () => {
    expect(keyCaps('Mod+Shift+Enter', false)).toEqual(['Ctrl', 'Shift', '⏎']);
    expect(keyCaps('Mod+Shift+Enter', true)).toEqual(['⌘', '⇧', '⏎']);
    expect(keyCaps('Shift+Slash', false)).toEqual(['?']);
  });
});
