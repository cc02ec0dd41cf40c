import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CredentialAxes, worstStates } from '#shared/domain/credential-detail.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { makePng } from '../fixtures/make/png.ts';
import { CommandLine } from '../support/command-line.ts';

/** The commands a reader is told to check a case with are run on a case, sound and then tampered with. */
const documents = new URL('../../resources/docs/', import.meta.url);
const commands = [
  ...readFileSync(new URL('case-folder.md', documents), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm),
].map((match) => match[1]!);
const tools = ['bash', 'sha256sum', 'sqlite3', 'jq', 'openssl'].every(
  (tool) => spawnSync('sh', ['-c', 'command -v "$0"', tool]).status === 0,
);

describe.skipIf(!tools)('case-folder.md', () => {
  const assay = new CommandLine();
  const directory = assay.path('matter.case');
  const [files, chain, signature, checkpoint, runs, artifacts] = commands;

  beforeAll(async () => {
    writeFileSync(assay.path('a.jpg'), await makeJpeg());
    writeFileSync(assay.path('湖.png'), makePng());
    const { status } = await assay.runAlone([
      'examine',
      assay.path('a.jpg'),
      assay.path('湖.png'),
      '--case',
      directory,
      // A few of each kind: with files of their own, and without.
      '--only',
      'container.structure,metadata.fields,provenance.c2pa,pixels.error-level,pixels.channels',
    ]);
    expect(status).toBe(0);
  });
  afterAll(() => assay.remove());

  const check = (script: string | undefined, variables: Record<string, string> = {}) => {
    const strict = `set -euo pipefail\n${script}`;
    const env = { ...process.env, CASE: directory, LC_ALL: 'C.UTF-8', ...variables };
    return spawnSync('bash', ['-c', strict], { env, encoding: 'utf8' });
  };
  const sql = (statement: string) => execFileSync('sqlite3', [join(directory, 'case.db'), statement]);

  test('has six checks, and a sound case passes them', () => {
    expect(commands.length).toBe(6);
    for (const command of commands)
      if (command !== signature) expect(check(command)).toMatchObject({ status: 0, stderr: '' });
    expect(check(chain).stdout).toMatch(/^\d+ events, the last is [0-9a-f]{64}\n$/);
  });

  test('OpenSSL verifies a checkpoint, and finds one that was altered or is of another chain', async () => {
    const [sequence, keyId] = sql(
      "SELECT sequence || ' ' || json_extract(document, '$.keyId') FROM checkpoint ORDER BY sequence DESC LIMIT 1",
    )
      .toString()
      .trim()
      .split(' ');
    expect(check(checkpoint).stdout).toBe(
      `Signature Verified Successfully\nevent ${sequence} was signed by the key ${keyId}\n`,
    );
    const kept = assay.path('kept.json');
    const { stdout } = await assay.run(['checkpoint', 'show', directory]);
    const held = (text: string) => {
      writeFileSync(kept, text);
      return check(checkpoint, { CHECKPOINT: kept }).status;
    };
    expect(held(stdout)).toBe(0);
    expect(held(`{"format":"assay-record","checkpoint":${stdout}}`)).toBe(0);
    const altered = stdout.replace(`"sequence":${sequence}`, '"sequence":1');
    expect(held(altered), 'altered').not.toBe(0);
    // The short form needs nothing but sed and openssl; a lone shell has no other settings either.
    const bare = (text: string) => {
      writeFileSync(kept, text);
      const env = { PATH: process.env.PATH, CHECKPOINT: kept };
      return spawnSync('sh', ['-ec', signature!], { env, cwd: assay.path('.'), encoding: 'utf8' });
    };
    expect(bare(stdout).stdout).toBe(`Signature Verified Successfully\n${keyId}  key\n`);
    expect(bare(altered).status, 'altered').not.toBe(0);
    sql(`CREATE TABLE aside AS SELECT hash FROM custody WHERE sequence = ${sequence}; DROP TRIGGER custody_no_update;
      UPDATE custody SET hash = '${'0'.repeat(64)}' WHERE sequence = ${sequence}`);
    expect(held(stdout), 'another chain').not.toBe(0);
    sql(`UPDATE custody SET hash = (SELECT hash FROM aside) WHERE sequence = ${sequence}; DROP TABLE aside`);
    expect(held(stdout)).toBe(0);
  });

  test('a changed evidence file is found', () => {
    const stored = join(directory, 'evidence', readdirSync(join(directory, 'evidence'))[0]!);
    const bytes = readFileSync(stored);
    chmodSync(stored, 0o644);
    expect(check(files).status, 'writable').not.toBe(0);
    writeFileSync(stored, Buffer.concat([bytes, Buffer.from('x')]));
    chmodSync(stored, 0o444);
    expect(check(files).status, 'changed').not.toBe(0);
    chmodSync(stored, 0o644);
    writeFileSync(stored, bytes);
    chmodSync(stored, 0o444);
    expect(check(files).status).toBe(0);
  });

  test('a changed file of a run is found', () => {
    const [run] = readdirSync(join(directory, 'derived')).filter((name) => !name.startsWith('.'));
    const made = join(directory, 'derived', run!, readdirSync(join(directory, 'derived', run!))[0]!);
    chmodSync(made, 0o644);
    writeFileSync(made, Buffer.concat([readFileSync(made), Buffer.from('x')]));
    expect(check(artifacts).status).not.toBe(0);
  });

  test('a changed run and a changed event are found', () => {
    sql(
      'DROP TRIGGER run_no_update; UPDATE run SET record = replace(record, \'"outcome":"found"\', \'"outcome":"nothing-found"\')',
    );
    expect(check(runs).status).not.toBe(0);
    expect(check(chain).status).toBe(0);
    sql("UPDATE custody SET actor = 'nobody' WHERE sequence = 2");
    expect(check(chain)).toMatchObject({ status: 1, stderr: 'event 2 is not what was recorded\n' });
  });
});

