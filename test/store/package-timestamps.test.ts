import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { timestampTask } from '#core/package/timestamp-task.ts';
import { judgeToken } from '#core/package/timestamp-token.ts';
import { addTimestamps, type Judge, timestampRequest } from '#core/package/timestamps.ts';
import { verifyPackage } from '#core/package/verify-package.ts';
import { succeed } from '#shared/contract/errors.ts';
import { sealed } from '../support/forged-package.ts';
import { opensslPresent } from '../support/openssl.ts';
import { packed, packedCase, signingPorts } from '../support/packages.ts';
import { recipeHolds } from '../torture/package.ts';
import { temporaryFolder } from './support/case.ts';

/** The task a worker runs, here without one. */
const judge: Judge = async (stamped, files) => succeed(await timestampTask({ stamped, files: [...files] }));
const options = {
  readTimestamps: (directory: string, files: readonly string[]) =>
    timestampTask({
      stamped: join(directory, 'manifest-sha256.txt'),
      files: files.map((name) => ({ name, path: join(directory, name) })),
    }),
};

describe.skipIf(!opensslPresent)('timestamps of authorities OpenSSL plays', () => {
  test('are asked for by hand, put in by the maker, and hold offline', async () => {
    const folder = temporaryFolder();
    const ports = signingPorts();
    const store = await packedCase(folder, [Buffer.from('one')], ports);
    const out = join(folder, 'package');
    await packed(store, out);
    await store.close();

    const request = join(folder, 'request.tsq');
    writeFileSync(request, (await timestampRequest(out)) ?? '');
    const asked = openssl(folder, ['ts', '-query', '-in', request, '-text']);
    const digest = execFileSync('sha256sum', [join(out, 'manifest-sha256.txt')])
      .toString()
      .slice(0, 64);
    expect(asked).toContain('Hash Algorithm: sha256');
    const dump = asked.match(/^ +[0-9a-f]{4} - .*$/gm) ?? [];
    expect(dump.map((line) => line.slice(11, 59).replace(/[^0-9a-f]/g, '')).join('')).toBe(digest);

    const [one, two] = [authority(folder, 'one', 'rsa:2048'), authority(folder, 'two', 'ec')];
    const answers = [answer(folder, one, request), answer(folder, two, request)];
    const added = await addTimestamps(out, answers, ports, judge, options);
    expect(added).toMatchObject({ ok: true, value: { state: 'intact' } });
    const verified = await verifyPackage(out, ports, options);
    expect(verified.timestamps).toMatchObject([
      { file: 'timestamps/001.tsr', authority: 'CN=Authority one', chain: [], issuer: 'CN=Root one' },
      {
        file: 'timestamps/002.tsr',
        authority: 'CN=Authority two',
        chain: ['CN=Root two'],
        issuer: 'CN=Root two',
      },
    ]);
    expect(Math.abs(Date.parse(verified.timestamps[0]?.time ?? '') - Date.now())).toBeLessThan(600_000);
    // Still the recipe’s package, and OpenSSL says the same of the answers.
    expect(recipeHolds(out)).toBe(true);
    for (const [name, { root }] of [
      ['001', one],
      ['002', two],
    ] as const)
      expect(
        openssl(out, [
          'ts',
          '-verify',
          '-data',
          'manifest-sha256.txt',
          '-in',
          `timestamps/${name}.tsr`,
          '-CAfile',
          root,
        ]),
      ).toContain('Verification: OK');

    // Neither another installation nor an answer about something else gets in.
    expect(await addTimestamps(out, answers, signingPorts(), judge, options)).toMatchObject({
      ok: false,
      problem: { code: 'package-damaged' },
    });
    const other = join(folder, 'other');
    writeFileSync(other, 'other');
    openssl(folder, ['ts', '-query', '-data', other, '-sha256', '-cert', '-out', `${other}.tsq`]);
    expect(
      await addTimestamps(out, [answer(folder, one, `${other}.tsq`)], ports, judge, options),
    ).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
    expect(await verifyPackage(out, ports, options)).toMatchObject({ state: 'intact' });

    // What is signed of an answer cannot be changed: not the time, not the imprint, not the signature.
    const stamped = readFileSync(join(out, 'manifest-sha256.txt'));
    const token = readFileSync(answers[0] ?? '');
    expect(await judgeToken(token, stamped)).toMatchObject({ authority: 'CN=Authority one' });
    expect(await judgeToken(token, Buffer.from('other'))).toBe('other-content');
    expect(await judgeToken(token.subarray(0, -1), stamped)).toBe('unreadable');
    expect(await judgeToken(Buffer.concat([token, Buffer.alloc(1)]), stamped)).toBe('unreadable');
    const imprint = token.indexOf(Buffer.from(digest, 'hex'));
    const time = token.indexOf('20', imprint, 'latin1');
    for (const [position, fault] of [
      [imprint, 'other-content'],
      [time + 12, 'altered'],
      [token.length - 5, 'altered'],
    ] as const) {
      const changed = Buffer.from(token);
      changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
      expect(await judgeToken(changed, stamped)).toBe(fault);
    }
    // Whoever writes a package anew, and signs it, has no timestamps over it.
    const place = join(out, 'timestamps/001.tsr');
    chmodSync(place, 0o644);
    writeFileSync(place, token.subarray(1));
    sealed(out);
    const { state, problems } = await verifyPackage(out, ports, options);
    expect(state).toBe('damaged');
    expect(problems.map(({ code, object, message }) => [code, object, message.en.split(': ')[1]])).toEqual([
      ['timestamp-wrong', 'timestamps/001.tsr', 'this is not an answer of a timestamping authority'],
      [
        'timestamp-wrong',
        'timestamps/002.tsr',
        'it is about something else than manifest-sha256.txt of this package',
      ],
    ]);
  });

  test.for([
    ['other-purpose', { purpose: 'emailProtection' }],
    ['expired', { days: ['-startdate', '20200101000000Z', '-enddate', '20210101000000Z'] }],
    ['broken-chain', { impostor: true }],
    ['no-certificate', { embedded: false }],
    ['not-granted', { asked: 'sha384' }],
  ] as const)('what does not hold is named: %s', async ([fault, change]) => {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    writeFileSync(data, 'data');
    expect(await judgeToken(forgedAnswer(folder, data, change), Buffer.from('data'))).toBe(fault);
  });
});

