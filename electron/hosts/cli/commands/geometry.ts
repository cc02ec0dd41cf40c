import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { Geometry, type GeometryEvaluation } from '#shared/domain/geometry.ts';
import type { Language, Localized } from '#shared/domain/localized.ts';
import {
  geometryAnswerWords,
  geometryGroupWords,
  geometryLimits,
  geometryName,
  unusedMarkWords,
} from '#shared/text/geometry-words.ts';
import { visibleText } from '#shared/text/visible-text.ts';
import { geometryText as text } from '../geometry-text.ts';
import { complain, printJson, printLine } from '../output.ts';
import { type Session, UsageError, valueOrUsage, withSession } from '../session.ts';
import { text as common } from '../text.ts';
import { takeIn } from './intake.ts';

interface GeometryOptions {
  readonly constraints: string;
  readonly json?: true;
}

export function geometryCommand(language: Language): Command {
  return new Command('geometry')
    .description(text.geometry[language])
    .argument('<file>')
    .requiredOption('--constraints <file>', text.optionConstraints[language])
    .option('--json', common.optionJson[language])
    .addHelpText('after', text.help[language])
    .action(async (file: string, options: GeometryOptions) => {
      const geometry = await constraintsOf(options.constraints, language);
      return withSession(language, (session) => evaluate(session, file, geometry, options));
    });
}

async function constraintsOf(path: string, language: Language): Promise<Geometry> {
  const refused = (detail: string) =>
    new UsageError(`${text.noConstraints[language]} ${visibleText(path)} (${detail})`);
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const known = error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined;
    if (known) throw refused((error as Error).message);
    throw error;
  }
  const parsed = Geometry.safeParse(content);
  if (!parsed.success) throw refused(z.prettifyError(parsed.error));
  const unknown = unknownField(content, parsed.data, '');
  if (unknown !== null) throw refused(`${text.unknownField[language]} ${visibleText(unknown)}`);
  return parsed.data;
}

/** A field that was given and is none of the record: a misspelt one would silently be left at its default. */
function unknownField(given: unknown, known: unknown, path: string): string | null {
  if (typeof given !== 'object' || given === null || typeof known !== 'object' || known === null) return null;
  const fields = new Map(Object.entries(known));
  for (const [name, value] of Object.entries(given)) {
    const at = `${path}${name}`;
    const found = fields.has(name) ? unknownField(value, fields.get(name), `${at}.`) : at;
    if (found !== null) return found;
  }
  return null;
}

async function evaluate(
  session: Session,
  file: string,
  geometry: Geometry,
  options: GeometryOptions,
): Promise<number> {
  const { app, language } = session;
  const caseId = await session.temporaryCase();
  const { results } = await takeIn(session, caseId, [file]);
  const [taken] = results;
  if (results.length !== 1 || taken?.evidence === undefined) {
    complain(`${file}: ${taken?.reason?.text[language] ?? common.noEvidence[language]}`);
    return 1;
  }
  const { sha256 } = taken.evidence;
  const evaluation = valueOrUsage(app.geometry.evaluate(caseId, sha256, geometry), language);
  if (options.json) printJson({ sha256, geometry, evaluation, limits: geometryLimits });
  else print(geometry, evaluation, language);
  return 0;
}

function print(geometry: Geometry, evaluation: GeometryEvaluation, language: Language): void {
  const say = (indent: string, sentences: readonly Localized[]) => {
    for (const sentence of sentences) printLine(`${indent}${visibleText(sentence[language])}`);
  };
  printLine(`${text.uncertainty[language]} ${evaluation.uncertainty}`);
  for (const [index, group] of geometry.groups.entries()) {
    const found = evaluation.groups[index];
    if (found === undefined) continue;
    const name = visibleText(geometryName(group.name, index));
    printLine('');
    printLine(
      `${name}  ${geometryGroupWords[group.kind][language]}: ${geometryAnswerWords[found.answer][language]}`,
    );
    say('   ', found.explanation);
    for (const { mark, because } of found.unused) {
      const at = group.marks.findIndex(({ id }) => id === mark);
      const called = visibleText(geometryName(group.marks[at]?.name ?? '', at));
      printLine(`   · ${called}  ${text.leftOut[language]} ${unusedMarkWords[because][language]}`);
    }
  }
  if (evaluation.camera !== null) {
    printLine('');
    printLine(`${text.camera[language]}: ${geometryAnswerWords[evaluation.camera.answer][language]}`);
    say('   ', evaluation.camera.explanation);
  }
  printLine('');
  printLine(text.limits[language]);
  say('   ', geometryLimits);
}
