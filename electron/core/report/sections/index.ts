import type { Section } from '../section.ts';
import { section as certificate } from './certificate.ts';
import { section as comparison } from './comparison.ts';
import { section as conclusion } from './conclusion.ts';
import { section as custody } from './custody.ts';
import { section as duties } from './duties.ts';
import { section as figures } from './figures.ts';
import { section as findings } from './findings.ts';
import { section as geometry } from './geometry.ts';
import { section as items } from './items.ts';
import { section as labelSurvival } from './label-survival.ts';
import { section as limitations } from './limitations.ts';
import { section as lineage } from './lineage.ts';
import { section as markSurvival } from './mark-survival.ts';
import { section as methods } from './methods.ts';
import { section as notExamined } from './not-examined.ts';
import { section as opinion } from './opinion.ts';
import { section as publications } from './publications.ts';
import { section as readingGuide } from './reading-guide.ts';
import { section as redactions } from './redactions.ts';
import { section as regions } from './regions.ts';
import { section as request } from './request.ts';
import { section as review } from './review.ts';
import { section as status } from './status.ts';
import { section as summary } from './summary.ts';
import { section as trace } from './trace.ts';
import { section as warnings } from './warnings.ts';

/**
 * All sections in the order of the report; the same order as `sectionIds`. What is read first stands first: results, their limits and what
 * the examiner concludes come before the long lists of methods, figures and custody.
 */
export const sections: readonly Section[] = [
  status,
  request,
  summary,
  readingGuide,
  items,
  publications,
  findings,
  trace,
  comparison,
  geometry,
  regions,
  lineage,
  duties,
  labelSurvival,
  markSurvival,
  notExamined,
  warnings,
  limitations,
  opinion,
  conclusion,
  review,
  methods,
  figures,
  redactions,
  custody,
  certificate,
];
