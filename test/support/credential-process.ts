/**
 * Reads the credentials of files in a process of its own, so that what it asks of the system can be watched
 * from outside: both engines and the whole analysis, as the product reads them; or, for the control, the first
 * engine with the settings it has when nobody sets any.
 *
 *   node test/support/credential-process.ts offline|default FILE…
 */
import { basename } from 'node:path';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { identify } from '#core/intake/identify.ts';
import { engineTypes, readCredential } from '#core/media/c2pa.ts';
import { readCrJson, readSecondOpinion } from '#core/media/c2pa-wasm.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { readTrustFolder, trustFolder } from '#core/media/trust-lists.ts';
import { runAnalysis } from './run-analysis.ts';

export interface WatchedReading {
  readonly file: string;
  readonly node: string;
  readonly wasm: string;
  readonly analysis: string;
}

async function readOffline(file: string): Promise<WatchedReading> {
  const { lists } = await readTrustFolder(trustFolder());
  const options = { lists, limits: defaultLimits, signal: new AbortController().signal };
  const mime = engineTypes.get((await identify(file, basename(file))).format) ?? null;
  const node = await readCredential(file, mime, options);
  const wasm = await readSecondOpinion(file, mime, options);
  await readCrJson(file, mime, options);
  const { answer } = await runAnalysis(analysis, file);
  return { file, node: node.state, wasm: wasm.state, analysis: answer.outcome };
}

async function readWithDefaults(file: string): Promise<WatchedReading> {
  const { Reader } = await import('@contentauth/c2pa-node');
  const node = await Reader.fromAsset({ path: file }).then(
    () => 'read',
    (error: unknown) => String(error),
  );
  return { file, node, wasm: 'not-asked', analysis: 'not-asked' };
}

const [mode, ...files] = process.argv.slice(2);
const readings: WatchedReading[] = [];
for (const file of files) readings.push(await (mode === 'default' ? readWithDefaults : readOffline)(file));
process.stdout.write(JSON.stringify(readings));
