import { localized } from '#shared/domain/localized.ts';
import type { FigureLink } from '#shared/domain/report.ts';
import { regionName } from '#shared/text/region-words.ts';
import type { ReportItem } from './input.ts';
import type { SectionContext } from './section.ts';

const figure = localized('{name} on exhibit {number}', '检材 {number} 上的“{name}”');

/** The figure of a region, for links from the findings; `null`: it is not printed. */
export function regionLink(
  { evidence, regions, overview }: ReportItem,
  index: number,
  { say, shortening, input }: SectionContext,
): FigureLink | null {
  const region = regions?.record?.regions[index];
  const printed = input.sections === undefined || input.sections.includes('regions');
  if (region === undefined || overview === undefined || !shortening.figures || !printed) return null;
  const number = String(evidence.number);
  return {
    number: `${number}-R${index + 1}`,
    anchor: `figure-${number}-r${index + 1}`,
    title: say(figure, { name: say(regionName(region, index)), number }),
  };
}
