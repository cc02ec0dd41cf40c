import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCase } from '#core/case/open.ts';
import { verifyFolder } from '#core/case/verify-folder.ts';
import { makePackage } from '#core/package/make-package.ts';
import { receivePackage } from '#core/package/receive-package.ts';
import { recipeLines } from '#core/package/recipe.ts';
import { lackOfRoom } from '#core/package/room.ts';
import { verifyPackage } from '#core/package/verify-package.ts';
import type { CustodyEvent } from '#shared/domain/case.ts';
import type { MadePackage } from '#shared/domain/package.ts';
import { sealed, tampered } from '../support/forged-package.ts';
import { hostileName, packed, packedCase, signingPorts, someVersions } from '../support/packages.ts';
import { changePackage, recipeHolds } from '../torture/package.ts';
import { filesOf } from '../torture/package-changes.ts';
import { runSuite } from '../torture/package-suite.ts';
import { temporaryFolder } from './support/case.ts';
import { tamperFile } from './support/tamper.ts';

const suite = process.env.ASSAY_BAGIT_SUITE;
const linux = process.platform === 'linux';

const base = mkdtempSync(join(tmpdir(), 'assay-package-base-'));
const ports = signingPorts();
let made: MadePackage;
let events: CustodyEvent[];

beforeAll(async () => {
  const store = await packedCase(base, [Buffer.from('one'), Buffer.from('two')], ports);
  made = await packed(store, join(base, 'package'));
  events = store.custody(0, 1000);
  await store.close();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A copy of the package in a folder of its own. */
function somePackage(): { readonly folder: string; readonly out: string } {
  const folder = temporaryFolder();
  const out = join(folder, 'package');
  cpSync(join(base, 'package'), out, { recursive: true });
  return { folder, out };
}

describe('a package', () => {
  test('is a bag that only sha256sum and openssl are needed for', { skip: !linux }, async () => {
    const { out, folder } = somePackage();
    const recipe = readFileSync(join(out, 'VERIFY.txt'), 'utf8')
      .split('\n')
      .filter((line) => /^ {4}(sha256sum|\(|openssl (pkeyutl|pkey) )/.test(line))
      .map((line) => line.trim());
    expect(recipe).toEqual(recipeLines);
    // A folder with two programs in it is all the shell finds.
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const name of ['sha256sum', 'openssl']) symlinkSync(which(name), join(bin, name));
    const run = () =>
      execFileSync('/bin/sh', ['-e', '-c', recipe.join('\n')], { cwd: out, env: { PATH: bin } }).toString();
    expect(run()).toBe(
      `Signature Verified Successfully\nSignature Verified Successfully\n${made.signer}  -\n`,
    );
    expect(execFileSync('sha256sum', ['tagmanifest-sha256.txt'], { cwd: out }).toString()).toContain(
      made.sha256,
    );
    execFileSync('sha512sum', ['--check', '--strict', '--quiet', 'manifest-sha512.txt'], { cwd: out });
  });

  test('holds everything, under names that are no one else’s', async () => {
    const { out } = somePackage();
    const files = filesOf(out).map((file) => file.slice(out.length + 1));
    for (const file of files) expect(file).toMatch(/^[A-Za-z0-9][A-Za-z0-9._/-]*$/);
    const count = (folder: string) => files.filter((file) => file.startsWith(`data/${folder}/`)).length;
    expect(['evidence', 'results', 'figures', 'reports', 'custody'].map(count)).toEqual([2, 2, 2, 2, 2]);
    const names = JSON.parse(readFileSync(join(out, 'data/names.json'), 'utf8'));
    expect(names.leftOut).toEqual([]);
    const [first] = names.files;
    expect(Buffer.from(first.nameBytes, 'hex')).toEqual(hostileName);
    expect(percentDecoded(first.nameEncoded)).toEqual(hostileName);
    // A line feed in the name of the case makes no entry of its own.
    const info = readFileSync(join(out, 'bag-info.txt'), 'utf8');
    expect(info.match(/^External-Identifier: /gm)).toHaveLength(1);
    expect(info).toContain(`Payload-Oxum: ${made.bytes}.${made.files}\n`);
    const log = readFileSync(join(out, 'data/custody/log.jsonl'), 'utf8').trimEnd().split('\n');
    expect(log.map((line) => JSON.parse(line))).toEqual(events.slice(0, made.custody.sequence));
    expect(JSON.parse(log.at(-1) ?? '').hash).toBe(made.custody.hash);
    // The case knows what was handed out.
    expect(events.at(-1)).toMatchObject({ action: 'package.exported', object: made.sha256 });
  });

  test('tells the case in terms CASE 1.4 and UCO 1.4 have', () => {
    const { out } = somePackage();
    const document = JSON.parse(readFileSync(join(out, 'data/case.jsonld'), 'utf8'));
    const graph: readonly Record<string, unknown>[] = document['@graph'];
    const count = (type: string) => graph.filter((node) => node['@type'] === type).length;
    expect(count('case-investigation:InvestigativeAction')).toBe(made.custody.sequence);
    expect(count('case-investigation:ProvenanceRecord')).toBe(4);
    expect(count('uco-observable:ContentData')).toBe(4);
    // Every reference leads to a node, and each node says once what it is.
    const ids = new Set(graph.map((node) => node['@id']));
    expect(ids.size).toBe(graph.length);
    const used = new Set<string>();
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === 'object' && value !== null) {
        const keys = Object.keys(value);
        if (keys.length === 1 && '@id' in value) expect(ids).toContain(value['@id']);
        for (const [key, inner] of Object.entries(value)) {
          used.add(key === '@type' ? String(inner) : key);
          walk(inner);
        }
      }
    };
    walk(graph);
    expect([...used].filter((term) => !term.startsWith('@')).sort()).toEqual(ontologyTerms);
  });

  test('shows every change, addition and removal', async () => {
    const found = await changePackage({ bytes: 1, exhibits: 1, recipeEvery: linux ? 20 : 1e9 });
    expect(found.missed).toEqual([]);
    expect(found.recipeMissed).toEqual([]);
    expect(found.changes).toBeGreaterThan(150);
  });

  test('says what is missing apart from what is wrong', async () => {
    const { out } = somePackage();
    expect(await verifyPackage(out, ports)).toMatchObject({ state: 'intact', problems: [] });
    rmSync(join(out, 'data/reports/report-1.html'));
    expect(await verifyPackage(out, ports)).toMatchObject({
      state: 'incomplete',
      problems: [{ code: 'file-missing', object: 'data/reports/report-1.html' }],
    });
    rmSync(join(out, 'tagmanifest-sha512.txt.sig'));
    const { state, problems } = await verifyPackage(out, ports);
    expect([state, problems.at(-1)?.code]).toEqual(['incomplete', 'signature-missing']);
  });

  test('is not made of a case that is not what was recorded', async () => {
    const folder = temporaryFolder();
    const store = await packedCase(folder, [Buffer.from('one')]);
    const [evidence] = store.listEvidence({ offset: 0, limit: 1 }).items;
    const path = store.evidencePath(evidence?.sha256 ?? '');
    chmodSync(path, 0o644);
    writeFileSync(path, 'two');
    const out = join(folder, 'package');
    expect(await makePackage(store, out, someVersions)).toMatchObject({
      ok: false,
      problem: { code: 'case-damaged' },
    });
    expect(readdirSync(folder).filter((name) => name.includes('package'))).toEqual([]);
    await store.close();
  });

  test('is not begun where there is no room for it', async () => {
    const words = { en: expect.stringContaining('1000000000000000000 bytes are needed') };
    expect(await lackOfRoom(base, 1e18)).toMatchObject({
      ok: false,
      problem: { code: 'disk-full', message: words },
    });
    expect(await lackOfRoom(base, 1)).toBeNull();
  });
});

