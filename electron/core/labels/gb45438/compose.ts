import { type LabelStatement, RAW_LENGTH } from '#shared/domain/label.ts';
import type { LabelToWrite } from '#shared/domain/labelling.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ComposeAnswer, ComposeTarget, LabelEntry } from '../define.ts';
import { type AigcField, type FieldName, fieldNames, readAigcValue } from './payload.ts';
import { guidePlaces } from './places.ts';
import { aigcNamespace } from './sites.ts';

type AigcRequest = Extract<LabelToWrite, { standard: 'gb45438-aigc' }>;

/**
 * The entry that makes a file carry the label asked for. A label that is there keeps its producer's fields; a
 * platform sets its own pair (Measures, Art. 6, last paragraph); the label is never lowered; and a second copy
 * is never made (GB 45438-2025, 6.1 c)).
 */
export function composeAigc(label: LabelToWrite, target: ComposeTarget): ComposeAnswer {
  if (label.standard !== 'gb45438-aigc') throw new Error('another standard’s label');
  const standing = target.existing.filter(({ kind }) => kind === 'label');
  const damaged = target.existing.find(
    ({ kind, raw, checks }) =>
      (kind === 'residue' && raw.trim() !== '') || checks.some(({ code }) => code === 'damaged-packet'),
  );
  if (damaged !== undefined) return refuse(unreadable(damaged.place));
  const [first] = standing;
  if (first === undefined) return firstLabel(label, target);
  if (standing.length > 1) return refuse(severalCopies(standing));
  return mergedLabel(label, first, target);
}

function firstLabel(label: AigcRequest, target: ComposeTarget): ComposeAnswer {
  const { producer, produceId, propagator, propagateId } = label;
  if (producer === undefined || produceId === undefined) {
    return refuse(
      localized(
        'The file has no label whose producer could be kept: give the producer and its number for this content (GB 45438-2025, Annex E d), e))',
        '文件中没有可保留生成服务提供者信息的标识：请给出内容制作者名称或编码及其内容编号（GB 45438-2025 附录 E d)、e)）',
      ),
    );
  }
  if ((propagator === undefined) !== (propagateId === undefined)) return refuse(halfPair);
  const values: Record<FieldName, string> = {
    Label: label.label ?? '1',
    ContentProducer: producer,
    ProduceID: produceId,
    ReservedCode1: '',
    // Annex E, note 1: at the first writing the propagator's pair is the producer's.
    ContentPropagator: propagator ?? producer,
    PropagateID: propagateId ?? produceId,
    ReservedCode2: '',
  };
  const notes =
    propagator === undefined
      ? [
          localized(
            'The propagator’s fields are set to the producer’s, as at a first writing (Annex E, note 1)',
            '首次写入，传播服务提供者字段与生成服务提供者字段取值相同（附录 E 注 1）',
          ),
        ]
      : [];
  return { ok: true, entries: [entryOf(values, [], target)], notes };
}

function mergedLabel(label: AigcRequest, standing: LabelStatement, target: ComposeTarget): ComposeAnswer {
  const value = readAigcValue(standing.raw);
  if (value.state !== 'object' || standing.raw.length >= RAW_LENGTH)
    return refuse(unreadable(standing.place));
  if (!replaceable(standing, target)) return refuse(elsewhere(standing.place));
  const fields = new Map<FieldName, AigcField>();
  for (const field of value.fields) {
    if (field.name === null) continue;
    if (fields.has(field.name)) return refuse(unreadable(standing.place));
    fields.set(field.name, field);
  }
  const old = (name: FieldName): string => fields.get(name)?.text ?? '';
  const present = old('Label').trim();
  if (!/^[123]$/.test(present)) return refuse(unreadable(standing.place));
  const wanted = label.label ?? present;
  if (Number(wanted) > Number(present)) return refuse(lowered(present, wanted));
  const taken = takenFrom(label, old);
  if (taken !== null) return refuse(taken);
  if ((label.propagator === undefined) !== (label.propagateId === undefined)) return refuse(halfPair);
  const passed = label.propagator !== undefined;
  const values: Record<FieldName, string> = {
    Label: wanted,
    ContentProducer: old('ContentProducer'),
    ProduceID: old('ProduceID'),
    ReservedCode1: old('ReservedCode1'),
    ContentPropagator: label.propagator ?? old('ContentPropagator'),
    PropagateID: label.propagateId ?? old('PropagateID'),
    // It is the earlier platform's word about its own pair.
    ReservedCode2: passed ? '' : old('ReservedCode2'),
  };
  const notes: Localized[] = [
    localized(
      `Kept as they are: ContentProducer “${values.ContentProducer}”, ProduceID “${values.ProduceID}”, ReservedCode1`,
      `保持不变：ContentProducer“${values.ContentProducer}”、ProduceID“${values.ProduceID}”、ReservedCode1`,
    ),
  ];
  if (passed && old('ReservedCode2') !== '') notes.push(clearedCode);
  if (wanted !== present && values.ReservedCode1 !== '') notes.push(signatureOverLabel);
  const others = value.fields.filter(({ name }) => name === null);
  return { ok: true, entries: [entryOf(values, others, target)], notes };
}

