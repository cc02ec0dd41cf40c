import { generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#core/canonical-json.ts';
import { hashOf } from '#core/package/bag-text.ts';
import { listingFile } from '#core/package/folder-listing.ts';
import { sealNames, tagNames } from '#core/package/layout.ts';
import { filesOf } from '../torture/package-changes.ts';

/** Rewrite a text file of a package. */
export function tampered(out: string, name: string, change: (text: string) => string): void {
  const path = join(out, name);
  chmodSync(path, 0o644);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Make manifests and signatures anew over whatever is there, with a key of one's own, as a forger would. */
export function sealed(out: string): void {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const der = publicKey.export({ format: 'der', type: 'spki' });
  put(join(out, 'signing-key.pem'), publicKey.export({ format: 'pem', type: 'spki' }).toString());
  resign(join(out, 'data/custody/checkpoint.json'), der, (bytes) => sign(null, bytes, privateKey));
  const names = filesOf(out)
    .map((file) => file.slice(out.length + 1))
    .filter((name) => !/^tagmanifest|\.tmp$/.test(name) && lstatSync(join(out, name)).isFile());
  for (const algorithm of ['sha256', 'sha512']) {
    const manifest = join(out, `manifest-${algorithm}.txt`);
    const strange =
      readFileSync(manifest, 'utf8')
        .match(/^.*(\.\.|\/etc).*\n/gm)
        ?.join('') ?? '';
    const payload = names.filter((name) => name.startsWith('data/'));
    put(manifest, `${lines(out, payload, algorithm)}${strange}`);
  }
  put(join(out, tagNames.listing), listingFile([...names, ...sealNames]));
  for (const algorithm of ['sha256', 'sha512']) {
    const tags = names.filter((name) => !name.startsWith('data/'));
    const manifest = join(out, `tagmanifest-${algorithm}.txt`);
    put(manifest, lines(out, tags, algorithm));
    put(`${manifest}.sig`, sign(null, readFileSync(manifest), privateKey));
  }
}

function lines(out: string, names: readonly string[], algorithm: string): string {
  return names.map((name) => `${hashOf(readFileSync(join(out, name)), algorithm)}  ${name}\n`).join('');
}

function resign(path: string, der: Buffer, signed: (bytes: Buffer) => Buffer): void {
  const { signature: _, ...old } = JSON.parse(readFileSync(path, 'utf8'));
  const document = { ...old, keyId: hashOf(der), publicKey: der.toString('base64') };
  const signature = signed(Buffer.from(canonicalJson(document))).toString('base64');
  put(path, `${canonicalJson({ ...document, signature })}\n`);
}

function put(path: string, content: string | Buffer): void {
  chmodSync(path, 0o644);
  writeFileSync(path, content);
}
