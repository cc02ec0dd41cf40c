import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthorityFacts, SignedFile } from '#shared/domain/signing.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import { makeChain } from '../fixtures/make/x509.ts';
import { CommandLine, ended } from '../support/command-line.ts';
import { opensslPresent } from '../support/openssl.ts';
import { type Manifests, readAsStranger, sha256Of } from '../support/signing.ts';

/** `assay authority` and `assay sign` as a script sees them. */
const assay = new CommandLine();
const photo = assay.path('photo.jpg');
const chinese = /[\u4e00-\u9fff]/;
let root: string;

beforeAll(async () => {
  writeFileSync(photo, await makeJpeg({ width: 160, height: 120 }));
});
afterAll(() => assay.remove());

describe('assay authority', () => {
  it('is not made for what cannot be signed anyway', async () => {
    expect((await assay.run(['authority', 'show'])).status).toBe(2);
    const refused = await assay.run(['sign', 'absent.jpg', '--out', 'a.jpg']);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('no such file')]);
    expect(existsSync(assay.path('data', 'signing'))).toBe(false);
  });

  it('is made by the first signature, without a name of anyone, and gives way to one with a name', async () => {
    const fresh = { ASSAY_DATA: assay.path('fresh') };
    const args = ['sign', photo, '--intent', 'create', '--source-type', 'digitalCapture', '--out'];
    const first = await assay.runAlone([...args, assay.path('first.jpg'), '--json'], fresh);
    expect(first.status).toBe(0);
    expect(SignedFile.parse(JSON.parse(first.stdout)).signer).toMatchObject({
      organisation: 'Assay installation',
      name: 'Local signer',
    });
    expect(first.stderr).toMatch(
      /one was made: Assay installation, Local signer\n {2}root sha256 [0-9a-f]{64}\n/,
    );
    expect(first.stderr).toMatch(/not encrypted.*\n.*assay authority create --organisation/);
    const folder = assay.path('fresh', 'signing');
    if (process.platform !== 'win32')
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    // Nothing that tells whose machine it is.
    const made = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    const certificates = made.flatMap(
      (text) => text.match(/-----BEGIN CERTIFICATE-[\s\S]*?-----END CERT/g) ?? [],
    );
    expect(certificates.length).toBe(3);
    for (const text of certificates) {
      const { subject, issuer, subjectAltName } = new X509Certificate(`${text}IFICATE-----\n`);
      expect([subject, issuer].join('\n')).toMatch(
        /^(O=Assay installation\nCN=Local signer( \(root\))?\n?){2}$/,
      );
      expect(subjectAltName).toBeUndefined();
    }
    const second = await assay.run([...args, assay.path('second.jpg')], fresh);
    expect([second.status, second.stderr]).toEqual([0, '']);

    const named = ['authority', 'create', '--organisation', 'Later', '--name', 'Desk'];
    const later = await assay.run(named, fresh);
    expect([later.status, later.stderr]).toEqual([0, expect.stringContaining('set aside')]);
    const aside = readdirSync(assay.path('fresh')).filter((name) => name.startsWith('signing-before-'));
    expect(readdirSync(assay.path('fresh', aside[0]!)).length).toBe(4);
    expect((await assay.run(named, fresh)).status).toBe(2);
  });

  it('made at first use is encrypted with the passphrase that was given, and announced in Chinese', async () => {
    const fresh = { ASSAY_DATA: assay.path('fresh-locked'), ASSAY_PASSPHRASE: 'geheim' };
    const args = ['sign', photo, '--out', assay.path('locked.jpg'), '--language', 'zh-CN'];
    const { status, stderr } = await assay.run(args, fresh);
    expect(status).toBe(0);
    expect(stderr).toMatch(/已自动创建.*\n.*\n.*已用口令加密.*\n.*assay authority create/);
    expect(readFileSync(assay.path('fresh-locked', 'signing', 'root-key.pem'), 'latin1')).toContain(
      'BEGIN ENCRYPTED PRIVATE KEY',
    );
  });

  it('is made once, shown, and hands out its root', async () => {
    const named = ['--organisation', '新闻社', '--name', 'Picture desk'];
    const made = await assay.runAlone(['authority', 'create', ...named]);
    expect(made.status).toBe(0);
    expect(made.stdout).toMatch(/^新闻社, Picture desk\n {2}root sha256 [0-9a-f]{64}\n/);
    // The keys lie open, and that is said.
    expect(made.stderr).toContain('not encrypted');
    expect((await assay.run(['authority', 'create', ...named])).status).toBe(2);
    const shown = await assay.run(['authority', 'show', '--json']);
    const facts = AuthorityFacts.parse(JSON.parse(shown.stdout));
    expect(facts).toMatchObject({ organisation: '新闻社', name: 'Picture desk', encrypted: false });
    root = (await assay.run(['authority', 'root'])).stdout;
    expect(root).toBe(facts.rootPem);
  });
});

