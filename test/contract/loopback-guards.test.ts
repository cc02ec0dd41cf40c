import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePng } from '../fixtures/make/png.ts';
import { connectLoopback, openCore, type TestCore } from '../support/hosts.ts';

let core: TestCore;
let host: Awaited<ReturnType<typeof connectLoopback>>;
let caseId: string;
let sha256: string;
let size: number;

beforeAll(async () => {
  core = await openCore('loopback');
  host = await connectLoopback(core.app);
  const made = await core.app.cases.create(core.folder, 'guards');
  if (!made.ok) throw new Error(made.problem.message.en);
  caseId = made.value.id;
  const png = makePng();
  size = png.length;
  await mkdir(join(core.folder, 'in'));
  await writeFile(join(core.folder, 'in/a.png'), png);
  const job = core.app.evidence.add(caseId, [join(core.folder, 'in')]);
  if (job.ok) await core.app.jobs.settled(job.value.id);
  const list = core.app.evidence.list({ caseId, offset: 0, limit: 1, search: '', kind: '' });
  if (list.ok) sha256 = list.value.items[0]!.sha256;
});
afterAll(async () => {
  await host.close();
  await core.close();
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
}

/** A request with every header as given: `fetch` would not let a test lie about Host and Origin. */
function send(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: Buffer,
): Promise<Answer> {
  const port = new URL(host.loopback.origin).port;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, headers: { cookie: host.cookie, ...headers } },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Try to open the RPC socket by hand; gives the status line. */
function upgrade(headers: Record<string, string>): Promise<string> {
  const { host: authority, port } = new URL(host.loopback.origin);
  const all = { Host: authority, Cookie: host.cookie, Origin: host.loopback.origin, ...headers };
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `GET /rpc HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${Object.entries(
        all,
      )
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    );
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0]!);
      socket.destroy();
    });
  });
}

describe('who gets in', () => {
  test('it listens on this machine only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter((entry) => !entry.internal && entry.family === 'IPv4');
    const port = Number(new URL(host.loopback.origin).port);
    for (const { address } of others) {
      const refused = await new Promise<boolean>((resolve) => {
        const socket = connect(port, address);
        socket.on('connect', () => {
          socket.destroy();
          resolve(false);
        });
        socket.on('error', () => resolve(true));
      });
      expect(refused, address).toBe(true);
    }
    expect(host.loopback.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('the one-time address works once', async () => {
    expect((await send(new URL(host.loopback.entrance).pathname)).status).toBe(401);
  });

  test('a wrong code is refused', async () => {
    expect((await send('/enter/guess')).status).toBe(401);
  });

  test('the cookie is out of reach for scripts and other sites', async () => {
    const second = await openCore('loopback');
    const other = await connectLoopback(second.app);
    await other.close();
    const fresh = await import('#hosts/loopback/guards.ts').then(({ createGuards }) =>
      createGuards('127.0.0.1:1'),
    );
    expect(fresh.cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    await second.close();
  });

  test.each([
    ['/', {}],
    ['/media/x/evidence/y', {}],
    ['/upload/x', {}],
  ])('%s without the cookie is refused', async (path) => {
    expect((await send(path, { cookie: '' })).status).toBe(401);
    expect((await send(path, { cookie: 'assay-session=guess' })).status).toBe(401);
  });

  test('another Host (DNS rebinding) is refused', async () => {
    const port = new URL(host.loopback.origin).port;
    for (const name of ['evil.example', `localhost:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1']) {
      expect((await send('/', { host: name })).status, name).toBe(421);
    }
  });

  test('another Origin is refused, and one is needed to change anything', async () => {
    expect((await send('/', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await send('/', { origin: 'null' })).status).toBe(403);
    expect((await send(`/upload/${caseId}`, { 'x-file-name': 'a' }, 'POST', Buffer.from('x'))).status).toBe(
      403,
    );
  });

  test('a request another site started is refused', async () => {
    for (const site of ['cross-site', 'same-site'])
      expect((await send('/', { 'sec-fetch-site': site })).status, site).toBe(403);
    for (const site of ['same-origin', 'none'])
      expect((await send('/', { 'sec-fetch-site': site })).status, site).toBe(200);
  });

  test('no answer allows another origin to read it', async () => {
    const answer = await send('/', { origin: host.loopback.origin });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('the socket asks for the same', async () => {
    expect(await upgrade({})).toContain('101');
    expect(await upgrade({ Cookie: '' })).toContain('401');
    expect(await upgrade({ Origin: '' })).toContain('403');
    expect(await upgrade({ Origin: 'http://evil.example' })).toContain('403');
    expect(await upgrade({ Host: 'evil.example' })).toContain('421');
  });
});

describe('what is served', () => {
  test('the page under a strict policy with a fresh nonce', async () => {
    const [first, second] = [await send('/'), await send('/')];
    const policy = String(first.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*|http/);
    const nonce = /nonce-([^']+)'/.exec(policy)![1]!;
    expect(first.body.toString()).toContain(nonce);
    expect(String(second.headers['content-security-policy'])).not.toContain(nonce);
    expect(first.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
  });

  test('nothing outside the page folder', async () => {
    for (const path of [
      '/../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/assets/../../../package.json',
      '/%00',
      '/%',
    ]) {
      expect((await send(path)).status, path).toBe(404);
    }
  });

  test('evidence as bytes without a type, in ranges', async () => {
    const path = `/media/${caseId}/evidence/${sha256}`;
    const whole = await send(path);
    expect(whole.body).toEqual(Buffer.from(makePng()));
    expect(whole.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const part = await send(path, { range: 'bytes=1-3' });
    expect([part.status, part.body.toString(), part.headers['content-range']]).toEqual([
      206,
      'PNG',
      `bytes 1-3/${size}`,
    ]);
    expect((await send(path, { range: 'bytes=-2' })).body).toEqual(Buffer.from(makePng()).subarray(-2));
    expect((await send(path, { range: `bytes=${size}-` })).status).toBe(416);
    expect((await send(path, {}, 'HEAD')).headers['content-length']).toBe(String(size));
  });

  test('media by identifier only', async () => {
    for (const path of [
      'evidence/..',
      'evidence/%2e%2e%2fcase.db',
      `evidence/${'0'.repeat(64)}`,
      'report/..%2fcase.db',
      'report/%2fetc%2fpasswd',
      `tiles/${sha256}/0/..%2f..%2fpyramid.json`,
      'artifact/x/y',
    ]) {
      expect((await send(`/media/${caseId}/${path}`)).status, path).toBe(404);
    }
  });

  test('our reports as documents that can do nothing, other files of the folder as bytes', async () => {
    const written = async (format: 'html' | 'pdf') => {
      const made = await core.app.report.export({ caseId, evidence: [], format, language: 'en' });
      if (!made.ok) throw new Error(made.problem.message.en);
      return made.value;
    };
    const html = await written('html');
    const page = await send(html.address);
    expect(page.status).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const record = await send(html.address.replace(/html$/, 'json'));
    expect(record.headers).toMatchObject({
      'content-type': 'application/json',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    const pdf = await send((await written('pdf')).address);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.headers['x-content-type-options']).toBe('nosniff');
    // Viewers of PDF do not start in a sandbox.
    expect(pdf.headers['content-security-policy']).toBe("default-src 'none'");
    for (const name of ['page.html', 'report-20260101T000000Z-zzzz.html', 'x.svg']) {
      await writeFile(join(dirname(html.path), name), '<script>alert(1)</script>');
      expect((await send(`/media/${caseId}/report/${name}`)).headers, name).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-security-policy': "default-src 'none'; sandbox",
      });
    }
  });

  test('nothing for a file that is gone', async () => {
    const evidence = await core.app.cases.store(caseId);
    if (!evidence.ok) throw new Error(evidence.problem.message.en);
    const path = evidence.value.evidencePath(sha256);
    await rm(join(evidence.value.folder.directory, 'cache'), { recursive: true, force: true });
    await rename(path, `${path}.away`);
    for (const what of [
      `thumbnail/${sha256}`,
      `overview/${sha256}`,
      `tiles/${sha256}/0/0_0.png`,
      `evidence/${sha256}`,
    ]) {
      const answer = await send(`/media/${caseId}/${what}`);
      expect([answer.status, answer.headers['cache-control']?.includes('immutable') ?? false], what).toEqual([
        404,
        false,
      ]);
    }
    await rename(`${path}.away`, path);
    expect(core.log.filter((line) => line.level === 'error')).toEqual([]);
  });

  test('the page with the chosen theme in it, before any script has run', async () => {
    expect((await send('/')).body.toString()).toContain('data-theme="system"');
    await core.app.settings.save({ language: null, theme: 'dark' });
    expect((await send('/')).body.toString()).toContain('data-theme="dark"');
  });

  test('a thumbnail made by us', async () => {
    const answer = await send(`/media/${caseId}/thumbnail/${sha256}`);
    expect(answer.status).toBe(200);
    expect(String(answer.headers['content-type'])).toMatch(/^image\/(webp|jpeg)$/);
  });
});

describe('uploads', () => {
  const headers = () => ({ origin: host.loopback.origin, 'x-file-name': encodeURIComponent('疑似 <b>.txt') });

  test('become evidence', async () => {
    const answer = await send(
      `/upload/${caseId}`,
      headers(),
      'POST',
      Buffer.from('a text that was uploaded'),
    );
    expect(JSON.parse(answer.body.toString())).toMatchObject({
      ok: true,
      value: { outcome: 'added', evidence: { name: '疑似 <b>.txt', media: { kind: 'text' } } },
    });
  });

  test('need a name and an open case', async () => {
    expect(
      (await send(`/upload/${caseId}`, { origin: host.loopback.origin }, 'POST', Buffer.from('x'))).status,
    ).toBe(400);
    expect(
      (await send(`/upload/${caseId}`, { ...headers(), 'x-file-name': '%' }, 'POST', Buffer.from('x')))
        .status,
    ).toBe(400);
    expect((await send('/upload/none', headers(), 'POST', Buffer.from('x'))).status).toBe(422);
  });

  test('keep the time the file was changed, and refuse what is no time', async () => {
    const upload = async (modified: string, text: string) =>
      send(`/upload/${caseId}`, { ...headers(), 'x-file-modified': modified }, 'POST', Buffer.from(text));
    const time = Date.UTC(2019, 6, 20, 20, 17, 40, 123);
    expect(JSON.parse((await upload(String(time), 'with a time')).body.toString())).toMatchObject({
      value: { evidence: { acquisitions: [{ how: 'upload', modifiedAt: '2019-07-20T20:17:40.123Z' }] } },
    });
    expect(JSON.parse((await upload('-1', 'before 1970')).body.toString())).toMatchObject({
      value: { evidence: { acquisitions: [{ modifiedAt: '1969-12-31T23:59:59.999Z' }] } },
    });
    for (const wrong of ['', 'now', '1e3', '1.5', '0x10', '253402300800000', '999999999999999999', 'NaN'])
      expect((await upload(wrong, 'refused')).status, wrong).toBe(400);
  });

  test('other methods are refused', async () => {
    for (const method of ['PUT', 'DELETE', 'POST'])
      expect((await send('/', { origin: host.loopback.origin }, method)).status, method).toBe(405);
  });
});
