import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/labels/declared.ts';
import { engineVersions } from '#core/media/engines.ts';
import { trustFolderVariable } from '#core/media/trust-lists.ts';
import { aigcFields, aigcJson, aigcPacket } from '../../fixtures/make/aigc.ts';
import { plainPng } from '../../fixtures/make/containers.ts';
import { labelMessage, type SecurityOptions, securityData, sm2Signer } from '../../fixtures/make/sm2.ts';
import { jpegWithXmp, latinText } from '../../fixtures/make/xmp.ts';
import { runAnalysis } from '../../support/run-analysis.ts';

const { ContentProducer: producer, ProduceID: id } = aigcFields;
const signer = sm2Signer();
const message = labelMessage('1', producer, id);
const signature = signer.sign(message);
let folder: string;
let before: string | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-pins-'));
  before = process.env[trustFolderVariable];
  process.env[trustFolderVariable] = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env[trustFolderVariable];
  else process.env[trustFolderVariable] = before;
  rmSync(folder, { recursive: true, force: true });
});

function pin(content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder, 'label-keys.json'), text);
}
const own = (publicKey: string, algorithm = 'sm2-sm3') => ({
  version: 1,
  keys: [{ name: 'A producer', algorithm, publicKey, source: 'a letter', since: '2026-01-01' }],
});

async function read(fields: Record<string, unknown>) {
  const path = join(folder, 'file.jpg');
  writeFileSync(path, jpegWithXmp(aigcPacket(aigcJson(fields))));
  const { answer, findings } = await runAnalysis(analysis, path);
  return { statement: answer.result!.statements[0]!, warnings: answer.warnings ?? [], findings };
}

async function standing(reserved: unknown, more: Record<string, unknown> = {}): Promise<string> {
  return (await read({ ReservedCode1: reserved, ...more })).statement.standing;
}

const data = (key: string | null = signer.spki, options: SecurityOptions = {}, text = signature) =>
  securityData(text, key, options);