/** Will the container's writer replace this copy, so that no second one comes about? */
function replaceable({ key, place, checks }: LabelStatement, target: ComposeTarget): boolean {
  if (kindFor(target) === 'xmp') return !checks.some(({ code }) => code === 'place');
  // Named texts are replaced where they stand; the label of a WAV goes to a chunk of its own beside the list.
  const named = key !== 'TC260:AIGC' && /(?:^|:)AIGC$/i.test(key);
  return named && !(target.format === 'wav' && /INFO/.test(place));
}

function kindFor({ format, carrier }: ComposeTarget): LabelEntry['kind'] {
  return guidePlaces.get(format)?.kind ?? (carrier.writes?.includes('text') === true ? 'text' : 'xmp');
}

/** Does the request name another producer than the label that is there? */
function takenFrom(label: AigcRequest, old: (name: FieldName) => string): Localized | null {
  const pairs = [
    [label.producer, 'ContentProducer'],
    [label.produceId, 'ProduceID'],
  ] as const;
  for (const [wanted, name] of pairs) {
    if (wanted === undefined || wanted === old(name)) continue;
    return localized(
      `The label in the file gives ${name} as “${old(name)}”; the producer’s fields are kept and not replaced`,
      `文件中已有标识的 ${name} 为“${old(name)}”；生成服务提供者的字段须保留，不予替换`,
    );
  }
  return null;
}

/** The standard's key order, all values text; what the standard does not foresee stays behind it as written. */
function entryOf(
  values: Readonly<Record<FieldName, string>>,
  others: readonly AigcField[],
  target: ComposeTarget,
): LabelEntry {
  const parts = [
    ...fieldNames.map((name) => `${JSON.stringify(name)}:${JSON.stringify(values[name])}`),
    ...others.map(
      ({ key, kind, text }) => `${JSON.stringify(key)}:${kind === 'string' ? JSON.stringify(text) : text}`,
    ),
  ];
  const value = `{${parts.join(',')}}`;
  const kind = kindFor(target);
  return kind === 'text'
    ? { kind, key: 'AIGC', value }
    : { kind, properties: [{ uri: aigcNamespace, prefix: 'TC260', name: 'AIGC', value }] };
}

function refuse(reason: Localized): ComposeAnswer {
  return { ok: false, reason };
}

function unreadable(place: string): Localized {
  return localized(
    `The label that stands in ${place} cannot be read whole; writing would replace what its producer said`,
    `${place} 中已有的标识无法完整读取，写入会覆盖其制作者的信息`,
  );
}

function severalCopies(copies: readonly LabelStatement[]): Localized {
  const places = copies.map(({ place }) => place);
  const differ = new Set(copies.map(({ raw }) => raw)).size > 1;
  return localized(
    `The label stands ${copies.length} times (${places.join(', ')})${differ ? ' and its copies differ' : ''}; the standard keeps one (6.1 c)), and which one counts is not for a program to say`,
    `文件中有 ${copies.length} 份标识（${places.join('、')}）${differ ? '且内容不一致' : ''}；标准要求仅保留一份（6.1 c)），以哪一份为准不应由程序决定`,
  );
}

function elsewhere(place: string): Localized {
  return localized(
    `The label stands in ${place}, which is not rewritten here; a second copy is not written (GB 45438-2025, 6.1 c))`,
    `已有标识位于 ${place}，该处不予改写；不会再写入第二份（GB 45438-2025，6.1 c)）`,
  );
}

function lowered(present: string, wanted: string): Localized {
  return localized(
    `The file says ${present} and a label is never lowered: ${wanted} is weaker`,
    `文件现有标识为 ${present}，标识不得降低：${wanted} 的程度更弱`,
  );
}

const halfPair = localized(
  'A platform gives its name or code and its number for this content, both',
  '传播平台须同时给出名称或编码及内容编号',
);
const clearedCode = localized(
  'ReservedCode2 was the earlier platform’s and is emptied',
  'ReservedCode2 属于先前的传播平台，已清空',
);
const signatureOverLabel = localized(
  'ReservedCode1 was made for the earlier value of Label and may no longer fit it',
  'ReservedCode1 系针对 Label 的原值生成，可能不再相符',
);
