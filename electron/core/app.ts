import { join } from 'node:path';
import { succeed } from '#shared/contract/errors.ts';
import { analysisCard } from './analysis/card.ts';
import type { App } from './app-interface.ts';
import { caseCalls } from './calls/case-calls.ts';
import { exhibitCalls } from './calls/exhibit-calls.ts';
import { traceCalls } from './calls/trace-calls.ts';
import { latestCheckpoint } from './case/checkpoint-log.ts';
import { RecordDamaged } from './case/rows.ts';
import { verifyCase } from './case/verify.ts';
import { createModelStore } from './mark/foreign/model-store.ts';
import { markRingFolders } from './mark/ring-folders.ts';
import { engineNames, engineVersions, forgetEngineVersions } from './media/engines.ts';
import { hostMarkFolders } from './media/mark-ring.ts';
import { hostTrustFolder } from './media/trust-lists.ts';
import type { Ports } from './ports.ts';
import { exportRegister, importRegister } from './trace/register/exchange.ts';
import { createRegister, registerPlaces } from './trace/register/register.ts';
import { createRegisterSearch } from './trace/search/register-search.ts';
import { createTrustManagement } from './trust/management.ts';
import { createCameraStore } from './work/cameras.ts';
import { createCases } from './work/cases.ts';
import { checkpointFromText } from './work/checkpoint-file.ts';
import { createCheckpointKey } from './work/checkpoint-key.ts';
import { createComparing } from './work/comparing.ts';
import { deliver } from './work/delivery.ts';
import { orderedAnalyses } from './work/examination.ts';
import { createJobs } from './work/jobs.ts';
import { createLabelling } from './work/labelling.ts';
import { createLineages } from './work/lineages.ts';
import { createMarking } from './work/marking.ts';
import { createPackaging } from './work/packaging.ts';
import { registerEvidence } from './work/registering.ts';
import { exportReport } from './work/report-job.ts';
import { listReports, revealReport } from './work/report-list.ts';
import { createSettingsFile } from './work/settings-file.ts';
import { createSigning } from './work/signing.ts';
import { createSurvivalLab } from './work/survival.ts';
import { createTracing } from './work/tracing.ts';
import { createViewing } from './work/viewing.ts';

