import type { LabelStanding } from '#shared/domain/label.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { LabelKey, LabelKeys } from '../../media/label-keys.ts';
import type { AigcField, FieldName } from './payload.ts';
import { reservedForm } from './reserved-code.ts';
import { bytesOf, type LabelSignature, readSecurityData, type SecurityData } from './security-data.ts';
import { algorithmOf, fits, pointHex, sameKey, type UsableKey, usableKey } from './signature-keys.ts';

export interface SignatureFinding {
  readonly standing: LabelStanding;
  readonly note: Localized;
  /** Facts to show beside it: the key in its usual form, and the like. */
  readonly details: readonly { readonly name: string; readonly value: string }[];
}

/** Pinned keys tried on a signature that brings no key of its own. */
const PINS = 64;
const KEYS = 2;
const SIGNATURES = 4;

/**
 * What the signatures in the ReservedCodes of a label are worth (TC260-PG-202511A). The producer's counts; the
 * propagator's is told beside it. A signature that fits nothing shows no tampering: producers sign other
 * messages than the guide's, and few of those are known.
 */
export function signatureStanding(
  fields: readonly Pick<AigcField, 'name' | 'kind' | 'text'>[],
  pins: LabelKeys,
): SignatureFinding | null {
  const found = (['ReservedCode1', 'ReservedCode2'] as const).flatMap((slot) => {
    const field = only(fields, slot);
    const finding = field === null ? null : slotFinding(slot, field, fields, pins);
    return finding === null ? [] : [{ slot, finding }];
  });
  const [first, second] = found;
  if (first === undefined) return null;
  if (second === undefined) return first.finding;
  return {
    ...first.finding,
    note: localized(
      `${first.finding.note.en}. ${second.slot}: ${second.finding.note.en}`,
      `${first.finding.note['zh-CN']}。${second.slot}：${second.finding.note['zh-CN']}`,
    ),
    details: [...first.finding.details, ...second.finding.details],
  };
}

/** The field of this name; a name given twice names nothing. */
function only<T extends { readonly name: FieldName | null }>(
  fields: readonly T[],
  name: FieldName,
): T | null {
  const same = fields.filter((field) => field.name === name);
  return same.length === 1 ? (same[0] ?? null) : null;
}

type Slot = 'ReservedCode1' | 'ReservedCode2';

function slotFinding(
  slot: Slot,
  field: Pick<AigcField, 'kind' | 'text'>,
  fields: readonly Pick<AigcField, 'name' | 'kind' | 'text'>[],
  pins: LabelKeys,
): SignatureFinding | null {
  const form = reservedForm(field);
  if (form !== 'security-data' && form !== 'bare-signature') return null;
  const messages = messageForms(slot, fields);
  if (form === 'bare-signature') return bareSignature(slot, bytesOf(field.text.trim()), messages, pins);
  const reading = readSecurityData(field.text);
  if (!reading.ok) return finding('unsupported', unsupported(slot, reading.problem));
  return securityFinding(slot, reading.data, messages, pins);
}

/**
 * Appendix A.1: the fields as they stand in the JSON text, without braces. For the propagator the same form with
 * its own fields is tried, and the producer's: the guide's wording for it was not read.
 */
function messageForms(
  slot: Slot,
  fields: readonly Pick<AigcField, 'name' | 'text'>[],
): readonly { readonly names: readonly FieldName[]; readonly bytes: Uint8Array }[] {
  const producer = ['Label', 'ContentProducer', 'ProduceID'] as const;
  const propagator = ['Label', 'ContentPropagator', 'PropagateID'] as const;
  const forms = slot === 'ReservedCode1' ? [producer] : [propagator, producer];
  return forms.flatMap((names) => {
    const values = names.map((name) => only(fields, name)?.text);
    if (values.some((value) => value === undefined)) return [];
    const parts = names.map((name, index) => `${JSON.stringify(name)}:${JSON.stringify(values[index])}`);
    return [{ names, bytes: Buffer.from(parts.join(','), 'utf8') }];
  });
}

type Messages = ReturnType<typeof messageForms>;

function securityFinding(
  slot: Slot,
  data: SecurityData,
  messages: Messages,
  pins: LabelKeys,
): SignatureFinding {
  const signatures = data.signatures.filter(({ about }) => about === 'label').slice(0, SIGNATURES);
  if (signatures.length === 0)
    return finding('unsupported', unsupported(slot, 'no signature over the label’s fields'));
  let computed = false;
  let trouble = 'no key';
  for (const signature of signatures) {
    const algorithm = algorithmOf(signature.algorithm);
    if (algorithm === null) {
      trouble = `algorithm ${signature.algorithm || 'not named'}`;
      continue;
    }
    const keys = keysFor(signature, algorithm, data, pins);
    if (keys.length === 0) trouble = data.keys.length === 0 ? 'no key' : 'the key is in no known form';
    for (const key of keys) {
      computed = true;
      const message = messages.find(({ bytes }) => fits(key, bytes, signature.value));
      if (message !== undefined) return verified(slot, key, message.names, data, pins);
    }
  }
  return computed
    ? finding('not-verified', notVerified(slot))
    : finding('unsupported', unsupported(slot, trouble));
}

