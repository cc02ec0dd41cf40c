import { implement, ORPCError } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { Result } from '#shared/contract/errors.ts';
import type { App } from './app-interface.ts';
import { RecordDamaged } from './case/rows.ts';
import { diskProblem, problem } from './problems.ts';

/** Who is calling. A host that only shows things gives `mayWrite: false`. */
export interface Caller {
  readonly mayWrite: boolean;
}

/**
 * The contract's one implementation. Parameters and results are parsed by the contract's schemas, the
 * effect is checked against the caller, expected failures leave as `PROBLEM`, and anything else becomes an
 * internal error without detail (the host's log has it).
 */
export function createRouter(app: App) {
  const os = implement(contract)
    .$context<Caller>()
    .use(async ({ context, procedure, next, path }) => {
      if (procedure['~orpc'].meta.effect === 'write' && !context.mayWrite)
        throw raised(problem('not-allowed', path.join('.')));
      try {
        return await next();
      } catch (error) {
        if (error instanceof RecordDamaged) {
          app.ports.log('warn', 'a record of the case is damaged', { record: error.record });
          throw raised(problem('case-damaged', error.record));
        }
        const full = diskProblem(error);
        if (full !== null) throw raised(full);
        if (!(error instanceof ORPCError))
          app.ports.log('error', `call ${path.join('.')} failed`, { error: describe(error) });
        throw error;
      }
    });

  return os.router({
    app: {
      capabilities: os.app.capabilities.handler(() => app.capabilities()),
      analyses: os.app.analyses.handler(() => app.analyses()),
      settings: os.app.settings.handler(() => app.settings.read()),
      saveSettings: os.app.saveSettings.handler(async ({ input }) => unwrap(await app.settings.save(input))),
      activity: os.app.activity.handler(async function* ({ signal }) {
        yield* app.jobs.listen(signal);
      }),
    },
    case: {
      recent: os.case.recent.handler(() => app.cases.recent()),
      opened: os.case.opened.handler(() => app.cases.opened()),
      create: os.case.create.handler(async ({ input }) => {
        const made = unwrap(await app.cases.create(input.directory, input.name));
        if (input.covered) unwrap(app.conclusion.switchGuard(made.id, true, ''));
        return made;
      }),
      open: os.case.open.handler(async ({ input }) =>
        unwrap(await app.cases.open(input.directory, input.readOnly)),
      ),
      close: os.case.close.handler(async ({ input }) => unwrap(await app.cases.close(input.caseId))),
      chooseDirectory: os.case.chooseDirectory.handler(async ({ input }) => ({
        directory: await dialogs(app).chooseDirectory(input.purpose),
      })),
      defaultDirectory: os.case.defaultDirectory.handler(() => ({ directory: app.ports.paths.cases })),
      custody: os.case.custody.handler(({ input }) =>
        unwrap(app.custody(input.caseId, input.offset, input.limit)),
      ),
      verify: os.case.verify.handler(async ({ input, signal }) =>
        unwrap(await app.verify(input.caseId, { checkpoint: input.checkpoint, signal })),
      ),
      checkpoint: os.case.checkpoint.handler(({ input }) => unwrap(app.checkpoint(input.caseId))),
      checkpointKey: os.case.checkpointKey.handler(async () => unwrap(await app.checkpointKey.facts())),
      unlockCheckpointKey: os.case.unlockCheckpointKey.handler(async ({ input }) =>
        unwrap(await app.checkpointKey.unlock(input.passphrase)),
      ),
      protectCheckpointKey: os.case.protectCheckpointKey.handler(async ({ input }) =>
        unwrap(await app.checkpointKey.protect(input)),
      ),
    },
    package: {
      make: os.package.make.handler(async ({ input, signal }) =>
        unwrap(await app.packaging.make(input.caseId, input.out, signal)),
      ),
      verify: os.package.verify.handler(async ({ input, signal }) =>
        unwrap(await app.packaging.verify(input.directory, signal)),
      ),
      requestTimestamps: os.package.requestTimestamps.handler(async ({ input }) =>
        unwrap(await app.packaging.requestTimestamps(input.directory, input.file)),
      ),
      addTimestamps: os.package.addTimestamps.handler(async ({ input }) =>
        unwrap(await app.packaging.addTimestamps(input.directory, input.responses)),
      ),
      open: os.package.open.handler(async ({ input, signal }) =>
        unwrap(await app.packaging.open(input.directory, input.out, signal)),
      ),
    },
    evidence: {
      list: os.evidence.list.handler(({ input }) => unwrap(app.evidence.list(input))),
      get: os.evidence.get.handler(({ input }) => unwrap(app.evidence.get(input.caseId, input.evidence))),
      add: os.evidence.add.handler(({ input }) => unwrap(app.evidence.add(input.caseId, input.paths))),
      chooseFiles: os.evidence.chooseFiles.handler(async () => ({
        paths: [...(await dialogs(app).chooseFiles())],
      })),
      sameContent: os.evidence.sameContent.handler(({ input }) =>
        unwrap(app.evidence.sameContent(input.caseId, input.evidence)),
      ),
      tiles: os.evidence.tiles.handler(async ({ input, signal }) =>
        unwrap(await app.evidence.tiles(input.caseId, input.evidence, signal)),
      ),
    },
    examine: {
      start: os.examine.start.handler(({ input }) => unwrap(app.examine.start(input))),
      runs: os.examine.runs.handler(({ input }) => unwrap(app.examine.runs(input.caseId, input.evidence))),
      run: os.examine.run.handler(({ input }) => unwrap(app.examine.run(input.caseId, input.run))),
      reproduce: os.examine.reproduce.handler(async ({ input, signal }) =>
        unwrap(await app.examine.reproduce(input, signal)),
      ),
      reproductions: os.examine.reproductions.handler(({ input }) =>
        unwrap(app.examine.reproductions(input.caseId, input.run)),
      ),
    },
    labels: {
      overview: os.labels.overview.handler(({ input }) =>
        unwrap(app.labels.overview(input.caseId, input.evidence)),
      ),
      survival: os.labels.survival.handler(({ input }) =>
        unwrap(app.labels.survival(input.caseId, input.evidence)),
      ),
      plan: os.labels.plan.handler(async ({ input, signal }) => unwrap(await app.planLabels(input, signal))),
      reveal: os.labels.reveal.handler(async ({ input }) =>
        unwrap(await app.revealLabelled(input.caseId, input.name)),
      ),
      write: os.labels.write.handler(async ({ input, signal }) =>
        unwrap(await app.labelEvidence(input, signal)),
      ),
    },
    mark: {
      keys: os.mark.keys.handler(async () => app.marking.keys.list()),
      makeKey: os.mark.makeKey.handler(async ({ input }) => unwrap(await app.marking.keys.make(input.name))),
      importKey: os.mark.importKey.handler(async ({ input }) =>
        unwrap(await app.marking.keys.addFile(input.path, input.name)),
      ),
      removeKey: os.mark.removeKey.handler(async ({ input }) =>
        unwrap(await app.marking.keys.remove(input.key)),
      ),
      plan: os.mark.plan.handler(async ({ input, signal }) => unwrap(await app.planMark(input, signal))),
      write: os.mark.write.handler(async ({ input, signal }) =>
        unwrap(await app.markEvidence(input, signal)),
      ),
      durable: os.mark.durable.handler(async ({ input, signal }) =>
        unwrap(
          await app.marking.durable(
            { ...input, sources: input.paths },
            undefined,
            signal === undefined ? {} : { signal },
          ),
        ),
      ),
    },
    survival: {
      catalogue: os.survival.catalogue.handler(() => app.survival.catalogue()),
      run: os.survival.run.handler(({ input }) => unwrap(app.survival.run(input))),
      list: os.survival.list.handler(async ({ input }) => unwrap(await app.survival.list(input.caseId))),
      get: os.survival.get.handler(async ({ input }) =>
        unwrap(await app.survival.get(input.caseId, input.run)),
      ),
    },
    trace: {
      run: os.trace.run.handler(({ input }) => unwrap(app.trace.run(input))),
      list: os.trace.list.handler(async ({ input }) => unwrap(await app.trace.list(input.caseId))),
      get: os.trace.get.handler(async ({ input }) => unwrap(await app.trace.get(input.caseId, input.trace))),
      fingerprints: os.trace.fingerprints.handler(async ({ input }) =>
        unwrap(await app.trace.fingerprints(input.caseId, input.evidence)),
      ),
      duplicates: os.trace.duplicates.handler(async ({ input }) =>
        unwrap(await app.trace.duplicates(input.caseId)),
      ),
    },
    comparison: {
      run: os.comparison.run.handler(({ input }) => unwrap(app.comparison.run(input))),
      list: os.comparison.list.handler(async ({ input }) => unwrap(await app.comparison.list(input.caseId))),
      get: os.comparison.get.handler(async ({ input }) =>
        unwrap(await app.comparison.get(input.caseId, input.comparison)),
      ),
    },
    lineage: {
      run: os.lineage.run.handler(({ input }) => unwrap(app.lineage.run(input))),
      list: os.lineage.list.handler(async ({ input }) => unwrap(await app.lineage.list(input.caseId))),
      get: os.lineage.get.handler(async ({ input }) =>
        unwrap(await app.lineage.get(input.caseId, input.lineage)),
      ),
      written: os.lineage.written.handler(async ({ input }) => ({
        text: unwrap(await app.lineage.written(input)),
      })),
    },
    register: {
      add: os.register.add.handler(async ({ input, signal }) =>
        unwrap(await app.registerEvidence(input, signal)),
      ),
      export: os.register.export.handler(async ({ input }) => unwrap(await app.exportRegister(input.out))),
      import: os.register.import.handler(async ({ input }) => unwrap(await app.importRegister(input.path))),
      list: os.register.list.handler(async ({ input }) => unwrap(await app.register.list(input))),
      show: os.register.show.handler(async ({ input }) => unwrap(await app.register.show(input.entry))),
      note: os.register.note.handler(async ({ input }) =>
        unwrap(await app.register.setNote(input.entry, input.note)),
      ),
      remove: os.register.remove.handler(async ({ input }) => unwrap(await app.register.remove(input.entry))),
    },
    camera: {
      list: os.camera.list.handler(async () => {
        const { cameras, problems } = await app.cameras.list();
        return { cameras: [...cameras], problems: [...problems] };
      }),
      add: os.camera.add.handler(async ({ input, signal }) => unwrap(await app.addCamera(input, signal))),
      remove: os.camera.remove.handler(async ({ input }) => unwrap(await app.cameras.remove(input.camera))),
    },
    hashList: {
      list: os.hashList.list.handler(async () => unwrap(await app.hashLists.list())),
      import: os.hashList.import.handler(async ({ input, signal }) =>
        unwrap(await app.hashLists.import(input, signal)),
      ),
      remove: os.hashList.remove.handler(async ({ input }) => unwrap(await app.hashLists.remove(input.list))),
    },
    geometry: {
      get: os.geometry.get.handler(({ input }) => unwrap(app.geometry.get(input.caseId, input.evidence))),
      history: os.geometry.history.handler(({ input }) =>
        unwrap(app.geometry.history(input.caseId, input.evidence)),
      ),
      save: os.geometry.save.handler(({ input }) =>
        unwrap(app.geometry.save(input.caseId, input.evidence, input.geometry)),
      ),
      evaluate: os.geometry.evaluate.handler(({ input }) =>
        unwrap(app.geometry.evaluate(input.caseId, input.evidence, input.geometry)),
      ),
    },
    regions: {
      agreement: os.regions.agreement.handler(({ input }) =>
        unwrap(app.regions.agreement(input.caseId, input.evidence)),
      ),
      get: os.regions.get.handler(({ input }) => unwrap(app.regions.get(input.caseId, input.evidence))),
      history: os.regions.history.handler(({ input }) =>
        unwrap(app.regions.history(input.caseId, input.evidence)),
      ),
      save: os.regions.save.handler(({ input }) =>
        unwrap(app.regions.save(input.caseId, input.evidence, input.regions)),
      ),
      measure: os.regions.measure.handler(async ({ input, signal }) =>
        unwrap(await app.regions.measure(input.caseId, input.evidence, input.regions, signal)),
      ),
    },
    publication: {
      get: os.publication.get.handler(({ input }) =>
        unwrap(app.publication.get(input.caseId, input.evidence)),
      ),
      history: os.publication.history.handler(({ input }) =>
        unwrap(app.publication.history(input.caseId, input.evidence)),
      ),
      save: os.publication.save.handler(({ input }) =>
        unwrap(app.publication.save(input.caseId, input.evidence, input.publication)),
      ),
    },
    duties: {
      catalogue: os.duties.catalogue.handler(() => app.duties.catalogue()),
      choice: os.duties.choice.handler(({ input }) => unwrap(app.duties.choice(input.caseId))),
      choose: os.duties.choose.handler(({ input }) => unwrap(app.duties.choose(input.caseId, input.choice))),
      evaluate: os.duties.evaluate.handler(({ input }) => unwrap(app.duties.evaluate(input))),
    },
    conclusion: {
      get: os.conclusion.get.handler(({ input }) => unwrap(app.conclusion.get(input.caseId))),
      history: os.conclusion.history.handler(({ input }) => unwrap(app.conclusion.history(input.caseId))),
      saveAssignment: os.conclusion.saveAssignment.handler(({ input }) =>
        unwrap(app.conclusion.saveAssignment(input.caseId, input.assignment)),
      ),
      switchGuard: os.conclusion.switchGuard.handler(({ input }) =>
        unwrap(app.conclusion.switchGuard(input.caseId, input.on, input.reason)),
      ),
      uncover: os.conclusion.uncover.handler(({ input }) =>
        unwrap(app.conclusion.uncover(input.caseId, input.evidence, input.reason)),
      ),
      saveOpinion: os.conclusion.saveOpinion.handler(({ input }) =>
        unwrap(app.conclusion.saveOpinion(input.caseId, input.opinion)),
      ),
      review: os.conclusion.review.handler(({ input }) =>
        unwrap(app.conclusion.review(input.caseId, input.entry)),
      ),
    },
    job: {
      list: os.job.list.handler(() => app.jobs.list()),
      cancel: os.job.cancel.handler(
        ({ input }) => app.jobs.cancel(input.job) ?? raise(problem('not-found', input.job)),
      ),
    },
    report: {
      export: os.report.export.handler(async ({ input, signal }) =>
        unwrap(await app.report.export(input, signal)),
      ),
      list: os.report.list.handler(async ({ input }) => unwrap(await app.report.list(input.caseId))),
      reveal: os.report.reveal.handler(async ({ input }) =>
        unwrap(await app.report.reveal(input.caseId, input.name)),
      ),
    },
    trust: {
      lists: os.trust.lists.handler(async () => unwrap(await app.trust.lists())),
      certificates: os.trust.certificates.handler(async ({ input }) =>
        unwrap(await app.trust.certificates(input.list)),
      ),
      products: os.trust.products.handler(async ({ input }) => unwrap(await app.trust.products(input.list))),
      denials: os.trust.denials.handler(async () => unwrap(await app.trust.denials())),
      diff: os.trust.diff.handler(async ({ input }) => unwrap(await app.trust.examine(input, input.choice))),
      history: os.trust.history.handler(async ({ input }) => unwrap(await app.trust.history(input.list))),
      import: os.trust.import.handler(async ({ input }) =>
        unwrap(await app.trust.import(input, input.choice)),
      ),
      setEnabled: os.trust.setEnabled.handler(async ({ input }) =>
        unwrap(await app.trust.setEnabled(input.list, input.enabled)),
      ),
      rollback: os.trust.rollback.handler(async ({ input }) => unwrap(await app.trust.rollback(input.list))),
      remove: os.trust.remove.handler(async ({ input }) => unwrap(await app.trust.remove(input.list))),
      deny: os.trust.deny.handler(async ({ input }) => unwrap(await app.trust.deny(input.entry))),
      undeny: os.trust.undeny.handler(async ({ input }) => unwrap(await app.trust.undeny(input.id))),
    },
    credential: {
      authority: os.credential.authority.handler(async () => unwrap(await app.signing.authority())),
      createAuthority: os.credential.createAuthority.handler(async ({ input }) =>
        unwrap(await app.signing.createAuthority(input)),
      ),
      sign: os.credential.sign.handler(async ({ input, signal }) =>
        unwrap(await app.signEvidence(input, signal)),
      ),
    },
  });
}

type Failure = Extract<Result<never>, { ok: false }>;

function raised(failure: Failure) {
  return new ORPCError('PROBLEM', {
    defined: true,
    status: 422,
    message: failure.problem.message.en,
    data: failure.problem,
  });
}

function raise(failure: Failure): never {
  throw raised(failure);
}

function unwrap<T>(result: Result<T>): T {
  return result.ok ? result.value : raise(result);
}

function dialogs(app: App) {
  return app.ports.dialogs ?? raise(problem('not-available-here', 'dialogs'));
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
