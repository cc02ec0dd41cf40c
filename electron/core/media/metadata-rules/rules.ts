import { agreementRules } from './agreement.ts';
import { colorRules } from './color.ts';
import { dimensionRules } from './dimensions.ts';
import { historyRules } from './history.ts';
import { makerRules } from './maker.ts';
import { movieRules } from './movies.ts';
import { positionRules } from './position.ts';
import { previewRules } from './previews.ts';
import type { MetadataRule } from './rule.ts';
import { softwareRules } from './software.ts';
import { structureRules } from './structure.ts';
import { timeRules } from './times.ts';

/** Every rule of the metadata consistency check, in the order they are shown. */
export const metadataRules: readonly MetadataRule[] = [
  ...timeRules,
  ...dimensionRules,
  ...previewRules,
  ...softwareRules,
  ...historyRules,
  ...makerRules,
  ...structureRules,
  ...colorRules,
  ...agreementRules,
  ...positionRules,
  ...movieRules,
];