interface Authority {
  readonly name: string;
  readonly root: string;
  readonly certificate: string;
  readonly key: string;
}

/** A root and a certificate for timestamping under it. */
function authority(
  folder: string,
  name: string,
  key: string,
  { purpose = 'timeStamping', days = ['-days', '1'] }: Forgery = {},
): Authority {
  const at = (file: string) => join(folder, `${name}-${file}`);
  rootCertificate(folder, `${name}-root`, `Root ${name}`, key);
  openssl(folder, [
    ...['req', ...keyKind(key), '-nodes', '-subj', `/CN=Authority ${name}`],
    ...['-keyout', at('tsa.key'), '-out', at('tsa.csr')],
  ]);
  writeFileSync(at('ext'), `extendedKeyUsage = critical,${purpose}\n`);
  writeFileSync(at('index'), '');
  const ca = `database = ${at('index')}\nnew_certs_dir = ${folder}\nrand_serial = yes\ndefault_md = sha256\npolicy = p`;
  writeFileSync(at('ca'), `[ca]\ndefault_ca = c\n[c]\n${ca}\n[p]\ncommonName = supplied\n`);
  openssl(folder, [
    ...['ca', '-batch', '-notext', '-config', at('ca'), '-cert', at('root.pem'), '-keyfile', at('root.key')],
    ...['-in', at('tsa.csr'), '-extfile', at('ext'), '-out', at('tsa.pem'), ...days],
  ]);
  return { name, root: at('root.pem'), certificate: at('tsa.pem'), key: at('tsa.key') };
}

function rootCertificate(folder: string, file: string, subject: string, key: string): string {
  const path = join(folder, `${file}.pem`);
  openssl(folder, [
    ...['req', '-x509', ...keyKind(key), '-nodes', '-days', '2', '-subj', `/CN=${subject}`],
    ...['-keyout', join(folder, `${file}.key`), '-out', path],
  ]);
  return path;
}

function keyKind(key: string): string[] {
  return key === 'ec' ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', key];
}

/** What is not as it should be with an answer. */
interface Forgery {
  readonly purpose?: string;
  readonly days?: readonly string[];
  /** A root of the right name that did not issue the certificate is carried along. */
  readonly impostor?: boolean;
  readonly embedded?: boolean;
  readonly asked?: string;
}

/** An answer of an honest authority about `data`, its statement signed again by one that is not as it should be. */
function forgedAnswer(folder: string, data: string, forgery: Forgery): Buffer {
  const { asked = 'sha256', impostor, embedded } = forgery;
  // Made before the answer, or its time would lie before its certificate's.
  const other = authority(folder, 'other', 'ec', forgery);
  openssl(folder, ['ts', '-query', '-data', data, `-${asked}`, '-cert', '-out', `${data}.tsq`]);
  const response = answer(folder, authority(folder, 'honest', 'ec'), `${data}.tsq`);
  if (asked !== 'sha256') return readFileSync(response);
  const [token, statement, signed] = ['token', 'statement', 'signed'].map((name) => `${data}.${name}`);
  if (token === undefined || statement === undefined || signed === undefined) throw new Error('no names');
  openssl(folder, ['ts', '-reply', '-in', response, '-token_out', '-out', token]);
  openssl(folder, ['cms', '-verify', '-noverify', '-inform', 'DER', '-in', token, '-out', statement]);
  const wrongRoot = impostor === true ? rootCertificate(folder, 'impostor', 'Root other', 'ec') : null;
  openssl(folder, [
    ...['cms', '-sign', '-cades', '-binary', '-nodetach', '-md', 'sha256', '-in', statement],
    ...['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-signer', other.certificate, '-inkey', other.key],
    ...(wrongRoot === null ? [] : ['-certfile', wrongRoot]),
    ...(embedded === false ? ['-nocerts'] : []),
    ...['-outform', 'DER', '-out', signed],
  ]);
  const content = readFileSync(signed);
  const granted = Buffer.from('3003020100', 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(granted.length + content.length);
  return Buffer.concat([Buffer.from([0x30, 0x82]), length, granted, content]);
}

function answer(folder: string, { name, root }: Authority, request: string): string {
  const at = (file: string) => join(folder, `${name}-${file}`);
  // As some authorities do, one of them puts the certificate above its own into its answers.
  const chain = name === 'two' ? `certs = ${root}\n` : '';
  writeFileSync(
    at('cnf'),
    `[tsa]\ndefault_tsa = t\n[t]\nserial = ${at('serial')}\nsigner_cert = ${at('tsa.pem')}\nsigner_key = ${at('tsa.key')}\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\ness_cert_id_alg = sha256\n${chain}`,
  );
  const out = `${request}.${name}.tsr`;
  openssl(folder, [
    'ts',
    '-reply',
    '-config',
    at('cnf'),
    '-section',
    't',
    '-queryfile',
    request,
    '-out',
    out,
  ]);
  return out;
}

function openssl(cwd: string, args: readonly string[]): string {
  return execFileSync('openssl', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
}