describe('assay sign', () => {
  it('writes a signed copy and says what was made, as text and as one document', async () => {
    const before = sha256Of(photo);
    const args = ['sign', photo, '--source-type', 'digitalCapture', '--title', 'Lake'];
    const out = assay.path('signed.jpg');
    const text = await assay.run([...args, '--out', out]);
    expect([text.status, text.stderr]).toEqual([0, '']);
    expect(text.stdout).toContain(`sha256 ${sha256Of(out)}`);
    expect(text.stdout).toMatch(/c2pa-node 0\.9\.8: Trusted\n.*c2pa-wasm 0\.13\.3: Trusted/);
    expect(text.stdout).toContain('no time-stamp authority has confirmed when');

    const again = assay.path('again.jpg');
    const json = await assay.run([...args, '--out', again, '--algorithm', 'ed25519', '--sidecar', '--json']);
    expect([json.status, json.stderr]).toEqual([0, '']);
    const signed = SignedFile.parse(JSON.parse(json.stdout));
    expect(signed).toMatchObject({
      path: again,
      algorithm: 'ed25519',
      trustedTime: false,
      format: 'image/jpeg',
    });
    expect(signed.sidecar?.path).toBe(assay.path('again.c2pa'));
    expect(sha256Of(again)).toBe(before);
    expect(sha256Of(photo)).toBe(before);
    const read = await readAsStranger(out, 'image/jpeg', root);
    expect([read.validation_state, read.active.title]).toEqual(['Trusted', 'Lake']);
    expect(assay.leftovers()).toEqual([]);
  });

  it('takes the intent from what is told: a new work with a source type, otherwise an edit of the source', async () => {
    const plain = assay.path('plain.jpg');
    expect(await assay.run(['sign', photo, '--out', plain])).toMatchObject({ status: 0, stderr: '' });
    const edit = await readAsStranger(plain, 'image/jpeg', root);
    expect(edit.active.ingredients?.map(({ title, relationship }) => [title, relationship])).toEqual([
      ['photo.jpg', 'parentOf'],
    ]);
    const actions = (store: Manifests) =>
      (store.active.assertions[0]!.data.actions as { action: string; digitalSourceType?: string }[]).map(
        ({ action, digitalSourceType }) => [action, digitalSourceType?.split('/').at(-1)],
      );
    expect(actions(edit)).toEqual([['c2pa.opened', undefined]]);
    const whole = assay.path('whole.jpg');
    const address = 'http://cv.iptc.org/newscodes/digitalsourcetype/print';
    expect(await assay.run(['sign', photo, '--out', whole, '--source-type', address])).toMatchObject({
      status: 0,
    });
    expect(actions(await readAsStranger(whole, 'image/jpeg', root))).toEqual([['c2pa.created', 'print']]);
    const update = assay.path('update.jpg');
    expect(await assay.run(['sign', whole, '--out', update, '--intent', 'update'])).toMatchObject({
      status: 0,
    });
    expect((await readAsStranger(update, 'image/jpeg', root)).validation_state).toBe('Trusted');
  });

  it('names the choices of a new work without a source type, and what a wrong one is near to', async () => {
    const args = ['sign', photo, '--out', assay.path('n.jpg')];
    const none = await assay.run([...args, '--intent', 'create']);
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('digitalCapture')]);
    expect(none.stderr).not.toContain('digitalArt');
    const near = await assay.run([...args, '--source-type', 'digitalCaptur']);
    expect([near.status, near.stderr]).toEqual([2, expect.stringContaining('Near it are: digitalCapture.')]);
  });

  it('takes every option to where it belongs', async () => {
    const out = assay.path('edited.jpg');
    const { status, stderr } = await assay.run([
      ...[
        'sign',
        assay.path('signed.jpg'),
        '--out',
        out,
        '--intent',
        'edit',
        '--all-actions',
        '--no-thumbnails',
      ],
      ...['--action', 'c2pa.cropped', '--action', 'c2pa.edited=compositeWithTrainedAlgorithmicMedia'],
      ...['--ingredient', photo, '--input', photo, '--soft-binding', 'org.example.mark=AAECAwQ='],
    ]);
    expect([status, stderr]).toEqual([0, '']);
    const { active, validation_state } = await readAsStranger(out, 'image/jpeg', root);
    expect(validation_state).toBe('Trusted');
    expect(active.ingredients?.map(({ relationship }) => relationship)).toEqual([
      'parentOf',
      'componentOf',
      'inputTo',
    ]);
    expect(active.thumbnail).toBeUndefined();
    expect(active.assertions.map(({ label }) => label)).toEqual(['c2pa.actions.v2', 'c2pa.soft-binding']);
    expect(active.assertions[0]?.data).toMatchObject({ allActionsIncluded: true });
    expect(active.assertions[1]?.data).toMatchObject({
      alg: 'org.example.mark',
      blocks: [{ value: 'AAECAwQ=' }],
    });

    const shared = assay.path('shared.jpg');
    const address = 'c2pa.soft-binding=c2pa.PII.present';
    const update = await assay.run(['sign', out, '--out', shared, '--intent', 'update', '--redact', address]);
    expect([update.status, update.stderr]).toEqual([0, '']);
    const updated = await readAsStranger(shared, 'image/jpeg', root);
    expect([updated.validation_state, updated.active.redactions?.length]).toEqual(['Trusted', 1]);
  });

  it.skipIf(!opensslPresent)('with a certificate and key brought along', async () => {
    const { leaf } = makeChain(assay.folder, 'brought');
    const out = assay.path('brought.jpg');
    const args = ['sign', photo, '--out', out, '--source-type', 'print', '--certificate', leaf.pem];
    expect((await assay.run(args)).stderr).toContain('--certificate and --key belong together');
    const signed = await assay.run([...args, '--key', leaf.key]);
    expect([signed.status, signed.stderr]).toEqual([0, '']);
    expect(existsSync(out)).toBe(true);
  });

  it('asks for the passphrase in a file or the environment, never as an argument', async () => {
    const locked = { ASSAY_DATA: assay.path('locked') };
    writeFileSync(assay.path('pass'), 'geheim\n');
    const named = ['--organisation', 'Locked', '--name', 'Desk'];
    const made = await assay.run(
      ['authority', 'create', ...named, '--passphrase-file', assay.path('pass')],
      locked,
    );
    expect([made.status, made.stderr.trim()]).toEqual([
      0,
      'The private keys are encrypted with a passphrase.',
    ]);
    const args = ['sign', photo, '--source-type', 'print', '--out'];
    const without = await assay.run([...args, assay.path('l1.jpg')], locked);
    expect([without.status, without.stderr]).toEqual([2, expect.stringContaining('no passphrase was given')]);
    const wrong = await assay.run([...args, assay.path('l1.jpg')], { ...locked, ASSAY_PASSPHRASE: 'falsch' });
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('does not fit')]);
    const byFile = await assay.run(
      [...args, assay.path('l1.jpg'), '--passphrase-file', assay.path('pass')],
      locked,
    );
    expect(byFile.status).toBe(0);
    const byName = await assay.run([...args, assay.path('l2.jpg')], {
      ...locked,
      ASSAY_PASSPHRASE: 'geheim',
    });
    expect(byName.status).toBe(0);
    expect((await assay.run([...args, 'l3.jpg', '--passphrase-file', 'absent'], locked)).status).toBe(2);
    expect((await assay.run([...args, 'l3.jpg', '--passphrase', 'geheim'], locked)).status).toBe(2);
  });

  it('speaks Chinese', async () => {
    const bare = ['sign', photo, '--intent', 'create', '--out', 'n.jpg', '--language', 'zh-CN'];
    const refused = await assay.run(bare);
    expect(refused.stderr).toMatch(chinese);
    const out = assay.path('zh.jpg');
    const made = await assay.run([
      'sign',
      photo,
      '--out',
      out,
      '--source-type',
      'print',
      '--language',
      'zh-CN',
    ]);
    expect(made.stdout).toContain('没有时间戳机构证明签名时间');
  });

  it('leaves nothing when it is interrupted', async () => {
    const child = assay.start(['sign', photo, '--out', assay.path('cut.jpg'), '--source-type', 'print']);
    const waiting = setInterval(() => {
      if (readdirSync(assay.folder).some((name) => name.endsWith('.signing.jpg'))) child.kill('SIGINT');
    }, 5);
    const { status } = await ended(child);
    clearInterval(waiting);
    // Either it was over before the signal, or nothing is there.
    expect(existsSync(assay.path('cut.jpg'))).toBe(status === 0);
    expect(readdirSync(assay.folder).filter((name) => name.includes('.signing'))).toEqual([]);
    expect(assay.leftovers()).toEqual([]);
  });

  const small = assay.path('small');
  const mayMount =
    process.platform === 'linux' &&
    spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true'], { stdio: 'ignore' }).status === 0;
  it.skipIf(!mayMount)('a full disk is called by its name, and nothing stays on it', () => {
    mkdirSync(small);
    const copy = assay.path('copy.jpg');
    copyFileSync(photo, copy);
    // Room for the picture, but not for its credential as well.
    const room = Math.ceil(statSync(copy).size / 4096) * 4 + 4;
    const entry = fileURLToPath(new URL('../../electron/hosts/cli/main.ts', import.meta.url));
    const script = `mount -t tmpfs -o size=${room}k tmpfs ${small} &&
      "${process.execPath}" ${entry} sign ${copy} --out ${small}/full.jpg --source-type print; echo "status $?"; ls -A ${small}`;
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script],
      {
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          HOME: assay.folder,
          LANG: 'C.UTF-8',
          TMPDIR: assay.temporary,
          ASSAY_DATA: assay.path('data'),
        },
      },
    );
    expect(stdout).toBe('status 1\n');
    expect(stderr).toContain('not enough free space on the disk');
    expect(readFileSync(copy).equals(readFileSync(photo))).toBe(true);
  });
});