describe('a package from outside', () => {
  test('becomes a case that is only read and says the same', async () => {
    const { out, folder } = somePackage();
    const received = await receivePackage(out, join(folder, 'received.case'), ports);
    expect(received).toMatchObject({ ok: true, value: { verification: { state: 'intact' } } });
    const opened = await openCase(join(folder, 'received.case'), ports);
    expect(opened).toMatchObject({ ok: true, store: { readOnly: true } });
    if (!opened.ok) return;
    expect(opened.store.custodyHead()).toEqual(made.custody);
    expect(opened.store.info().evidenceCount).toBe(2);
    await opened.store.close();
    const verified = await verifyFolder(join(folder, 'received.case'), ports);
    expect(verified).toMatchObject({ ok: true, value: { problems: [], evidenceChecked: 2 } });
    expect(await verifyPackage(out, ports)).toMatchObject({ state: 'intact' });
  });

  /** Signed by whoever made it: the signature alone does not make a package harmless. */
  const hostile: Record<string, (out: string) => void> = {
    'a manifest that leads out': (out) =>
      tampered(out, 'manifest-sha256.txt', (text) => `${text}${'0'.repeat(64)}  data/../../../outside\n`),
    'an absolute path': (out) =>
      tampered(out, 'manifest-sha512.txt', (text) => `${text}${'0'.repeat(128)}  /etc/passwd\n`),
    'a link in place of an exhibit’s folder': (out) => {
      renameSync(join(out, 'data/evidence'), join(out, '../elsewhere'));
      symlinkSync('../../elsewhere', join(out, 'data/evidence'));
    },
    'a link to a file': (out) => symlinkSync('/etc/passwd', join(out, 'data/evidence/passwd')),
    'names that differ in case': (out) => {
      writeFileSync(join(out, 'data/reports/Twin.html'), 'a');
      writeFileSync(join(out, 'data/reports/twin.html'), 'b');
    },
    'names that differ in composition': (out) => {
      writeFileSync(join(out, 'data/reports/\u00e9.html'), 'a');
      writeFileSync(join(out, 'data/reports/e\u0301.html'), 'b');
    },
    'folders without end': (out) => {
      const deep = join(out, 'data/reports', 'd/'.repeat(70));
      mkdirSync(deep, { recursive: true });
      writeFileSync(join(deep, 'file'), 'a');
    },
    'a device name of Windows': (out) => writeFileSync(join(out, 'data/reports/con.html'), 'a'),
    'a list of files to fetch': (out) =>
      writeFileSync(join(out, 'fetch.txt'), 'http://localhost/ - data/evidence/x\n'),
    'a folder the program has no use for': (out) => {
      mkdirSync(join(out, 'data/scripts'));
      writeFileSync(join(out, 'data/scripts/run'), 'a');
    },
    'an exhibit under another hash': (out) =>
      writeFileSync(join(out, 'data/evidence', 'a'.repeat(64)), 'not that'),
    'a custody log without its middle': (out) =>
      tampered(out, 'data/custody/log.jsonl', (text) =>
        text
          .split('\n')
          .filter((_, index) => index !== 2)
          .join('\n'),
      ),
  };
  test.for(Object.keys(hostile))('is refused with %s, however well signed', async (kind) => {
    const { out, folder } = somePackage();
    hostile[kind]?.(out);
    sealed(out);
    expect(recipeHolds(out) || /link|leads|absolute/.test(kind)).toBe(true);
    const target = join(folder, 'received.case');
    const received = await receivePackage(out, target, ports);
    expect(received).toMatchObject({ ok: false, problem: { code: 'package-damaged' } });
    expect(readdirSync(folder).filter((name) => name.includes('received'))).toEqual([]);
  });

  test('is refused with a database that brings its own triggers or views', async () => {
    for (const sql of [
      "CREATE TRIGGER own AFTER INSERT ON custody BEGIN SELECT load_extension('x'); END;",
      'CREATE VIEW own AS SELECT 1;',
    ]) {
      const { out, folder } = somePackage();
      const database = join(out, 'data/case.db');
      chmodSync(database, 0o644);
      tamperFile(database, sql);
      sealed(out);
      expect(await verifyPackage(out, ports)).toMatchObject({ state: 'intact' });
      const received = await receivePackage(out, join(folder, 'received.case'), ports);
      expect(received).toMatchObject({ ok: false, problem: { code: 'case-damaged' } });
      expect(readdirSync(folder).filter((name) => name.includes('received'))).toEqual([]);
    }
  });
});

