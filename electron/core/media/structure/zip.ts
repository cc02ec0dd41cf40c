import type { Part } from './layout.ts';
import type { Scan } from './scan.ts';

const ENTRIES = 200_000;

interface Entry {
  readonly name: string;
  readonly local: number;
  readonly size: number;
}

/** ZIP (APPNOTE 6.3): entries as the central directory lists them, the directory, and the end records. */
export async function readZip(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  const final = findEnd(scan, start, end);
  if (final < 0) return readWithoutDirectory(scan, parent, start, end);
  const stop = Math.min(end, final + 22 + reader.u16(final + 20, true));
  layout.add(parent, 'end of central directory', final, stop - final, 'structure', {
    detail: `${reader.u16(final + 10, true)} entries`,
  });
  let [count, size, offset] = [
    reader.u16(final + 10, true),
    reader.u32(final + 12, true),
    reader.u32(final + 16, true),
  ];
  const locator = final - 20;
  if (locator >= start && reader.matches(locator, 'PK\x06\x07')) {
    layout.add(parent, 'ZIP64 locator', locator, 20, 'structure');
    const record = start + reader.u64(locator + 8, true);
    if (record + 56 <= locator && reader.matches(record, 'PK\x06\x06')) {
      layout.add(parent, 'ZIP64 end of central directory', record, locator - record, 'structure');
      [count, size, offset] = [
        reader.u64(record + 32, true),
        reader.u64(record + 40, true),
        reader.u64(record + 48, true),
      ];
    }
  }
  // a program may stand before the archive: then all offsets are short by its length
  const stated = start + offset;
  const actual = reader.matches(stated, 'PK\x01\x02') || count === 0 ? stated : final - size;
  if (actual < start || actual > final) {
    layout.problem('malformed', final + 16, 4, `central directory at ${offset}`);
    return stop;
  }
  const shift = actual - offset;
  const entries = await readDirectory(scan, parent, actual, final, count);
  const ordered = entries
    .map((entry) => ({ ...entry, local: entry.local + shift }))
    .sort((a, b) => a.local - b.local);
  if (ordered.length > 0 && ordered[0]!.local > start) {
    layout.add(parent, 'before the archive', start, ordered[0]!.local - start, 'unexplained', {
      flag: 'warning',
    });
  }
  for (const [index, entry] of ordered.entries()) {
    await scan.pulse(entry.local);
    readEntry(scan, parent, entry, ordered[index + 1]?.local ?? actual);
  }
  parent.detail = `${entries.length} entries`;
  return stop;
}

function findEnd(scan: Scan, start: number, end: number): number {
  const from = Math.max(start, end - 65_557);
  const tail = scan.reader.bytes(from, end - from);
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return at < 0 || from + at + 22 > end ? -1 : from + at;
}

async function readDirectory(
  scan: Scan,
  parent: Part,
  start: number,
  end: number,
  count: number,
): Promise<Entry[]> {
  const { reader, layout } = scan;
  const directory: Entry[] = [];
  let position = start;
  while (directory.length < ENTRIES && position + 46 <= end && reader.matches(position, 'PK\x01\x02')) {
    await scan.pulse(position);
    const nameLength = reader.u16(position + 28, true);
    const extraLength = reader.u16(position + 30, true);
    const name = reader.bytes(position + 46, nameLength).toString('utf8');
    const wide = zip64(scan, position, nameLength, extraLength);
    directory.push({ name, local: wide.local, size: wide.size });
    position += 46 + nameLength + extraLength + reader.u16(position + 32, true);
  }
  layout.add(parent, 'central directory', start, Math.min(position, end) - start, 'structure', {
    detail: `${directory.length} entries`,
  });
  if (directory.length !== count)
    layout.problem(
      directory.length === ENTRIES ? 'limit' : 'malformed',
      start,
      0,
      `central directory: ${directory.length} of ${count} entries`,
    );
  return directory;
}

/** Sizes and offsets of FFFFFFFF stand in the extra field 0001, in this order (4.5.3). */
function zip64(
  scan: Scan,
  at: number,
  nameLength: number,
  extraLength: number,
): { size: number; local: number } {
  const { reader } = scan;
  let [size, local] = [reader.u32(at + 20, true), reader.u32(at + 42, true)];
  const plain = reader.u32(at + 24, true);
  if (size !== 0xffffffff && local !== 0xffffffff) return { size, local };
  const end = at + 46 + nameLength + extraLength;
  for (let field = at + 46 + nameLength; field + 4 <= end; field += 4 + reader.u16(field + 2, true)) {
    if (reader.u16(field, true) !== 1) continue;
    let value = field + 4 + (plain === 0xffffffff ? 8 : 0);
    if (size === 0xffffffff) {
      size = reader.u64(value, true);
      value += 8;
    }
    if (local === 0xffffffff) local = reader.u64(value, true);
  }
  return { size, local };
}

function readEntry(scan: Scan, parent: Part, { name, local, size }: Entry, limit: number): void {
  const { reader, layout } = scan;
  if (local + 30 > limit || !reader.matches(local, 'PK\x03\x04')) {
    layout.problem('malformed', Math.min(local, layout.size), 0, `${name}: no local header`);
    return;
  }
  const header = 30 + reader.u16(local + 26, true) + reader.u16(local + 28, true);
  const own = reader.bytes(local + 30, reader.u16(local + 26, true)).toString('utf8');
  // readers differ in which name they use
  if (own !== name) layout.problem('malformed', local + 30, own.length, `${name} ≠ ${own}`);
  const end = local + header + size;
  const method = reader.u16(local + 8, true);
  const descriptor = (reader.u16(local + 6, true) & 8) !== 0 ? descriptorBytes(scan, end, limit) : 0;
  const stop = Math.min(limit, end + descriptor);
  if (end > limit) layout.problem('overlap', limit, end - limit, name);
  const part = layout.add(parent, name, local, stop - local, 'content', {
    detail: `method ${method}, ${size} bytes`,
  });
  layout.add(part, 'local header', local, Math.min(header, stop - local), 'structure');
  if (descriptor > 0 && end < stop) layout.add(part, 'data descriptor', end, stop - end, 'structure');
}

function descriptorBytes(scan: Scan, at: number, limit: number): number {
  const signed = scan.reader.matches(at, 'PK\x07\x08') ? 4 : 0;
  // sizes have eight bytes each in ZIP64 entries: what is left before the next header tells
  return limit - at === signed + 20 ? signed + 20 : signed + 12;
}

/** Without an end record, local headers that know their size can still be followed. */
async function readWithoutDirectory(scan: Scan, parent: Part, start: number, end: number): Promise<number> {
  const { reader, layout } = scan;
  layout.problem('missing', end, 0, 'end of central directory');
  let position = start;
  while (position + 30 <= end && reader.matches(position, 'PK\x03\x04')) {
    await scan.pulse(position);
    const nameLength = reader.u16(position + 26, true);
    const header = 30 + nameLength + reader.u16(position + 28, true);
    const unknown = (reader.u16(position + 6, true) & 8) !== 0;
    const stop = unknown ? end : Math.min(end, position + header + reader.u32(position + 18, true));
    layout.add(
      parent,
      reader.bytes(position + 30, nameLength).toString('utf8'),
      position,
      stop - position,
      'content',
    );
    position = stop;
  }
  return position;
}
