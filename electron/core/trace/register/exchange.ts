import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { RegisterExport, RegisterImport } from '#shared/domain/register.ts';
import { standsAt, syncDirectory } from '../../case/folder.ts';
import { errorCode, errorText } from '../../case/problem.ts';
import { finishDraft, nameDraft } from '../../draft-file.ts';
import { problem } from '../../problems.ts';
import { version } from '../../version.ts';
import { ExchangedEntry, ExchangeHeader, ExchangeSeal, LineHash, longestLine } from './exchange-format.ts';
import type { Register } from './register.ts';
import { keyFingerprint, registerKey } from './signing-key.ts';

export interface ExchangePorts {
  clock(): Date;
  id(): string;
}

/** Write all finished entries to a new file, signed by this installation. */
export async function exportRegister(
  register: Register,
  data: string,
  out: string,
  ports: ExchangePorts,
): Promise<Result<RegisterExport>> {
  const path = resolve(out);
  if ((await standsAt(path)) !== 'missing') return problem('file-exists', path);
  const numbers = await register.numbers();
  if (!numbers.ok) return numbers;
  if (numbers.value.length === 0) return fail('not-found', emptyRegister);
  const chosen = numbers.value;
  const draft = join(dirname(path), `.${ports.id()}.register`);
  try {
    const key = await registerKey(join(data, 'register', 'signing-key.pem'), ports.id());
    const hash = new LineHash();
    const header: ExchangeHeader = {
      ...{ format: 'assay-register', version: 1, assay: version },
      ...{ at: ports.clock().toISOString(), publicKey: key.publicKey, entries: numbers.value.length },
    };
    async function* lines(): AsyncGenerator<string> {
      for await (const line of written(header, chosen, register)) {
        hash.add(line);
        yield `${line}\n`;
      }
      yield `${hash.seal(key.privateKey)}\n`;
    }
    await pipeline(Readable.from(lines()), createGzip(), createWriteStream(draft, { flags: 'wx' }));
    const { sha256 } = await finishDraft(draft);
    await nameDraft(draft, path);
    await syncDirectory(dirname(path));
    return succeed({ path, sha256, entries: chosen.length, key: key.fingerprint });
  } catch (error) {
    return error instanceof RegisterUnread ? error.answer : fileFault(error, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function* written(
  header: ExchangeHeader,
  numbers: readonly number[],
  register: Register,
): AsyncGenerator<string> {
  yield JSON.stringify(header);
  for (const number of numbers) {
    const entry = read(await register.show(number));
    const prints = read(await register.prints(number));
    const store = read(await register.manifestStore(number));
    const { number: _number, ...rest } = entry;
    const line: ExchangedEntry = ExchangedEntry.parse({
      entry: rest,
      prints: prints.map((print) => ({ ...print, bytes: Buffer.from(print.bytes).toString('base64') })),
      manifestStore: store === null ? null : Buffer.from(store).toString('base64'),
    });
    yield JSON.stringify(line);
  }
}

/**
 * Take in the entries of another register. The whole file is read and its signature checked before the first entry is
 * entered; an entry whose identifier stands for another original here is left out and named.
 */
export async function importRegister(register: Register, file: string): Promise<Result<RegisterImport>> {
  const path = resolve(file);
  try {
    const checked = await checkFile(path);
    if (!checked.ok) return checked;
    const { header } = checked.value;
    const from = keyFingerprint(header.publicKey);
    const left: RegisterImport['left'] = [];
    let entered = 0;
    for await (const line of linesOf(path)) {
      if (line.kind !== 'entry') continue;
      const { entry, prints, manifestStore } = line.entry;
      const own = await ownEntry(register, entry);
      if (own !== null) {
        left.push({ name: entry.name, reason: alreadyHere(own) });
        continue;
      }
      const made = await register.enter({
        item: importedItem(entry, from),
        prints: prints.map((print) => ({ ...print, bytes: Buffer.from(print.bytes, 'base64') })),
        manifestStore: manifestStore === null ? null : Buffer.from(manifestStore, 'base64'),
      });
      if (made.ok) entered += 1;
      else if (made.problem.code === 'identifier-taken')
        left.push({ name: entry.name, reason: made.problem.message });
      else return made;
    }
    return succeed({ from, at: header.at, entries: header.entries, entered, left });
  } catch (error) {
    if (error instanceof RegisterUnread) return error.answer;
    return error instanceof BadExchange ? broken(error.message) : fileFault(error, path);
  }
}

/** Number of an entry made here for the very same: a register given away comes back, and changes nothing. */
async function ownEntry(register: Register, entry: ExchangedEntry['entry']): Promise<number | null> {
  const { original, copy, payload, manifest } = entry;
  const same = read(await register.bySha256(copy ?? original)).find(
    (one) =>
      one.origin !== 'imported' &&
      one.original === original &&
      one.copy === copy &&
      one.payload === payload &&
      one.manifest === manifest,
  );
  return same?.number ?? null;
}

function importedItem(entry: ExchangedEntry['entry'], from: string) {
  const { state: _state, at: _at, ...item } = entry;
  return { ...item, origin: 'imported' as const, importedFrom: from };
}

async function checkFile(path: string): Promise<Result<{ readonly header: ExchangeHeader }>> {
  const hash = new LineHash();
  let header: ExchangeHeader | null = null;
  let sealed = false;
  let entries = 0;
  for await (const line of linesOf(path)) {
    if (sealed) return broken('lines after the signature');
    if (line.kind === 'seal') {
      if (header === null || !hash.sealedBy(line.seal, header.publicKey)) return broken('signature');
      sealed = true;
      continue;
    }
    if ((header === null) !== (line.kind === 'header')) return broken('order of lines');
    if (line.kind === 'header') header = line.header;
    else entries += 1;
    hash.add(line.text);
  }
  if (header === null || !sealed) return broken('signature');
  if (entries !== header.entries) return broken('number of entries');
  return succeed({ header });
}

type Line =
  | { readonly kind: 'header'; readonly header: ExchangeHeader; readonly text: string }
  | { readonly kind: 'entry'; readonly entry: ExchangedEntry; readonly text: string }
  | { readonly kind: 'seal'; readonly seal: ExchangeSeal };

class BadExchange extends Error {}

async function* linesOf(path: string): AsyncGenerator<Line> {
  const unpacked = createReadStream(path).pipe(createGunzip());
  let rest: Buffer[] = [];
  let length = 0;
  for await (const piece of unpacked as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, from)) {
      rest.push(piece.subarray(from, end));
      yield lineOf(Buffer.concat(rest).toString('utf8'));
      rest = [];
      length = 0;
      from = end + 1;
    }
    length += piece.length - from;
    if (length > longestLine) throw new BadExchange('a line is too long');
    rest.push(piece.subarray(from));
  }
  if (length > 0) throw new BadExchange('the end is missing');
}

function lineOf(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadExchange(error.message);
    throw error;
  }
  const header = ExchangeHeader.safeParse(value);
  if (header.success) return { kind: 'header', header: header.data, text };
  const entry = ExchangedEntry.safeParse(value);
  if (entry.success) return { kind: 'entry', entry: entry.data, text };
  const seal = ExchangeSeal.safeParse(value);
  if (seal.success) return { kind: 'seal', seal: seal.data };
  throw new BadExchange(entry.error.issues[0]?.message ?? 'unknown line');
}

/** The register itself could not be read: its own answer is passed on. */
class RegisterUnread extends Error {
  readonly answer: Result<never>;
  constructor(answer: Result<never>) {
    super('the register could not be read');
    this.answer = answer;
  }
}

function read<T>(result: Result<T>): T {
  if (!result.ok) throw new RegisterUnread(result);
  return result.value;
}

function alreadyHere(number: number) {
  return localized(`Already entered here as #${number}.`, `本登记册中已有此条目（#${number}）。`);
}

const emptyRegister = localized(
  'The register has no finished entry that could be exported.',
  '登记册中没有可导出的已完成条目。',
);

function broken(detail: string) {
  return fail(
    'bad-request',
    localized(
      'This is not an exported register, or it was changed after it was signed. Nothing was imported.',
      '该文件不是导出的登记册，或在签名后被改动。未导入任何内容。',
    ),
    detail,
  );
}

function fileFault(error: unknown, path: string) {
  const code = errorCode(error);
  if (code === '') throw error;
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return broken(errorText(error));
  return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', `${path}: ${errorText(error)}`);
}