/** The key a signature names, or those that came with it; pinned ones when it came without. */
function keysFor(
  signature: LabelSignature,
  algorithm: LabelKey['algorithm'],
  { keys }: SecurityData,
  pins: LabelKeys,
): UsableKey[] {
  const named = keys.filter(({ keyId }) => keyId === signature.keyId);
  const carried = (named.length > 0 ? named : keys).flatMap(({ hex }) => usableKey(algorithm, hex) ?? []);
  if (keys.length > 0) return carried.slice(0, KEYS);
  return pinned(pins, algorithm)
    .slice(0, PINS)
    .map(({ key }) => key);
}

function pinned(pins: LabelKeys, algorithm?: LabelKey['algorithm']) {
  return pins.keys
    .filter((pin) => algorithm === undefined || pin.algorithm === algorithm)
    .flatMap((pin) => {
      const key = usableKey(pin.algorithm, pin.publicKey);
      return key === null ? [] : [{ pin, key }];
    });
}

/** A signature that brings neither key nor algorithm can only be held against pinned keys. */
function bareSignature(
  slot: Slot,
  signature: Uint8Array | null,
  messages: Messages,
  pins: LabelKeys,
): SignatureFinding {
  for (const { key } of signature === null ? [] : pinned(pins).slice(0, PINS)) {
    const message = messages.find(({ bytes }) => signature !== null && fits(key, bytes, signature));
    if (message !== undefined)
      return verified(slot, key, message.names, { signatures: [], keys: [], bindings: 0 }, pins);
  }
  return finding('unsupported', unsupported(slot, 'a signature without key and algorithm'));
}

function verified(
  slot: Slot,
  key: UsableKey,
  names: readonly FieldName[],
  data: SecurityData,
  pins: LabelKeys,
): SignatureFinding {
  const pin = pinned(pins, key.algorithm).find((candidate) => sameKey(candidate.key, key))?.pin;
  const english = names.join(', ');
  const chinese = names.join('、');
  const content =
    data.bindings > 0
      ? localized(
          '; its binding to the content is not computed, so that nothing is said about the picture, film or sound',
          '；其与内容的绑定未作计算，因此不涉及画面、视频或声音',
        )
      : localized(
          '; it does not cover the content, so that the label may have been copied from another file',
          '；签名不覆盖内容本身，标识可能复制自其他文件',
        );
  const details = [
    { name: `${slot} key`, value: key.algorithm === 'sm2-sm3' ? pointHex(key.key) : key.algorithm },
  ];
  if (pin === undefined) {
    return finding(
      'verified-unpinned',
      localized(
        `The signature in ${slot} fits ${english} under the key it came with. Anyone can make such a key: it shows that these values belong together, not who wrote them${content.en}`,
        `${slot} 中的签名在其自带密钥下与 ${chinese} 相符。任何人都可生成这样的密钥：仅说明这些值相互对应，不能说明由谁写入${content['zh-CN']}`,
      ),
      details,
    );
  }
  return finding(
    'verified-pinned',
    localized(
      `The signature in ${slot} fits ${english} under a key pinned as “${pin.name}” (${pin.source})${content.en}`,
      `${slot} 中的签名在已固定的密钥“${pin.name}”（${pin.source}）下与 ${chinese} 相符${content['zh-CN']}`,
    ),
    [...details, { name: `${slot} pinned as`, value: pin.name }],
  );
}

function notVerified(slot: Slot): Localized {
  return localized(
    `The signature in ${slot} fits no known form of the signed message. Producers sign forms that are not published; this does not show that anything was changed`,
    `${slot} 中的签名与已知的签名消息格式均不相符。部分服务提供者使用未公开的格式；不能据此认为标识被改动`,
  );
}

function unsupported(slot: Slot, why: string): Localized {
  return localized(
    `The signature in ${slot} is not computed here (${why}); nothing follows from it`,
    `${slot} 中的签名在此不作验证（${reasons.get(why) ?? why}），不能据此得出任何结论`,
  );
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['too long', '过长'],
  ['not JSON', '不是 JSON'],
  ['not of type TC260PG', '类型不是 TC260PG'],
  ['no signature over the label’s fields', '没有针对标识字段的签名'],
  ['no key', '未附密钥'],
  ['the key is in no known form', '密钥格式未知'],
  ['a signature without key and algorithm', '签名未附密钥和算法'],
]);

function finding(
  standing: LabelStanding,
  note: Localized,
  details: SignatureFinding['details'] = [],
): SignatureFinding {
  return { standing, note, details };
}
