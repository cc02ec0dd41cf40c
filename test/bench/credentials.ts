/**
 * Credential sweep: every C2PA file of the corpus through both engines, offline: what each says, whether they
 * agree, and how long each took. With a table of earlier measurements beside the corpus, differences from it.
 *
 *   node test/bench/credentials.ts [--folder c2pa-rs-fixtures]… [--json]
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { c2paState, engineTypes, readCredential } from '#core/media/c2pa.ts';
import { c2paWasmState, readSecondOpinion } from '#core/media/c2pa-wasm.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { compareOpinions, type ReaderAnswer } from '#core/provenance/opinions.ts';
import { corpus, corpusPresent, corpusRoot } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', multiple: true, default: ['c2pa-rs-fixtures', 'c2pa-public-testfiles'] },
    json: { type: 'boolean', default: false },
  },
});
if (!corpusPresent) throw new Error('the corpus is not here');

/** Extensions that are not the name of their format; the engines are told the type. */
const formats: Readonly<Record<string, string>> = { jpg: 'jpeg', tif: 'tiff', heic: 'heif' };

function typeOf(name: string): string | null {
  const extension = extname(name).slice(1).toLowerCase();
  return engineTypes.get(formats[extension] ?? extension) ?? null;
}

/** Columns of the earlier measurement: the state without any list, and the second engine's with test roots. */
function measured(): ReadonlyMap<string, { readonly node: string; readonly wasm: string }> {
  const table = join(corpusRoot, '..', 'reference', 'c2pa-corpus.tsv');
  if (!existsSync(table)) return new Map();
  const rows = readFileSync(table, 'utf8').split('\n').slice(1);
  return new Map(
    rows.map((row) => {
      const columns = row.split('\t');
      const name = (columns[0] ?? '')
        .replace(/^c2pa-rs/, 'c2pa-rs-fixtures')
        .replace(/^public/, 'c2pa-public-testfiles');
      return [name, { node: columns[4] ?? '', wasm: columns[9] ?? '' }];
    }),
  );
}

/** The word of the earlier table for an answer. */
function column(answer: ReaderAnswer): string {
  if (answer.state === 'present') return answer.store.engineState ?? 'unknown';
  if (answer.state === 'none') return 'no-manifest';
  if (answer.state === 'unreadable') return answer.code === 'UnsupportedType' ? 'unsupported' : 'error';
  return answer.state === 'remote-only' ? 'error' : answer.state;
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  return { value: await work(), ms: performance.now() - start };
}

const options = { lists: [], limits: defaultLimits, signal: new AbortController().signal };
const version = (state: Awaited<ReturnType<typeof c2paState>>) =>
  'version' in state ? state.version : 'missing';
const versions = { node: version(await c2paState(null)), wasm: version(await c2paWasmState(null)) };
const earlier = measured();
const files = corpusFiles(...values.folder).filter((name) => typeOf(name) !== null);
const rows: {
  file: string;
  node: string;
  wasm: string;
  disagreements: readonly string[];
  nodeMs: number;
  wasmMs: number;
  differs: string | null;
}[] = [];
for (const file of files) {
  const type = typeOf(file);
  const node = await timed(() => readCredential(corpus(file), type, options));
  const wasm = await timed(() => readSecondOpinion(corpus(file), type, options));
  const { disagreements } = compareOpinions(
    { name: 'node', version: versions.node, answer: node.value },
    { name: 'wasm', version: versions.wasm, answer: wasm.value },
  );
  const known = earlier.get(file);
  // The earlier table read with test roots; a signer it knew is Trusted there and Valid here.
  const untrusted = known?.wasm === 'Trusted' ? 'Valid' : known?.wasm;
  const differs = [
    known !== undefined && known.node !== column(node.value)
      ? `node was ${known.node}, is ${column(node.value)}`
      : null,
    known !== undefined &&
    untrusted !== column(wasm.value) &&
    !(untrusted === 'error' && column(wasm.value) === 'unsupported')
      ? `wasm was ${known.wasm}, is ${column(wasm.value)}`
      : null,
  ].filter((words) => words !== null);
  const row = {
    file,
    node: column(node.value),
    wasm: column(wasm.value),
    disagreements: disagreements.map(({ about, detail }) => `${about}: ${detail}`),
    nodeMs: Math.round(node.ms),
    wasmMs: Math.round(wasm.ms),
    differs: differs.length === 0 ? null : differs.join('; '),
  };
  rows.push(row);
  if (!values.json) {
    const agreement = disagreements.length === 0 ? 'agree' : row.disagreements.join(' | ');
    console.info(
      [
        basename(file).padEnd(44),
        row.node.padEnd(12),
        row.wasm.padEnd(12),
        agreement,
        `${row.nodeMs} ms`,
        `${row.wasmMs} ms`,
        row.differs ?? '',
      ].join('\t'),
    );
  }
}
const median = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
const summary = {
  versions,
  files: rows.length,
  agree: rows.filter(({ disagreements }) => disagreements.length === 0).length,
  compared: rows.filter(({ file }) => earlier.has(file)).length,
  differs: rows.flatMap(({ file, differs }) => (differs === null ? [] : [`${file}: ${differs}`])),
  medianMs: {
    node: median(rows.map(({ nodeMs }) => nodeMs)),
    wasm: median(rows.map(({ wasmMs }) => wasmMs)),
  },
  residentMebibytes: Math.round(process.memoryUsage.rss() / 2 ** 20),
};
console.info(JSON.stringify(values.json ? { ...summary, rows } : summary, null, 2));
