import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as hex from '../../../renderer/src/viewer/hex-format.ts';

describe('hex view', () => {
  it('writes bytes as Node does', () => {
    const all = Uint8Array.from({ length: 256 }, (_, value) => value);
    expect(Array.from(all, hex.hexByte).join('')).toBe(Buffer.from(all).toString('hex'));
  });
  it('shows printable ASCII and a dot for everything else, control characters above all', () => {
    const shown = Array.from({ length: 256 }, (_, value) => hex.printable(value)).join('');
    expect(shown).toMatch(/^·{32}[ -~]{95}·{129}$/);
  });
  it('writes offsets as wide as the file needs', () => {
    expect(hex.formatOffset(255, 300)).toBe('000000ff');
    expect(hex.formatOffset(0x1_0000_0000, 0x2_0000_0000)).toBe('100000000');
  });
  it.each([
    ['4096', 4096],
    ['0x1000', 4096],
    ['0X1f_40', 8000],
    ['1F40h', 8000],
    ['1,024', 1024],
    ['1f', null],
    ['', null],
    ['-1', null],
    ['0x', null],
    ['99999999999999999999', null],
  ])('reads the offset %s', (text, expected) => {
    expect(hex.parseOffset(text)).toBe(expected);
  });
  it('cuts a row at the middle and at the ends of the selection', () => {
    expect(hex.rowRuns(16, 100, [20, 2])).toEqual([
      { start: 16, length: 4, selected: false },
      { start: 20, length: 2, selected: true },
      { start: 22, length: 2, selected: false },
      { start: 24, length: 8, selected: false },
    ]);
    expect(hex.rowRuns(96, 100, null)).toEqual([{ start: 96, length: 4, selected: false }]);
  });
  it('covers each row exactly once and marks exactly the selection', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 220 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 12 }),
        (size, start, length, row) => {
          const offset = row * 16;
          const runs = hex.rowRuns(offset, size, [start, length]);
          const bytes = runs.flatMap((run) =>
            Array.from({ length: run.length }, (_, index) => [run.start + index, run.selected] as const),
          );
          const expected = Array.from({ length: 16 }, (_, index) => offset + index)
            .filter((at) => at < size)
            .map((at) => [at, at >= start && at < start + length] as const);
          expect(bytes).toEqual(expected);
        },
      ),
    );
  });
  it('reads numbers in both byte orders', () => {
    const bytes = Buffer.from([0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0xff]);
    const readings = hex.interpret(bytes);
    expect(Object.fromEntries(readings.map(({ name, value }) => [name, value]))).toEqual({
      u8: '0',
      'u16 BE': '1',
      'u16 LE': '256',
      'u32 BE': '66051',
      'u32 LE': '50462976',
      'u64 BE': '283686952306431',
      'u64 LE': bytes.readBigUInt64LE().toString(),
    });
    expect(hex.interpret(Uint8Array.of(7)).map(({ name }) => name)).toEqual(['u8']);
  });
  it('escapes control characters for the clipboard', () => {
    expect(hex.escapedText(Uint8Array.of(0x41, 0x00, 0x1b, 0x0a, 0x7f, 0xe9))).toBe('A\\x00\\x1b\n\\x7fé');
  });
});
