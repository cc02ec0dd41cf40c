import { basename, join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import type { PackageVerification } from '#shared/domain/package.ts';
import type { CasePorts } from '../case/case-ports.ts';
import { displayName } from '../intake/names.ts';
import { problem } from '../problems.ts';
import { replaceFile } from '../replace-file.ts';
import { smallFile } from './bag-check.ts';
import { hashOf } from './bag-text.ts';
import { walkBag } from './bag-walk.ts';
import { sealedTags } from './bag-writer.ts';
import { listingFile } from './folder-listing.ts';
import { sealNames, tagNames } from './layout.ts';
import { packageSigner } from './signer.ts';
import { faultWords } from './timestamp-faults.ts';
import type { TimestampOutput } from './timestamp-task.ts';
import { type VerifyPackageOptions, verifyPackage } from './verify-package.ts';

/** What authorities are asked to stamp: it names every byte of the payload, and through it the signed checkpoint. */
export const stampedFile = 'manifest-sha256.txt';

/**
 * A request to a timestamping authority (RFC 3161 §2.4.1) over the payload manifest, to be sent by hand: version 1, SHA-256 imprint, the
 * authority's certificate wanted. Without a nonce, which only protects a connection that waits for its answer.
 */
export async function timestampRequest(directory: string): Promise<Buffer | null> {
  const manifest = await smallFile(join(directory, stampedFile));
  if (manifest === null) return null;
  const algorithm = Buffer.from('300d06096086480165030402010500', 'hex');
  const imprint = sequence(algorithm, Buffer.from([0x04, 0x20]), Buffer.from(hashOf(manifest), 'hex'));
  return sequence(Buffer.from([0x02, 0x01, 0x01]), imprint, Buffer.from([0x01, 0x01, 0xff]));
}

/** All lengths here are below 128. */
function sequence(...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

export type Judge = (
  stamped: string,
  files: readonly { readonly name: string; readonly path: string }[],
) => Promise<Result<TimestampOutput>>;

/**
 * Put responses of authorities into a finished package. Payload and its manifests stay as they are; the tag manifests
 * name the new files and are signed again, so only the installation that made the package can do it.
 */
export async function addTimestamps(
  directory: string,
  responses: readonly string[],
  ports: CasePorts,
  judge: Judge,
  options: VerifyPackageOptions = {},
): Promise<Result<PackageVerification>> {
  const signer = packageSigner(ports);
  if (!signer.ok) return signer;
  const before = await verifyPackage(directory, ports, options);
  if (before.state !== 'intact')
    return fail(
      'package-damaged',
      localized(
        'The package is not intact; nothing was added to it.',
        '该包不完整或已损坏；未添加任何内容。',
      ),
      before.problems[0]?.object,
    );
  if (before.signer !== signer.value.keyId)
    return fail(
      'package-damaged',
      localized(
        'The package was signed by another installation; only that one can add timestamps to it.',
        '该包由其他安装签名；只有该安装可以添加时间戳。',
      ),
      before.signer ?? undefined,
    );
  const stamped = join(directory, stampedFile);
  const judged = await judge(
    stamped,
    responses.map((path) => ({ name: path, path })),
  );
  if (!judged.ok) return judged;
  const [wrong] = judged.value.wrong;
  if (wrong !== undefined)
    return fail(
      'bad-request',
      localized(
        `The answer is not taken: ${faultWords[wrong.fault].en}. Nothing was added.`,
        `未采用该应答：${faultWords[wrong.fault]['zh-CN']}。未添加任何内容。`,
      ),
      displayName(Buffer.from(basename(wrong.file))),
    );

  const { files } = await walkBag(directory);
  const tags = await tagFiles(directory, files);
  const answers = new Map<string, Uint8Array>();
  const there = files.filter((path) => path.startsWith(`${tagNames.timestamps}/`)).length;
  for (const [index, path] of responses.entries()) {
    const bytes = await smallFile(path);
    if (bytes === null) return problem('input-output', displayName(Buffer.from(path)));
    answers.set(`${tagNames.timestamps}/${String(there + index + 1).padStart(3, '0')}.tsr`, bytes);
  }
  const changed = new Map(answers).set(tagNames.listing, listingFile([...files, ...answers.keys()]));
  const sealed = sealedTags(new Map([...tags, ...changed]), (bytes) => signer.value.sign(bytes));
  for (const [name, bytes] of [...changed, ...sealed]) await replaceFile(join(directory, name), bytes, 0o444);
  return succeed(await verifyPackage(directory, ports, options));
}

/** The tag files the package has, those apart that seal the others. */
async function tagFiles(directory: string, files: readonly string[]): Promise<Map<string, Uint8Array>> {
  const tags = new Map<string, Uint8Array>();
  for (const name of files.filter((path) => !path.startsWith('data/') && !sealNames.includes(path))) {
    const bytes = await smallFile(join(directory, name));
    // It was there a moment ago, when the package was found whole.
    if (bytes === null) throw new Error(`${name} cannot be read`);
    tags.set(name, bytes);
  }
  return tags;
}
