import type { Section } from '../section.ts';
import { section as comparison } from './comparison.ts';
import { section as conclusion } from './conclusion.ts';
import { section as custody } from './custody.ts';
import { section as duties } from './duties.ts';
import { section as figures } from './figures.ts';
import { section as findings } from './findings.ts';
import { section as geometry } from './geometry.ts';
import { section as items } from './items.ts';
import { section as labelSurvival } from './label-survival.ts';
import { section as lineage } from './lineage.ts';
import { section as markSurvival } from './mark-survival.ts';
import { section as methods } from './methods.ts';
import { section as notExamined } from './not-examined.ts';
import { section as publications } from './publications.ts';
import { section as readingGuide } from './reading-guide.ts';
import { section as regions } from './regions.ts';
import { section as summary } from './summary.ts';
import { section as trace } from './trace.ts';
import { section as warnings } from './warnings.ts';

/** All sections in the order of the report; the same order as `sectionIds`. */
export const sections: readonly Section[] = [
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
  figures,
  notExamined,
  warnings,
  methods,
  custody,
  conclusion,
];