test('command-line.md names every option and environment variable', () => {
  const text = readFileSync(new URL('command-line.md', documents), 'utf8');
  const source = [
    'main',
    'session',
    'text',
    ...[
      'intake',
      'examine',
      'credential',
      'report',
      'verify',
      'checkpoint',
      'case',
      'analyses',
      'sign',
      'authority',
      'trust',
    ].map((name) => `commands/${name}`),
  ]
    .map((name) => readFileSync(new URL(`../../electron/hosts/cli/${name}.ts`, import.meta.url), 'utf8'))
    .join('\n');
  const options = [...source.matchAll(/ptions?\('(--[a-z]+)/g), ...source.matchAll(/\.option\('(--[a-z]+)/g)];
  expect(options.length).toBeGreaterThan(8);
  for (const [, option] of options) expect(text).toContain(option);

  const code = fileURLToPath(new URL('../../electron/', import.meta.url));
  const variables = readdirSync(code, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(core|workers|hosts)\b.*\.ts$/.test(name))
    .flatMap(
      (name) => readFileSync(join(code, name), 'utf8').match(/\b(ASSAY_[A-Z]+|C2PA_LIBRARY_PATH)\b/g) ?? [],
    );
  expect(variables.length).toBeGreaterThan(8);
  for (const variable of new Set(variables)) expect(text).toContain(`\`${variable}\``);
});

test('content-credentials.md names every observation and every value of the axes, and no others', () => {
  const text = readFileSync(new URL('content-credentials.md', documents), 'utf8');
  const folder = fileURLToPath(new URL('../../electron/core/provenance/', import.meta.url));
  const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const ids = [
    ...source.matchAll(/\bobserve\(\s*'([a-z0-9-]+)'/g),
    ...source.matchAll(/\bid: '([a-z0-9-]+)',\s*severity: '/g),
  ].map(([, id]) => id!);
  expect(new Set(ids).size).toBeGreaterThan(60);
  const section = text.slice(text.indexOf('## Observations'), text.indexOf('## Text and other'));
  expect(section).not.toBe('');
  const named = [...section.matchAll(/`([a-z0-9-]+)`/g)].map(([, id]) => id!);
  expect([...new Set(named)].sort()).toEqual([...new Set(ids)].sort());
  for (const [axis, schema] of Object.entries(CredentialAxes.shape))
    expect(text).toContain(`| \`${axis}\` | ${schema.options.map((value) => `\`${value}\``).join(' · ')} |`);
  for (const state of worstStates) expect(text).toContain(`- \`${state}\`:`);
});