describe('signatures inside labels (TC260-PG-202511A)', () => {
  it('fit under the key they came with: unpinned, and the note says how little that is', async () => {
    rmSync(join(folder, 'label-keys.json'), { force: true });
    const { statement, findings, warnings } = await read({ ReservedCode1: data() });
    expect(statement.standing).toBe('verified-unpinned');
    expect(statement.standingNote?.en).toContain('Anyone can make such a key');
    expect(warnings).toEqual([]);
    expect(JSON.stringify([statement, findings])).not.toMatch(/tampered/i);
    const x = signer.point.slice(2, 66);
    const compressed = `0${signer.point.endsWith('0') || /[02468ace]$/.test(signer.point) ? 2 : 3}${x}`;
    for (const key of [signer.point, signer.point.slice(2), compressed])
      expect(await standing(data(key))).toBe('verified-unpinned');
    for (const options of [{ type: 'Md' }, { list: 'PubSd' }, { Bindings: null }])
      expect(await standing(data(signer.spki, options))).toBe('verified-unpinned');
  });

  it('read MiniMax’s key form, a zero byte and x, as the point with an even y', async () => {
    let even = signer;
    while (!/[02468ace]$/.test(even.point)) even = sm2Signer();
    const key = `00${even.point.slice(2, 66)}`;
    expect(await standing(securityData(even.sign(message), key))).toBe('verified-unpinned');
  });

  it('do not fit after any of the three fields was exchanged, which is no charge', async () => {
    for (const change of [{ Label: '2' }, { ContentProducer: 'another' }, { ProduceID: 'fx-0002' }]) {
      const { statement } = await read({ ReservedCode1: data(), ...change });
      expect(statement.standing).toBe('not-verified');
      expect(statement.standingNote?.en).toContain('does not show that anything was changed');
    }
    // What the signature does not cover may change.
    expect(await standing(data(), { ContentPropagator: 'a platform', PropagateID: '7' })).toBe(
      'verified-unpinned',
    );
  });

  it('of other kinds are not computed, and say why', async () => {
    const cases: readonly unknown[] = [
      data(null),
      data(signer.spki, { algorithm: '1.3.101.112' }),
      data(signer.spki, { type: 'Content' }),
      data(`04${'11'.repeat(64)}`),
      // No key at all: OpenSSL says so in an error with a code, or in one without.
      ...['00', '3000', signer.spki, `30${'ff'.repeat(90)}`].flatMap((key) =>
        ['1.2.840.113549.1.1.11', '1.2.840.10045.4.3.2'].map((algorithm) => data(key, { algorithm })),
      ),
      '{"SecurityData":{"Type":"TC260PG"',
      '{"SecurityData":{"Type":"OTHER"}}',
      // ECDSA or SM2 in DER form without anything beside it.
      signature.toUpperCase(),
    ];
    for (const reserved of cases) {
      const { statement } = await read({ ReservedCode1: reserved });
      expect([reserved, statement.standing]).toEqual([reserved, 'unsupported']);
      expect(statement.standingNote?.['zh-CN']).toContain('不作验证');
    }
    for (const reserved of [
      '',
      'e862483430d978cbf828b8b24296ef9328d843a0',
      '8d2b1c44-7e1f-4c4a-9d55-0a1b2c3d4e5f',
      -7314,
    ])
      expect(await standing(reserved)).toBe('unsigned');
  });

  it('under a pinned key say whose it is; the file takes part in the run key', async () => {
    const versions = async () => (await engineVersions(['label-keys']))['label-keys'];
    rmSync(join(folder, 'label-keys.json'), { force: true });
    expect(await versions()).toEqual({ version: 'no pinned keys' });
    for (const form of [signer.spki, signer.point]) {
      pin(own(form));
      const { statement, findings } = await read({ ReservedCode1: data() });
      expect(statement.standing).toBe('verified-pinned');
      expect(statement.standingNote?.en).toContain('“A producer” (a letter)');
      expect(findings[0]?.strength).toBe('moderate');
    }
    const pinned = await versions();
    expect(pinned).toEqual({ version: expect.stringMatching(/^keys [0-9a-f]{12}$/) });
    // A signature without its key is held against pinned ones; another’s key pins nothing.
    expect(await standing(data(null))).toBe('verified-pinned');
    expect(await standing(signature)).toBe('verified-pinned');
    pin(own(sm2Signer().spki));
    expect(await versions()).not.toEqual(pinned);
    expect(await standing(data())).toBe('verified-unpinned');
    expect(await standing(data(null))).toBe('not-verified');
  });

  it('a broken file of pinned keys is a warning in words, never silence', async () => {
    for (const broken of [
      '{"version":1',
      { version: 2, keys: [] },
      own('not hex'),
      { ...own(signer.spki), more: 1 },
    ]) {
      pin(broken);
      const { statement, warnings } = await read({ ReservedCode1: data() });
      expect(statement.standing).toBe('verified-unpinned');
      expect(warnings.join()).toContain('label-keys.json in the folder of trust lists is not used');
      expect(statement.checks.map(({ code }) => code)).toContain('pinned-keys-unusable');
    }
    rmSync(join(folder, 'label-keys.json'));
  });

  it('with RSA and with ECDSA are computed by the system’s library', async () => {
    const kinds = [
      ['1.2.840.113549.1.1.11', generateKeyPairSync('rsa', { modulusLength: 2048 })],
      ['1.2.840.10045.4.3.2', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ] as const;
    for (const [algorithm, { publicKey, privateKey }] of kinds) {
      const key = publicKey.export({ format: 'der', type: 'spki' }).toString('hex');
      const made = createSign('sha256').update(message).sign(privateKey, 'hex');
      expect(await standing(securityData(made, key, { algorithm }))).toBe('verified-unpinned');
      expect(await standing(securityData(made, key, { algorithm }), { Label: '2' })).toBe('not-verified');
    }
  });

  it('of the platform are told beside the producer’s', async () => {
    const platform = sm2Signer();
    const words = '"Label":"1","ContentPropagator":"a platform","PropagateID":"7"';
    const { statement } = await read({
      ReservedCode1: data(),
      ContentPropagator: 'a platform',
      PropagateID: '7',
      ReservedCode2: securityData(platform.sign(words), platform.spki),
    });
    expect(statement.standing).toBe('verified-unpinned');
    expect(statement.standingNote?.en).toContain(
      'ReservedCode2: The signature in ReservedCode2 fits Label, ContentPropagator',
    );
  });

  it('many in one file cost little', async () => {
    const path = join(folder, 'many.png');
    const label = aigcJson({ ReservedCode1: securityData(signature, signer.spki), Label: '2' });
    const texts = Array.from({ length: 70 }, () => latinText('AIGC', label));
    writeFileSync(path, plainPng(texts));
    const start = performance.now();
    const { answer } = await runAnalysis(analysis, path);
    const standings = answer.result!.statements.map(({ standing: one }) => one);
    expect(standings).toEqual([...Array(20).fill('not-verified'), ...Array(50).fill('unsupported')]);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
