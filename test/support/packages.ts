import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CasePorts } from '#core/case/case-ports.ts';
import { createCase } from '#core/case/create.ts';
import type { CaseStore } from '#core/case/store.ts';
import { makePackage } from '#core/package/make-package.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { MadePackage } from '#shared/domain/package.ts';
import { fakeEvidence, fakeRun, someAcquisition } from '../store/support/records.ts';

/** Versions of nothing in particular: what a package says of them is not what these tests are about. */
export const someVersions = {
  assay: '0.1.0',
  node: 'v24.0.0',
  platform: 'linux x64',
  engines: { sharp: '0.35.5', heif: null },
  analyses: [{ id: 'container.structure', version: 1 }],
};

/** Ports of an installation with a key of its own. */
export function signingPorts(): CasePorts {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const keyId = createHash('sha256').update(der).digest('hex');
  return {
    clock: () => new Date(),
    id: () => randomUUID(),
    actor: 'Examiner 检验员',
    session: 'session-1',
    checkpoints: {
      keyId,
      key: () => ({
        ...{ ok: true, keyId, publicKey: der.toString('base64') },
        sign: (message) => sign(null, message, privateKey),
      }),
    },
  };
}

/** A name no package may use as a path: a line feed, an escape, a turn of direction, a byte that is not UTF-8. */
export const hostileName = Buffer.concat([
  Buffer.from('../\n\u202e$(id) \u001b[31m%2e证据'.replaceAll('/', '\\')),
  Buffer.from([0xff]),
]);

/** A case in `folder` with exhibits of these contents, a run with a figure, and a report. */
export async function packedCase(
  folder: string,
  contents: readonly Buffer[],
  ports = signingPorts(),
): Promise<CaseStore> {
  const made = await createCase(join(folder, 'matter.case'), 'Matter 1\nExternal-Identifier: x', ports);
  if (!made.ok) throw new Error(made.problem.message.en);
  const { store } = made;
  for (const [index, bytes] of contents.entries()) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(store.evidencePath(sha256), bytes);
    chmodSync(store.evidencePath(sha256), 0o444);
    const known = index === 0 ? { name: 'hostile', nameBytes: hostileName.toString('hex') } : {};
    store.addEvidence(
      {
        ...fakeEvidence(index + 1),
        ...known,
        sha256,
        sha512: createHash('sha512').update(bytes).digest('hex'),
        size: bytes.length,
        chunks: createHash('sha256').update(bytes).digest(),
      } satisfies Omit<Evidence, 'acquisitions' | 'number'> & { chunks: Uint8Array },
      someAcquisition,
    );
    const run = randomUUID();
    const figure = Buffer.from(`figure ${index}`);
    mkdirSync(store.derivedPath(run), { recursive: true });
    writeFileSync(join(store.derivedPath(run), 'map.png'), figure);
    const hash = createHash('sha256').update(figure).digest('hex');
    const artifacts = [{ name: 'map.png', mime: 'image/png', size: figure.length, sha256: hash }];
    store.recordRun(fakeRun(sha256, run, { artifacts, engines: { sharp: '0.35.5' } }));
  }
  const written = (name: string, text: string) => {
    writeFileSync(join(store.folder.reports, name), text);
    return createHash('sha256').update(text).digest('hex');
  };
  const report = written('report-1.html', '<!doctype html><p>Report</p>');
  store.recordReport(report, { name: 'report-1.html', record: written('report-1.json', '{}\n') });
  return store;
}

export async function packed(store: CaseStore, out: string): Promise<MadePackage> {
  const made = await makePackage(store, out, someVersions);
  if (!made.ok) throw new Error(`${made.problem.code}: ${made.problem.detail ?? made.problem.message.en}`);
  return made.value;
}
