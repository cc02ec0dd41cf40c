import { succeed } from '#shared/contract/errors.ts';
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
        const store = cases.store(caseId);
        return store.ok ? succeed(store.value.dutyChoice()) : store;
      },
      choose(caseId, choice) {
        const store = cases.writable(caseId);
        return store.ok ? chooseDuties(store.value, choice) : store;
      },
      evaluate({ caseId, ...request }) {
        const store = cases.store(caseId);
        return store.ok ? evaluateDuties(store.value, request) : store;
      },
    },
    conclusion: {
      get(caseId) {
        const store = cases.store(caseId);
        return store.ok ? succeed(conclusionOf(store.value)) : store;
      },
      history(caseId) {
        const store = cases.store(caseId);
        if (!store.ok) return store;
        const { assignment, guard, opinion } = store.value.caseNotes;
        return succeed({
          assignments: assignment.versions(),
          guards: guard.versions(),
          opinions: opinion.versions(),
        });
      },
      saveAssignment(caseId, assignment) {
        const store = cases.writable(caseId);
        return store.ok ? saveAssignment(store.value, assignment) : store;
      },
      switchGuard(caseId, on, reason) {
        const store = cases.writable(caseId);
        return store.ok ? switchGuard(store.value, on, reason) : store;
      },
      uncover(caseId, exhibits, reason) {
        const store = cases.writable(caseId);
        return store.ok ? uncover(store.value, exhibits, reason) : store;
      },
      covered(caseId, exhibits) {
        const store = cases.store(caseId);
        return store.ok ? succeed(coveredOf(store.value, exhibits)) : store;
      },
      saveOpinion(caseId, opinion) {
        const store = cases.writable(caseId);
        return store.ok ? saveOpinion(store.value, opinion) : store;
      },
      review(caseId, entry) {
        const store = cases.writable(caseId);
        return store.ok ? recordReview(store.value, entry) : store;
      },
    },
  };
}
