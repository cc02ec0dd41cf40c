import { type LabelMeaning, type LabelStatement, RAW_LENGTH } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { HostileValue } from '../../media/hostile-json.ts';
import { preview } from '../../media/hostile-json.ts';
import type { OwnStatement, Standard } from '../define.ts';
import { statementOf } from '../statement.ts';
import type { TraceText } from './trace-text.ts';

export type Fields = LabelStatement['fields'];

export interface Trace {
  /** The program or service, with its version when the trace tells it. */
  readonly generator: string;
  readonly model?: string | undefined;
  readonly fields: Fields;
  /** `generated` unless the trace is of something less, such as enlarging. */
  readonly meaning?: LabelMeaning;
  /** In words, when it is not generation parameters. */
  readonly says?: Localized;
}

/** Shown with every trace that is plain text. */
export const anyoneCanWrite: Localized = localized(
  'Plain text without a signature: anyone can write, copy or change it',
  '无签名的普通文本：任何人都可以写入、复制或修改',
);

const FIELDS = 80;
const NAME = 200;

/** A generator's trace at the place of `text`. */
export function traceStatement(standard: Standard, text: TraceText, trace: Trace): OwnStatement {
  const { generator, model, fields, meaning = 'generated', says = parametersOf(generator, model) } = trace;
  return statementOf(standard, text.payload, {
    kind: 'trace',
    key: text.key,
    bytes: text.bytes,
    meaning,
    says,
    asserted: [{ role: 'generator', name: generator.slice(0, NAME) }],
    standingNote: anyoneCanWrite,
    raw: text.text,
    fields: fields.slice(0, FIELDS),
  });
}

/** What is left of a generator's structured text that is cut off or damaged: Exif holds 64 KB, and more is cut. */
export function traceResidue(standard: Standard, text: TraceText, generator: string): OwnStatement {
  return {
    ...traceStatement(standard, text, {
      generator,
      fields: [],
      meaning: 'unclear',
      says: localized(
        `Part of what ${generator} writes; it is cut off or damaged and cannot be parsed`,
        `${generator} 写入内容的残余部分，因截断或损坏而无法解析`,
      ),
    }),
    kind: 'residue',
  };
}

function parametersOf(generator: string, model: string | undefined): Localized {
  const name = generator.slice(0, NAME);
  if (model === undefined || model === '')
    return localized(`Generation parameters of ${name}`, `${name} 的生成参数`);
  const named = model.slice(0, NAME);
  return localized(`Generation parameters of ${name}, model ${named}`, `${name} 的生成参数，模型：${named}`);
}

/** One field, unless it has no value. */
export function field(name: string, value: string | null | undefined, personal = false): Fields {
  if (value === null || value === undefined || value === '') return [];
  return [{ name: name.slice(0, NAME), value: value.slice(0, RAW_LENGTH), personal }];
}

/** The members of an object as fields; structures as JSON text. `personal`: names whose value may name a person. */
export function fieldsOf(
  object: ReadonlyMap<string, HostileValue>,
  personal: readonly string[] = [],
): Fields {
  return [...object]
    .slice(0, FIELDS)
    .flatMap(([name, value]) => field(name, plain(value), personal.includes(name)));
}

/** Text as it is, numbers in digits, structures as JSON. */
export function plain(value: HostileValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : preview(value, RAW_LENGTH);
}