describe.concurrent('wrong usage', () => {
  const wrong: readonly (readonly string[])[] = [
    ['sign', 'photo.jpg'],
    ['sign', 'photo.jpg', '--out', 'n.jpg', '--intent', 'create'],
    ['sign', 'photo.jpg', '--out', 'n.jpg', '--intent', 'update'],
    ['sign', 'photo.jpg', '--out', 'n.jpg', '--intent', 'update', '--sidecar'],
    ['sign', 'photo.jpg', '--out', 'n.jpg', '--intent', 'invent'],
    ['sign', 'photo.jpg', '--out', 'n.jpg', '--source-type', 'painted'],
    ['sign', 'photo.jpg', '--out', 'photo.jpg', '--source-type', 'print'],
    ['sign', 'absent.jpg', '--out', 'n.jpg', '--source-type', 'print'],
    ['sign', 'photo.jpg', '--out', 'n.jpg', '--source-type', 'print', '--soft-binding', 'org.example.a=%%%'],
    ['sign', 'photo.jpg', '--out', 'n.jpg', '--source-type', 'print', '--algorithm', 'rsa'],
    ['authority', 'create', '--name', 'x'],
  ];
  it.each(wrong.map((args) => [args.join(' '), args] as const))('assay %s → 2', async (_words, args) => {
    const english = await assay.run(args);
    expect([english.status, english.stdout]).toEqual([2, '']);
    expect(english.stderr.trim()).not.toBe('');
    expect(english.stderr).not.toMatch(/^ {4}at /m);
    expect(existsSync(assay.path('n.jpg'))).toBe(false);
  });
});