describe('bags of others', () => {
  let result: Awaited<ReturnType<typeof runSuite>> = null;
  beforeAll(async () => {
    result = suite === undefined ? null : await runSuite(suite);
  });

  test('the conformance suite’s verdicts are ours (ASSAY_BAGIT_SUITE names its folder)', ({ skip }) => {
    if (result === null) skip('the suite is not on this machine');
    expect(result?.differing).toEqual([]);
    expect(result?.bags).toBeGreaterThan(50);
  });
});

/** Classes and properties the documents use; looked up in the published ontologies, whose shapes such documents fit. */
const ontologyTerms = [
  ...['InvestigativeAction', 'Investigation', 'ProvenanceRecord', 'exhibitNumber', 'wasInformedBy'].map(
    (name) => `case-investigation:${name}`,
  ),
  ...['endTime', 'instrument', 'object', 'performer', 'result', 'startTime'].map(
    (name) => `uco-action:${name}`,
  ),
  ...['description', 'hasFacet', 'name', 'object', 'startTime'].map((name) => `uco-core:${name}`),
  'uco-identity:Identity',
  ...['ContentData', 'ContentDataFacet', 'File', 'FileFacet', 'fileName', 'filePath', 'hash', 'mimeType'].map(
    (name) => `uco-observable:${name}`,
  ),
  'uco-observable:sizeInBytes',
  ...['Tool', 'toolType', 'version'].map((name) => `uco-tool:${name}`),
  ...['Hash', 'hashMethod', 'hashValue'].map((name) => `uco-types:${name}`),
  'xsd:dateTime',
  'xsd:hexBinary',
].sort();

function which(name: string): string {
  return execFileSync('/bin/sh', ['-c', `command -v ${name}`])
    .toString()
    .trim();
}

function percentDecoded(text: string): Buffer {
  const bytes = text.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1');
}
