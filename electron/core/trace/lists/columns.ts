import type { CsvRecord, Delimiter } from './csv-records.ts';
import { kindOfValue, type SignalKind, signalKind } from './signals.ts';

/**
 * Which column is what. Forms that are known, with the source in github.com/facebook/ThreatExchange:
 *
 * - `signal_type,signal_str,collab,category,tags`: `threatexchange dataset -P --csv` (cli/dataset_cmd.py);
 * - no header, `indicator,descriptor,added,tags` or `indicator,id,descriptor,added,tags`, the type in the name of the
 *   file, `simple.HASH_PDQ.te`: what its command line and HMA keep (cli/dataset/simple_serialization.py);
 * - `id,indicator,type` and `…,indicator_indicator,indicator_type,…,raw_indicator,…`, each row with a counter before
 *   the first column: `get_data.py` of pytx (api-reference-examples/python/pytx);
 * - no header, `frame,quality,hash,seconds`: `vpdq-hash-video`, one film to a file (vpdq/cpp/vpdq/cpp/io/vpdqio.cpp);
 * - no header, `type hash` with a blank: the file of local signals (exchanges/impl/file_api.py).
 *
 * Others are understood by the names of their columns.
 */
export interface Columns {
  /** Records without values before the first row: 1 with a header. */
  readonly header: readonly string[] | null;
  readonly value: number;
  /** Column of the type; `null`: all rows are of one kind. */
  readonly type: number | null;
  readonly kind: SignalKind | null;
  readonly id: number | null;
  readonly tags: number | null;
  readonly quality: number | null;
  readonly time: number | null;
  /** Rows are the frames of one film. */
  readonly film: boolean;
}

const valueNames = [
  'signal_str',
  'signal',
  'signal_value',
  'raw_indicator',
  'indicator',
  'indicator_indicator',
  'hash',
  'hash_value',
  'value',
  'pdq',
  'pdq_hash',
  'vpdq',
  'md5',
  'sha256',
  'sha-256',
] as const;
const typeNames = ['signal_type', 'indicator_type', 'hash_type', 'type', 'algorithm'] as const;
const idNames = ['id', '_id', 'indicator_id', 'content_id', 'signal_id', 'descriptor_id'] as const;
const tagNames = ['tags', 'labels', 'label', 'tag'] as const;
const timeNames = ['timestamp', 'time', 'seconds'] as const;

/** `null`: nothing in this record tells what the columns are. `given`: kind that was told with the file. */
export function findColumns(
  { cells }: CsvRecord,
  given: SignalKind | null,
  fileName: string,
): Columns | null {
  return cells.some((cell) => kindOfValue(cell) !== null)
    ? withoutHeader(cells, given ?? kindInName(fileName))
    : withHeader(cells, given ?? kindInName(fileName));
}

function withHeader(cells: readonly string[], given: SignalKind | null): Columns | null {
  const header = cells.map((cell) => cell.trim().toLowerCase());
  const find = (names: readonly string[]): number | null => {
    const name = names.find((one) => header.includes(one));
    return name === undefined ? null : header.indexOf(name);
  };
  const value = find(valueNames);
  if (value === null) return null;
  const type = find(typeNames);
  const kind = given ?? signalKind((header[value] ?? '').replace(/_hash$/, ''));
  const time = find(timeNames);
  const quality = find(['quality', 'pdq_quality']);
  return {
    header,
    value,
    type: given === null ? type : null,
    kind,
    id: find(idNames),
    tags: find(tagNames),
    quality,
    time,
    film: find(['frame', 'frame_number']) !== null && quality !== null && time !== null,
  };
}

function withoutHeader(cells: readonly string[], given: SignalKind | null): Columns {
  const none = { header: null, type: null, id: null, tags: null, quality: null, time: null, film: false };
  const [first = '', second = '', third = '', fourth = ''] = cells;
  const isFrame =
    cells.length === 4 &&
    /^\d+$/.test(first) &&
    /^\d{1,3}$/.test(second) &&
    Number(fourth) >= 0 &&
    /^[0-9a-f]{64}$/i.test(third);
  if (isFrame) return { ...none, value: 2, kind: 'vpdq', quality: 1, time: 3, film: true };
  const value = cells.findIndex((cell) => kindOfValue(cell) !== null);
  const type = cells.findIndex((cell) => signalKind(cell) !== null);
  return {
    ...none,
    value,
    type: given === null && type !== -1 ? type : null,
    kind: given,
    id: value === 0 && cells.length >= 4 ? 1 : null,
    tags: value === 0 && cells.length >= 4 ? cells.length - 1 : null,
  };
}

/** `simple.HASH_PDQ.te` → `pdq`. */
function kindInName(fileName: string): SignalKind | null {
  const type = /^simple\.([^.]+)\.te$/i.exec(fileName)?.[1];
  return type === undefined ? null : signalKind(type);
}

/** What stands between the cells of a file that begins with this text. */
export function findDelimiter(text: string): Delimiter {
  const line = text.split(/\r?\n/).find((one) => one.trim() !== '') ?? '';
  // Inside quotation marks everything is text.
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  const count = (sign: string) => bare.split(sign).length - 1;
  const [best] = ([',', '\t', ';'] as const).toSorted((one, other) => count(other) - count(one));
  if (best !== undefined && count(best) > 0) return best;
  return /^\S+ \S+$/.test(line.trim()) ? ' ' : ',';
}
