import { andThen, succeed } from '#shared/contract/errors.ts';
import type { App } from '../app-interface.ts';
import { dutyCatalogue } from '../labels/obligations/matrix.ts';
import type { Cases } from '../work/cases.ts';
import {
  conclusionOf,
  coveredOf,
  saveAssignment,
  saveOpinion,
  switchGuard,
  uncover,
} from '../work/conclusions.ts';
import { chooseDuties, evaluateDuties } from '../work/duties.ts';
import { recordReview } from '../work/reviews.ts';

/** What people decide about a case as a whole: duties, request, propositions, opinion, review. */
export function caseCalls(cases: Cases): Pick<App, 'duties' | 'conclusion'> {
  return {
    duties: {
      catalogue: dutyCatalogue,
      choice(caseId) {
        return andThen(cases.store(caseId), (store) => succeed(store.dutyChoice()));
      },
      choose(caseId, choice) {
        return andThen(cases.writable(caseId), (store) => chooseDuties(store, choice));
      },
      evaluate({ caseId, ...request }) {
        return andThen(cases.store(caseId), (store) => evaluateDuties(store, request));
      },
    },
    conclusion: {
      get(caseId) {
        return andThen(cases.store(caseId), (store) => succeed(conclusionOf(store)));
      },
      history(caseId) {
        return andThen(cases.store(caseId), ({ caseNotes: { assignment, guard, opinion } }) =>
          succeed({
            assignments: assignment.versions(),
            guards: guard.versions(),
            opinions: opinion.versions(),
          }),
        );
      },
      saveAssignment(caseId, assignment) {
        return andThen(cases.writable(caseId), (store) => saveAssignment(store, assignment));
      },
      switchGuard(caseId, on, reason) {
        return andThen(cases.writable(caseId), (store) => switchGuard(store, on, reason));
      },
      uncover(caseId, exhibits, reason) {
        return andThen(cases.writable(caseId), (store) => uncover(store, exhibits, reason));
      },
      covered(caseId, exhibits) {
        return andThen(cases.store(caseId), (store) => succeed(coveredOf(store, exhibits)));
      },
      saveOpinion(caseId, opinion) {
        return andThen(cases.writable(caseId), (store) => saveOpinion(store, opinion));
      },
      review(caseId, entry) {
        return andThen(cases.writable(caseId), (store) => recordReview(store, entry));
      },
    },
  };
}