/** Composition root: give it a host's ports, get handlers for every call of the contract. */
export function createApp(given: Ports): App {
  const checkpointKey = createCheckpointKey(given);
  const ports: Ports = { ...given, checkpoints: checkpointKey.signer };
  hostTrustFolder(ports.paths.trust);
  const rings = markRingFolders(ports.paths.data, ports.paths.temporary);
  hostMarkFolders([rings.own, rings.lent]);
  const jobs = createJobs(ports.id, (error) =>
    ports.log('error', 'a job failed', { error: error instanceof Error ? error.stack : String(error) }),
  );
  const cases = createCases(ports, checkpointKey, (caseId) => jobs.stop(caseId));
  const viewing = createViewing(ports);
  const signing = createSigning(ports);
  const labelling = createLabelling(ports, jobs);
  const register = createRegister(registerPlaces(ports.paths.data), ports);
  const marking = createMarking(ports, jobs, register, rings);
  const cameras = createCameraStore(rings.own, ports, jobs);
  const survivalLab = createSurvivalLab(ports, jobs);
  const lineages = createLineages(ports, jobs, viewing);
  const search = createRegisterSearch(register, join(ports.paths.data, 'register', 'index'));
  const comparing = createComparing(ports, jobs, register);
  const tracing = createTracing({ ports, register, search, comparing }, jobs);

  return {
    ports,
    jobs,
    cases,
    ...exhibitCalls({ ports, jobs, cases, viewing }),
    ...caseCalls(cases),
    ...traceCalls({ ports, cases, survivalLab, tracing, comparing, lineages, search }),
    async capabilities() {
      const versions = await engineVersions(engineNames);
      return {
        host: ports.host,
        dialogs: ports.dialogs !== undefined,
        pathsOfDroppedFiles: ports.host === 'desktop',
        reveal: ports.reveal !== undefined,
        protections: [...ports.workers.protections],
        engines: engineNames.map((name) => {
          const entry = versions[name];
          return 'version' in entry
            ? { name, version: entry.version, missing: null }
            : { name, version: null, missing: entry.missing };
        }),
      };
    },
    analyses: () => orderedAnalyses.map(analysisCard),
    settings: createSettingsFile(ports),
    checkpointKey,
    custody(caseId, offset, limit) {
      const store = cases.store(caseId);
      return store.ok
        ? succeed({ total: store.value.custodyCount(), events: store.value.custody(offset, limit) })
        : store;
    },
    checkpoint(caseId) {
      const store = cases.store(caseId);
      return store.ok ? succeed({ checkpoint: latestCheckpoint(store.value)?.checkpoint ?? null }) : store;
    },
    async verify(caseId, { checkpoint: text, signal } = {}) {
      const store = cases.store(caseId);
      if (!store.ok) return store;
      const checkpoint = text === undefined ? undefined : checkpointFromText(text);
      if (checkpoint?.ok === false) return checkpoint;
      const verification = await verifyCase(store.value, {
        ...(signal === undefined ? {} : { signal }),
        ...(checkpoint === undefined ? {} : { checkpoint: checkpoint.value }),
      });
      return succeed(verification);
    },
    report: {
      async export(request, signal) {
        const store = cases.writable(request.caseId);
        return store.ok
          ? exportReport(
              store.value,
              request,
              ports,
              { viewing, survival: survivalLab, tracing, comparing, lineages },
              signal,
            )
          : store;
      },
      async list(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(await listReports(store.value, caseId)) : store;
      },
      async reveal(caseId, name) {
        const store = cases.store(caseId);
        return store.ok ? revealReport(store.value, name, ports) : store;
      },
    },
    packaging: createPackaging(ports, jobs, cases),
    // Results rest on the lists: the versions that are part of a run's key are asked for again.
    trust: createTrustManagement(ports, forgetEngineVersions),
    labelling,
    async planLabels({ caseId, ...question }, signal) {
      const store = cases.store(caseId);
      return store.ok ? labelling.plan(store.value, question, signal) : store;
    },
    async revealLabelled(caseId, name) {
      const store = cases.store(caseId);
      return store.ok ? labelling.reveal(store.value, name) : store;
    },
    async labelEvidence({ caseId, ...request }, signal) {
      const store = cases.writable(caseId);
      return store.ok ? labelling.evidence(store.value, caseId, request, signal) : store;
    },
    marking,
    markModels: createModelStore(rings.own, ports),
    cameras,
    async addCamera({ name, paths, exhibits }, signal) {
      if (exhibits === null) return cameras.add({ name, paths }, { signal });
      const store = cases.store(exhibits.caseId);
      return store.ok
        ? cameras.add({ name, paths, exhibits: { ...exhibits, store: store.value } }, { signal })
        : store;
    },
    async planMark({ caseId, evidence }, signal) {
      const store = cases.store(caseId);
      return store.ok ? marking.plan(store.value, evidence, signal) : store;
    },
    async markEvidence({ caseId, ...request }, signal) {
      const store = cases.writable(caseId);
      return store.ok ? marking.evidence(store.value, caseId, request, signal) : store;
    },
    traceWith(directory) {
      const places = { database: join(directory, 'register.db'), ring: join(ports.paths.temporary, 'ring') };
      const other = createRegister(places, ports);
      const found = createRegisterSearch(other, join(directory, 'index'));
      const compared = createComparing(ports, jobs, other);
      return {
        tracing: createTracing({ ports, register: other, search: found, comparing: compared }, jobs),
        async close() {
          await found.close();
          await other.close();
        },
      };
    },
    register,
    async registerEvidence({ caseId, ...order }, signal) {
      const store = cases.writable(caseId);
      return store.ok
        ? registerEvidence(store.value, caseId, order, { register, ports, jobs }, signal)
        : store;
    },
    exportRegister: (out) => exportRegister(register, ports.paths.data, out, ports),
    importRegister: (path) => importRegister(register, path),
    signing,
    async signEvidence({ caseId, ...request }, signal) {
      const store = cases.writable(caseId);
      return store.ok ? signing.evidence(store.value, request, signal) : store;
    },
    async deliver(parts) {
      try {
        return await deliver(parts, cases, viewing, comparing);
      } catch (error) {
        if (!(error instanceof RecordDamaged)) throw error;
        ports.log('warn', 'a record of the case is damaged', { record: error.record });
        return null;
      }
    },
    async close() {
      await jobs.stop();
      await cases.closeAll();
      await search.close();
      await register.close();
      await ports.workers.close();
    },
  };
}
