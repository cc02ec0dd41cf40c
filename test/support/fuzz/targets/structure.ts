import { writeFileSync } from 'node:fs';
import { analysis as structureAnalysis } from '#core/analyses/container/structure.ts';
import { readStructure, structureFormat } from '#core/media/structure/structure.ts';
import { Figure } from '#shared/domain/figure.ts';
import { Finding } from '#shared/domain/finding.ts';
import { type Media, MediaFormat } from '#shared/domain/media.ts';
import { containerTokens, mediaSeeds } from '../media-seeds.ts';
import { type FuzzTarget, must } from '../target.ts';

const signal = new AbortController().signal;

/** Structure of a container: every byte has one owner, and what is shown fits what is shown with. */
export const target: FuzzTarget = {
  name: 'structure',
  tokens: containerTokens,
  seeds: mediaSeeds,
  async read({ hint, bytes }, path) {
    const declared = MediaFormat.parse(hint);
    const format = structureFormat(declared);
    if (format === null) return;
    writeFileSync(path, bytes);
    const { understood: _, ...read } = await readStructure(path, format, {
      progress: () => undefined,
      signal,
    });
    const result = structureAnalysis.result.parse({ ...read, spans: [...read.spans] });
    let end = 0;
    for (const { start, length } of result.spans) {
      must(start === end && length > 0, `a span begins at ${end} and not at ${start}`);
      end += length;
    }
    must(end === bytes.length, `spans end at ${end} of ${bytes.length}`);
    const media: Media = { kind: 'image', format: declared, mime: 'x/y', extensionFits: null };
    for (const figure of structureAnalysis.figures(result, media)) Figure.parse(figure);
    for (const finding of structureAnalysis.interpret(result, media)) Finding.parse(finding);
  },
};
