import { localized } from '#shared/domain/localized.ts';
import { defineStandard } from '../define.ts';
import { field, traceStatement } from '../traces/trace-statement.ts';
import { named, type TraceText } from '../traces/trace-text.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const jobPattern = new RegExp(`\\bJob ID: (${uuid})\\b`, 'i');
const flagPattern =
  / --(?:v|ar|niji|stylize|s|chaos|style|q|seed|raw|profile|sref|cref|video|motion|tile|iw|no|w|weird) /;
const versionPattern = / --(v|niji) (\d{1,2}(?:\.\d{1,2})?)\b/;

/** Midjourney: the prompt with its flags and `Job ID: …` as description, the account's name as author. */
export const standard = defineStandard({
  id: 'midjourney',
  title: localized('Midjourney description', 'Midjourney 描述信息'),
  cite: 'Midjourney downloads as observed: PNG Description, Author, Creation Time; XMP Iptc4xmpExt:DigImageGUID',
  read: (payloads) =>
    named(payloads, 'description', 'imagedescription', 'caption-abstract').flatMap((found) => {
      const job = jobPattern.exec(found.text.slice(-2000))?.[1];
      if (job === undefined) return [];
      const authors = named(payloads, 'author', 'creator', 'artist', 'by-line');
      const guid = named(payloads, 'digimageguid').some(
        ({ text }) => text.trim().toLowerCase() === job.toLowerCase(),
      );
      // "Job ID" alone is a phrase of print shops too.
      if (!guid && !flagPattern.test(` ${found.text} `) && !besides(found, payloads)) return [];
      const version = versionPattern.exec(found.text);
      return [
        traceStatement(standard, found, {
          generator: 'Midjourney',
          model: version === null ? undefined : `${version[1] === 'niji' ? 'niji' : 'v'} ${version[2]}`,
          fields: [
            ...field('description', found.text, true),
            ...field('job id', job, true),
            ...authors.slice(0, 1).flatMap(({ text }) => field('author', text, true)),
            ...named(payloads, 'creation time')
              .slice(0, 1)
              .flatMap(({ text }) => field('creation time', text)),
          ],
        }),
      ];
    }),
});

/** Author and Creation Time stand beside the description in every PNG of the service. */
function besides(found: TraceText, payloads: Parameters<typeof named>[0]): boolean {
  return (
    found.payload.kind === 'text' &&
    named(payloads, 'author').length > 0 &&
    named(payloads, 'creation time').length > 0
  );
}
