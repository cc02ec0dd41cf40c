import { resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Case } from '#shared/domain/case.ts';
import { localized } from '#shared/domain/localized.ts';
import type { MadePackage, PackageVerification } from '#shared/domain/package.ts';
import { standsAt } from '../case/folder.ts';
import { errorCode, errorText } from '../case/problem.ts';
import { engineNames, engineVersions } from '../media/engines.ts';
import { defaultLimits } from '../media/limits.ts';
import { writeNew } from '../new-file.ts';
import type { PackedVersions } from '../package/contents.ts';
import { makePackage } from '../package/make-package.ts';
import { receivePackage } from '../package/receive-package.ts';
import { TimestampOutput } from '../package/timestamp-task.ts';
import { addTimestamps, type Judge, stampedFile, timestampRequest } from '../package/timestamps.ts';
import { noPackage, verifyPackage } from '../package/verify-package.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { version } from '../version.ts';
import type { Cases } from './cases.ts';
import { orderedAnalyses } from './examination.ts';
import type { Jobs } from './jobs.ts';

const alreadyOpen = localized(
  'The package was unpacked. The case it was made of is open here; close that one, then open the unpacked case.',
  '取证包已解包。其来源案件正在此处打开；请先关闭该案件，再打开解包后的案件。',
);

/** Packages of cases; see resources/docs/package.md. */
export interface Packaging {
  make(caseId: string, out: string, signal?: AbortSignal): Promise<Result<MadePackage>>;
  verify(directory: string, signal?: AbortSignal): Promise<Result<PackageVerification>>;
  /** Write a request to timestamping authorities into a new file, to be sent by hand: this program opens no connection. */
  requestTimestamps(directory: string, file: string): Promise<Result<{ readonly path: string }>>;
  addTimestamps(directory: string, responses: readonly string[]): Promise<Result<PackageVerification>>;
  /** Verify a package, unpack it into a new case folder and open that read-only. */
  open(
    directory: string,
    out: string,
    signal?: AbortSignal,
  ): Promise<Result<{ case: Case; verification: PackageVerification }>>;
}

export function createPackaging(ports: Ports, jobs: Jobs, cases: Cases): Packaging {
  const judge: Judge = async (stamped, files) => {
    const judged = await ports.workers.run('package-timestamps', { stamped, files }, TimestampOutput, {
      priority: 'interactive',
      limits: defaultLimits,
    });
    return judged.ok ? succeed(judged.value) : problem('input-output', judged.failure.message);
  };
  const reading = {
    async readTimestamps(directory: string, files: readonly string[]): Promise<TimestampOutput> {
      const at = (name: string) => resolve(directory, name);
      const judged = await judge(
        at(stampedFile),
        files.map((name) => ({ name, path: at(name) })),
      );
      // What could not be judged is not said to hold.
      return judged.ok
        ? judged.value
        : { timestamps: [], wrong: files.map((file) => ({ file, fault: 'not-judged' })) };
    },
  };
  const options = (signal: AbortSignal | undefined) => ({
    ...reading,
    ...(signal === undefined ? {} : { signal }),
  });

  return {
    async make(caseId, out, signal) {
      const store = cases.writable(caseId);
      if (!store.ok) return store;
      const versions = await packedVersions();
      const results: Result<MadePackage>[] = [];
      const job = jobs.start('package', caseId, 'bytes', async (handle) => {
        const signals = [handle.signal, ...(signal === undefined ? [] : [signal])];
        results.push(await makePackage(store.value, out, versions, { signal: AbortSignal.any(signals) }));
      });
      const { state } = await jobs.settled(job.id);
      if (state === 'failed') throw new Error('packaging failed; the log says why');
      const [made = problem('cancelled')] = results;
      return made;
    },
    async verify(directory, signal) {
      if ((await standsAt(resolve(directory))) !== 'folder') return noPackage(directory);
      return succeed(await verifyPackage(resolve(directory), ports, options(signal)));
    },
    async requestTimestamps(directory, file) {
      const request = await timestampRequest(resolve(directory));
      if (request === null) return noPackage(directory);
      const path = resolve(file);
      try {
        // The file is new: a request somebody still waits for is not written over.
        await writeNew(path, request);
        return succeed({ path });
      } catch (error) {
        const code = errorCode(error);
        if (code === '') throw error;
        return problem(code === 'EEXIST' ? 'file-exists' : 'input-output', errorText(error));
      }
    },
    addTimestamps: (directory, responses) =>
      addTimestamps(
        resolve(directory),
        responses.map((path) => resolve(path)),
        ports,
        judge,
        reading,
      ),
    async open(directory, out, signal) {
      const received = await receivePackage(resolve(directory), out, ports, options(signal));
      if (!received.ok) return received;
      // Cases are known by the identifier in their database: the packed case and this copy have the same one.
      if (cases.opened().some(({ id }) => id === received.value.caseId))
        return fail('case-locked', alreadyOpen, received.value.path);
      const opened = await cases.open(received.value.path, true);
      if (!opened.ok) return opened;
      return succeed({ case: opened.value, verification: received.value.verification });
    },
  };
}

async function packedVersions(): Promise<PackedVersions> {
  const versions = await engineVersions(engineNames);
  return {
    assay: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    engines: Object.fromEntries(
      engineNames.map((name) => {
        const entry = versions[name];
        return [name, 'version' in entry ? entry.version : null];
      }),
    ),
    analyses: orderedAnalyses.map(({ id, version: number }) => ({ id, version: number })),
  };
}
