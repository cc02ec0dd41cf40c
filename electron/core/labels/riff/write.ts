import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer, XmpAssignment } from '../define.ts';
import { growthOf, inOrder } from '../moved.ts';
import { planned, Refusal } from '../refusal.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { mergeXmp } from '../xmp-merge.ts';
import { placeInfo } from './avi-info.ts';
import { aviOffsetSplices } from './avi-offsets.ts';
import { type Chunk, chunksIn, formsOf, makeChunk } from './chunks.ts';
import type { RiffFile, RiffPlaced } from './file.ts';

const CHUNKS = 100_000;

/**
 * Put entries into a WAVE or AVI file: a WAVE keeps a label in a chunk of its own at the outermost level
 * (TC260-PG-202510A), an AVI in its `LIST INFO` (TC260-PG-20257A), XMP goes to `_PMX` (XMP part 3, 1.2.8).
 */
export function writeRiff(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planned(() => {
    const file = openRiff(reader, signal);
    const placed = entries.map((entry): RiffPlaced => {
      if (entry.kind === 'xmp') return placeXmp(file, entry.properties);
      if (!/^[\x20-\x7e]{4}$/.test(entry.key))
        throw new Refusal(
          `A chunk cannot be called “${entry.key}”: its name has four characters`,
          `数据块不能命名为“${entry.key}”：名称须为四个字符`,
        );
      const data = Buffer.from(entry.value, 'utf8');
      return file.form.type === 'AVI ' ? placeInfo(file, entry.key, data) : placeChunk(file, entry.key, data);
    });
    const splices = placed.flatMap((each) => each.splices);
    const patches = file.form.type === 'AVI ' ? aviOffsetSplices(file, splices) : [];
    signal.throwIfAborted();
    const all = [...splices, ...patches, ...sizeSplices(file, splices)];
    return {
      pieces: spliced(reader.size, inOrder(all)),
      places: placed.map(({ place }) => place),
    };
  });
}

function openRiff(reader: ByteReader, signal: AbortSignal): RiffFile {
  const forms = formsOf(reader);
  const [form] = forms;
  if (form === undefined) throw new Refusal('There is no RIFF header', '缺少 RIFF 文件头');
  const chunks: Chunk[] = [];
  const walk = chunksIn(reader, form.body, form.end, form);
  let next = walk.next();
  for (; next.done !== true; next = walk.next()) {
    signal.throwIfAborted();
    chunks.push(next.value);
    if (chunks.length > CHUNKS)
      throw new Refusal('The file has too many chunks', '文件的数据块过多，无法写入');
  }
  const cut = chunks.find(({ missing }) => missing > 0);
  if (next.value !== null || cut !== undefined || form.missing > 0)
    throw new Refusal(
      'The file is cut short or damaged between its chunks; repair it first',
      '文件不完整或数据块之间已损坏，请先修复',
    );
  return { reader, form, forms, chunks };
}

/** The file with a chunk at the outermost level replaced, or with a new one behind the others. */
function placeChunk(file: RiffFile, name: string, data: Uint8Array, place?: string): RiffPlaced {
  const { reader, form, chunks } = file;
  const fresh = makeChunk(name, data, form.little);
  const named = place ?? `RIFF ${form.type.trim()} chunk`;
  const [old, ...copies] = chunks.filter((chunk) => chunk.name.toUpperCase() === name.toUpperCase());
  if (old !== undefined) {
    const removed = copies.map(({ start, next }) => ({ from: start, to: next, data: new Uint8Array() }));
    return { place: named, splices: [{ from: old.start, to: old.next, data: fresh }, ...removed] };
  }
  const media = chunks.find((chunk) => chunk.name === 'data');
  const unsized =
    form.open || (media !== undefined && reader.u32(media.start + 4, form.little) === 0xffffffff);
  if (unsized && form.sizes.size === 0) {
    // samples reach to the end of the file then: a chunk behind them would be taken for sound
    if (media === undefined)
      throw new Refusal(
        'The header leaves the size open and there is no data chunk; save the file anew first',
        '文件头未写明大小，且没有 data 块；请先重新保存文件',
      );
    return { place: named, splices: [{ from: media.start, to: media.start, data: fresh }] };
  }
  const last = chunks.at(-1);
  const end = last?.next ?? form.body;
  const pad = last !== undefined && (last.end - last.body) % 2 === 1 && last.next === last.end;
  const chunk = pad ? Buffer.concat([Buffer.alloc(1), fresh]) : fresh;
  return { place: named, splices: [{ from: end, to: end, data: chunk }] };
}

function placeXmp(file: RiffFile, properties: readonly XmpAssignment[]): RiffPlaced {
  const { reader, chunks } = file;
  const old = chunks.find(({ name }) => name === '_PMX' || name === 'XMP ');
  if (old !== undefined && old.end - old.body > 16 * 1024 * 1024)
    throw new Refusal('The XMP packet is too large to be changed', 'XMP 数据包过大，无法修改');
  const answer = mergeXmp(old === undefined ? null : reader.bytes(old.body, old.end - old.body), properties);
  if (!answer.ok) throw new Refusal(answer.reason.en, answer.reason['zh-CN']);
  const name = old?.name ?? '_PMX';
  return placeChunk(file, name, answer.packet, `${name} chunk`);
}

/** Sizes of the outermost chunk, and of the 64-bit one in `ds64` when there is one. */
function sizeSplices({ reader, form }: RiffFile, splices: readonly Splice[]): Splice[] {
  const growth = growthOf(splices);
  if (growth === 0 || form.open) return [];
  const wide = form.sizes.get('RIFF');
  const data = Buffer.alloc(wide === undefined ? 4 : 8);
  if (wide !== undefined) {
    data.writeBigUInt64LE(BigInt(wide + growth));
    return [{ from: form.start + 20, to: form.start + 28, data }];
  }
  // what stands is kept even when it counts a byte more or less than there is
  const size = reader.u32(form.start + 4, form.little) + growth;
  if (size >= 0xffffffff)
    throw new Refusal(
      'The file would grow beyond 4 GiB, which its header cannot say; convert it to RF64 first',
      '文件将超过 4 GiB，其文件头无法表示；请先转换为 RF64',
    );
  if (form.little) data.writeUInt32LE(size);
  else data.writeUInt32BE(size);
  return [{ from: form.start + 4, to: form.start + 8, data }];
}
