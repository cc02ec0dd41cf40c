import type { Localized } from '#shared/domain/localized.ts';
import type {
  ConformingProduct,
  DenyEntry,
  TrustFile,
  TrustKind,
  TrustLine,
  TrustRefusal,
} from '#shared/domain/trust.ts';
import { denyId, denyLine, parseDenyList } from './deny.ts';
import { parseLote } from './lote.ts';
import {
  certificateLine,
  holdsPrivateKey,
  type ListedCertificate,
  listBytes,
  readCertificates,
  readDerCertificates,
} from './pem.ts';
import { parseProducts, productLine } from './products.ts';
import { notice, refusal } from './texts.ts';

/** A file of a list with its bytes. */
export interface ListFile extends Pick<TrustFile, 'name' | 'role' | 'sha256'> {
  readonly bytes: Uint8Array;
}

/** What the files of one list say. */
export interface ListContent {
  readonly anchors: readonly ListedCertificate[];
  /** End-entity certificates accepted besides the anchors. */
  readonly allowed: readonly ListedCertificate[];
  /** Extended key usages the list asks for; empty: it says nothing. */
  readonly usages: readonly string[];
  readonly products: readonly ConformingProduct[];
  readonly denials: readonly DenyEntry[];
  readonly scheme: string | null;
  readonly issued: string | null;
  readonly nextUpdate: string | null;
  readonly lines: readonly TrustLine[];
  readonly notices: readonly Localized[];
}

export type ContentReading =
  | { readonly ok: true; readonly content: ListContent }
  | { readonly ok: false; readonly refusal: TrustRefusal };

const nothing: ListContent = {
  anchors: [],
  allowed: [],
  usages: [],
  products: [],
  denials: [],
  scheme: null,
  issued: null,
  nextUpdate: null,
  lines: [],
  notices: [],
};

/** Why these bytes are no list at all, whatever their name; `null`: look closer. */
export function obviousFault(name: string, bytes: Uint8Array): TrustRefusal | null {
  if (bytes.length > listBytes) return refusal(name, 'too-large');
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').trimStart().toLowerCase();
  if (start === '' && bytes.length <= 4096) return refusal(name, 'empty');
  if (holdsPrivateKey(bytes)) return refusal(name, 'private-key');
  if (/^(<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html|<head|<!--)/.test(start))
    return refusal(name, 'web-page');
  return null;
}

/**
 * Read the files of one list. In workers only: what is in them was written by strangers.
 *
 * @param now moment against which expiry is told
 */
export function readContent(kind: TrustKind, files: readonly ListFile[], now: Date): ContentReading {
  for (const file of files) {
    const fault = obviousFault(file.name, file.bytes);
    // An empty list of allowed certificates or usages is a legitimate one.
    const optional = file.role === 'allowed' || file.role === 'usages';
    if (fault !== null && !(optional && fault.code === 'empty')) return { ok: false, refusal: fault };
  }
  switch (kind) {
    case 'conforming-products':
      return readProducts(files);
    case 'deny':
      return readDenials(files);
    default:
      return readSigners(kind, files, now);
  }
}

function readProducts(files: readonly ListFile[]): ContentReading {
  const file = files.find(({ role }) => role === 'products');
  const value = file === undefined ? null : parseJson(file.bytes);
  const products = parseProducts(value);
  if ('fault' in products)
    return { ok: false, refusal: refusal(file?.name ?? '?', 'wrong-shape', products.fault) };
  const latest = products
    .map((product) => product.lastModification ?? '')
    .sort()
    .at(-1);
  const lines = products.map(productLine);
  const issued = latest === undefined || latest === '' ? null : latest;
  return { ok: true, content: { ...nothing, products, lines, issued } };
}

function readDenials(files: readonly ListFile[]): ContentReading {
  const file = files.find(({ role }) => role === 'deny');
  const denials = parseDenyList(file === undefined ? null : parseJson(file.bytes));
  if ('fault' in denials)
    return { ok: false, refusal: refusal(file?.name ?? '?', 'wrong-shape', denials.fault) };
  const unique = [...new Map(denials.map((entry) => [denyId(entry), entry])).values()];
  return { ok: true, content: { ...nothing, denials: unique, lines: unique.map(denyLine) } };
}

function readSigners(kind: TrustKind, files: readonly ListFile[], now: Date): ContentReading {
  const of = (role: TrustFile['role']) => files.find((file) => file.role === role);
  const [main, loteFile, allowedFile, usagesFile] = [
    of('certificates'),
    of('lote'),
    of('allowed'),
    of('usages'),
  ];
  const lote = loteFile === undefined ? null : parseLote(parseJson(loteFile.bytes));
  if (lote !== null && 'fault' in lote)
    return { ok: false, refusal: refusal(loteFile?.name ?? '?', 'wrong-shape', lote.fault) };
  const source = main ?? loteFile;
  if (source === undefined) return { ok: false, refusal: refusal('?', 'no-certificate') };
  const reading =
    main === undefined ? readDerCertificates(lote?.trusted ?? []) : readCertificates(main.bytes);
  const extra = allowedFile === undefined ? null : readCertificates(allowedFile.bytes);
  for (const [file, one] of [
    [source, reading],
    [allowedFile, extra],
  ] as const) {
    const damaged = one?.damaged[0];
    if (damaged !== undefined)
      return { ok: false, refusal: refusal(file?.name ?? '?', 'damaged-certificate', damaged) };
  }
  const own = kind === 'user-signer';
  // A signer's own certificate is no anchor: nothing may chain to it.
  const anchors = own ? reading.certificates.filter((one) => one.authority) : reading.certificates;
  const allowed = [
    ...(own ? reading.certificates.filter((one) => !one.authority) : []),
    ...(extra?.certificates ?? []),
  ];
  const all = [...anchors, ...allowed];
  if (all.length === 0) return { ok: false, refusal: refusal(source.name, 'no-certificate') };
  const notices: Localized[] = [];
  const repeated = [...reading.repeated, ...(extra?.repeated ?? [])];
  if (repeated[0] !== undefined) notices.push(notice.duplicates(repeated.length, repeated[0]));
  const expired = all.filter((one) => Date.parse(one.facts.notAfter) < now.getTime());
  if (expired[0] !== undefined)
    notices.push(
      notice.expired(
        now.toISOString().slice(0, 10),
        expired.length,
        all.length,
        expired[0].facts.subject.text,
      ),
    );
  if (lote !== null && main !== undefined) {
    const named = new Set(readDerCertificates(lote.trusted).certificates.map((one) => one.facts.sha256));
    const listed = new Set(reading.certificates.map((one) => one.facts.sha256));
    const differing = [...named, ...listed].filter((one) => !(named.has(one) && listed.has(one))).length;
    if (differing > 0) notices.push(notice.unlikeCompanion(differing));
  }
  if (lote !== null && lote.withdrawn > 0) notices.push(notice.withdrawn(lote.withdrawn));
  return {
    ok: true,
    content: {
      ...nothing,
      anchors,
      allowed,
      usages: usagesFile === undefined ? [] : objectIdentifiers(usagesFile.bytes),
      scheme: lote?.scheme ?? null,
      issued: lote?.issued ?? null,
      nextUpdate: lote?.nextUpdate ?? null,
      lines: all.map(certificateLine),
      notices,
    },
  };
}

/** The value, or `undefined` when the bytes are no JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

function objectIdentifiers(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString('latin1')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^\d+(\.\d+){3,}$/.test(line))
    .slice(0, 1000);
}
