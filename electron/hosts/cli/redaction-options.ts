import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ZodType } from 'zod';
import { type Language, localized } from '#shared/domain/localized.ts';
import { Publishing } from '#shared/domain/newsroom.ts';
import { RedactionOrder } from '#shared/domain/redaction.ts';
import { publishingFault } from '#shared/text/newsroom-words.ts';
import { UsageError } from './session.ts';

/** What is taken out of a report, and what a newsroom fills in, as options of `assay report`. */
export interface RedactionOptions {
  readonly redactFields?: boolean;
  readonly redactTexts?: boolean;
  readonly redactRegions?: boolean;
  readonly redactWords?: string;
  readonly redactReason?: string;
  readonly publish?: string;
}

const text = {
  fields: localized(
    'take out values of metadata and labels that are flagged as personal data',
    '隐去标记为个人信息的元数据和标识的值',
  ),
  texts: localized(
    'take out what people wrote into files: prompts, comments, captions, titles',
    '隐去写入文件的文字：提示词、注释、说明、标题',
  ),
  regions: localized(
    'black out regions marked for it in every picture of their exhibit',
    '在相应检材的每幅图片中遮盖标为需隐去的区域',
  ),
  words: localized(
    'take out names and words: a text file with one a line',
    '隐去姓名和词语：每行一个的文本文件',
  ),
  reason: localized('why it is taken out; printed in the report', '隐去的理由，印入报告'),
  publish: localized(
    'for .jsonld: write reviews for publishing (ClaimReview, MediaReview) from this JSON file instead of the report; see resources/docs/publishing.md',
    '用于 .jsonld：改为按此 JSON 文件写出用于发布的核查标注（ClaimReview、MediaReview），见 resources/docs/publishing.md',
  ),
  publishForm: localized(
    '--publish needs an output ending in .jsonld',
    '--publish 要求输出文件名以 .jsonld 结尾',
  ),
  noReason: localized('a redaction needs a reason: --redact-reason', '隐去内容须说明理由：--redact-reason'),
  nothing: localized(
    'a reason is stated, but nothing is to be taken out: --redact-fields, --redact-texts, --redact-regions or --redact-words',
    '说明了理由，但未指定隐去内容：--redact-fields、--redact-texts、--redact-regions 或 --redact-words',
  ),
  unread: localized('cannot be read:', '无法读取：'),
} as const;

export function withRedaction(command: Command, language: Language): Command {
  return command
    .option('--redact-fields', text.fields[language])
    .option('--redact-texts', text.texts[language])
    .option('--redact-regions', text.regions[language])
    .option('--redact-words <file>', text.words[language])
    .option('--redact-reason <reason>', text.reason[language])
    .option('--publish <file>', text.publish[language]);
}

export function publishNeedsLinkedData(language: Language): UsageError {
  return new UsageError(text.publishForm[language]);
}

/** As the export takes them; wrong usage is named here. */
export async function redactionOf(
  options: RedactionOptions,
  language: Language,
): Promise<{ readonly redaction?: RedactionOrder; readonly publishing?: Publishing }> {
  const publishing =
    options.publish === undefined
      ? {}
      : { publishing: publishingFrom(await jsonOf(options.publish, language), options.publish, language) };
  const { redactFields: fields = false, redactTexts: texts = false, redactWords } = options;
  const { redactRegions: regions = false } = options;
  const reason = options.redactReason?.trim() ?? '';
  if (!fields && !texts && !regions && redactWords === undefined) {
    // A reason alone would look like a redaction that was made.
    if (reason !== '') throw new UsageError(text.nothing[language]);
    return publishing;
  }
  if (reason === '') throw new UsageError(text.noReason[language]);
  const lines = redactWords === undefined ? [] : (await fileText(redactWords, language)).split(/\r?\n/);
  const words = lines.map((line) => line.trim()).filter((line) => line !== '');
  const order = checked(
    RedactionOrder,
    { fields, texts, regions, words, reason },
    redactWords ?? '--redact-reason',
  );
  return { ...publishing, redaction: order };
}

/** The same words as beside the fields of the form. */
function publishingFrom(value: unknown, name: string, language: Language): Publishing {
  const parsed = Publishing.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new UsageError(`${name}: ${issue.path.join('.')}: ${publishingFault(issue)[language]}`);
}

function checked<T>(schema: ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

async function jsonOf(file: string, language: Language): Promise<unknown> {
  const written = await fileText(file, language);
  try {
    return JSON.parse(written);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function fileText(file: string, language: Language): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${text.unread[language]} ${file} (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}
