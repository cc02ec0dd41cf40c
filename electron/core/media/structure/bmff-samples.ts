import type { Box, BoxWalk } from './bmff.ts';
import type { Part } from './layout.ts';

const SAMPLES = 2_000_000;
const TABLE_BYTES = 16 * 1024 * 1024;

/** The boxes of one track's sample table that say where its bytes are. */
export interface SampleTable {
  readonly boxes: Map<string, Box>;
  readonly label: string;
}

interface Run {
  readonly start: number;
  end: number;
  readonly track: string;
}

/**
 * Which bytes of the media data the sample tables use (ISO/IEC 14496-12, 8.7). Bytes no sample refers to
 * are shown: editors that cut without re-encoding leave them behind.
 */
export function readSampleTables(walk: BoxWalk, end: number): void {
  const { layout } = walk.scan;
  if (walk.tables.length === 0 || walk.mediaData.length === 0) return;
  const runs: Run[] = [];
  let budget = SAMPLES;
  for (const table of walk.tables) {
    const chunks = chunksOf(walk, table, budget);
    if (chunks === null) return;
    budget -= chunks.samples;
    for (const chunk of chunks.list) {
      if (chunk.start + chunk.length > end)
        layout.problem(
          'truncated',
          Math.min(chunk.start, end),
          chunk.length,
          `${table.label}: chunk of ${chunk.length} bytes at ${chunk.start}`,
        );
      runs.push({ start: chunk.start, end: Math.min(end, chunk.start + chunk.length), track: table.label });
    }
  }
  runs.sort((a, b) => a.start - b.start || a.end - b.end);
  for (const holder of walk.mediaData) showRuns(walk, holder, runs);
}

function showRuns(walk: BoxWalk, holder: Part, runs: readonly Run[]): void {
  const { layout, reader } = walk.scan;
  const stop = holder.start + holder.length;
  // items and samples in one media data box: the items are shown
  if (holder.children.length > 0 || holder.fold !== null) return;
  let position = Math.min(stop, holder.start + (reader.u32(holder.start) === 1 ? 16 : 8));
  const gap = (until: number) => {
    if (until <= position) return;
    const zero = reader.filled(0, position, until);
    layout.add(holder, 'not referenced', position, until - position, zero ? 'padding' : 'unexplained', {
      flag: 'notice',
    });
  };
  let current: Run | null = null;
  for (const run of runs) {
    if (run.end <= position || run.start >= stop || run.end <= run.start) continue;
    if (current !== null && current.track === run.track && run.start <= current.end) {
      current.end = Math.max(current.end, Math.min(stop, run.end));
      position = Math.max(position, current.end);
      continue;
    }
    flush(walk, holder, current);
    gap(run.start);
    current = { start: Math.max(position, run.start), end: Math.min(stop, run.end), track: run.track };
    position = current.end;
  }
  flush(walk, holder, current);
  // only fragments use this box when no sample table refers to it
  if (current !== null) gap(stop);
}

function flush(walk: BoxWalk, holder: Part, run: Run | null): void {
  if (run !== null) walk.scan.layout.add(holder, run.track, run.start, run.end - run.start, 'content');
}

function chunksOf(
  walk: BoxWalk,
  { boxes }: SampleTable,
  budget: number,
): { readonly list: { start: number; length: number }[]; readonly samples: number } | null {
  const { reader } = walk.scan;
  // copied whole: reading three tables in turn through one window would thrash
  const load = (box: Box | undefined) =>
    box === undefined || box.end - box.body > TABLE_BYTES ? null : reader.bytes(box.body, box.end - box.body);
  const wide = boxes.has('co64') && !boxes.has('stco');
  const width = wide ? 8 : 4;
  const offsets = load(boxes.get(wide ? 'co64' : 'stco'));
  const sizes = load(boxes.get('stsz'));
  const map = load(boxes.get('stsc'));
  // compact sizes are rare; without any of the three nothing can be said about unused bytes
  if (offsets === null || sizes === null || map === null) return null;
  if (offsets.length < 8 || map.length < 8 || sizes.length < 12) return null;
  const chunks = offsets.readUInt32BE(4);
  const fixed = sizes.readUInt32BE(4);
  const samples = sizes.readUInt32BE(8);
  const rows = map.readUInt32BE(4);
  // QuickTime writes 1 for uncompressed sound whatever the bytes per sample
  if (fixed === 1) return null;
  if (chunks * width > offsets.length - 8 || rows * 12 > map.length - 8) return null;
  if (chunks > budget || (fixed === 0 && (samples > budget || samples * 4 > sizes.length - 12))) return null;

  const list: { start: number; length: number }[] = [];
  let row = 0;
  let sample = 0;
  for (let chunk = 1; chunk <= chunks; chunk += 1) {
    while (row + 1 < rows && map.readUInt32BE(8 + (row + 1) * 12) <= chunk) row += 1;
    const count = Math.min(rows === 0 ? 0 : map.readUInt32BE(12 + row * 12), samples - sample);
    let length = fixed * count;
    if (fixed === 0)
      for (let index = 0; index < count; index += 1) length += sizes.readUInt32BE(12 + (sample + index) * 4);
    sample += count;
    const at = 8 + (chunk - 1) * width;
    list.push({ start: wide ? Number(offsets.readBigUInt64BE(at)) : offsets.readUInt32BE(at), length });
  }
  return { list, samples: fixed === 0 ? samples : chunks };
}
