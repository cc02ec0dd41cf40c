import { z } from 'zod';
import { nearSourceTypes, readSourceType, sourceTypes } from '#shared/domain/digital-source-type.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { entityName, redactionReasons, SigningRequest } from '#shared/domain/signing.ts';

/** A signing request with its files: absolute paths; `out` and its sidecar must not exist. */
export const SignOrder = SigningRequest.extend({
  source: z.string().min(1),
  out: z.string().min(1),
  /** Title of the parent ingredient when the source is its own parent; the source's name by default. */
  sourceTitle: z.string().optional(),
});
export type SignOrder = z.infer<typeof SignOrder>;

/** Actions of C2PA 2.2 §18.15.2 with those 2.3 and 2.4 added. The two first ones follow from the intent. */
export const knownActions: ReadonlySet<string> = new Set(
  [
    'addedText',
    'adjustedColor',
    'changedSpeed',
    'converted',
    'cropped',
    'deleted',
    'drawing',
    'dubbed',
    'edited',
    'edited.metadata',
    'enhanced',
    'filtered',
    'orientation',
    'placed',
    'published',
    'removed',
    'repackaged',
    'resized',
    'resized.proportional',
    'transcoded',
    'translated',
    'trimmed',
    'unknown',
    'watermarked',
    'watermarked.bound',
    'watermarked.unbound',
  ].map((name) => `c2pa.${name}`),
);

/** C2PA 2.2 §11.2.3: what an update manifest may say was done. */
const updateActions: ReadonlySet<string> = new Set(['c2pa.edited.metadata', 'c2pa.published']);

/** What in an order contradicts the specification or itself, in words; `null`: nothing. */
export function orderFault(order: SignOrder): Localized | null {
  return intentFault(order) ?? actionFault(order) ?? ingredientFault(order) ?? redactionFault(order);
}

function intentFault({ intent, sourceType, softBindings, sidecar }: SignOrder): Localized | null {
  if (intent === 'create' && sourceType === undefined)
    return localized(
      `A new work needs its digital source type, one of: ${currentCodes.join(', ')}.`,
      `新作品必须给出数字来源类型，可选：${currentCodes.join('、')}。`,
    );
  if (intent !== 'create' && sourceType !== undefined)
    return localized(
      'The digital source type belongs to a new work; for an edit it is given with the action it is about.',
      '数字来源类型仅用于新作品；编辑时应随相应的操作给出。',
    );
  if (sourceType !== undefined && readSourceType(sourceType).type === null) return unknownType(sourceType);
  if (intent === 'update' && softBindings.length > 0)
    return localized(
      'An update binds nothing anew: soft bindings go into an edit or a new work.',
      '更新不会重新绑定内容：软绑定应写入编辑或新作品。',
    );
  // With the credential taken out of the file the content hash of its parent no longer fits.
  if (intent === 'update' && sidecar)
    return localized(
      'An update goes where the credential of its source is: inside the file. For a credential beside it use an edit.',
      '更新须与源凭证一样写入文件内部；若要将凭证存放在文件之外，请使用编辑。',
    );
  return null;
}

function actionFault({ intent, actions }: SignOrder): Localized | null {
  for (const { action, sourceType } of actions) {
    if (action === 'c2pa.created' || action === 'c2pa.opened')
      return localized(
        `${action} follows from the intent and is written by itself.`,
        `${action} 由签名意图决定，会自动写入。`,
      );
    if (action === 'c2pa.redacted')
      return localized(
        'c2pa.redacted is written with each redaction that is asked for.',
        'c2pa.redacted 会随每项删除请求自动写入。',
      );
    if (!knownActions.has(action) && !entityName.test(action))
      return localized(
        `“${action}” is no action of C2PA. Actions of your own have a name such as com.example.retouched.`,
        `“${action}”不是 C2PA 规定的操作。自定义操作应使用类似 com.example.retouched 的名称。`,
      );
    if (intent === 'update' && !updateActions.has(action))
      return localized(
        `An update changes statements only (C2PA 2.2 §11.2.3); ${action} is about the content: use an edit.`,
        `更新只改变声明（C2PA 2.2 第 11.2.3 条）；${action} 涉及内容，请使用编辑。`,
      );
    if (sourceType !== undefined && readSourceType(sourceType).type === null) return unknownType(sourceType);
  }
  return null;
}

function ingredientFault({ intent, ingredients }: SignOrder): Localized | null {
  const parents = ingredients.filter(({ relationship }) => relationship === 'parentOf').length;
  if (parents > 1) return localized('A work has one parent at most.', '一个作品最多只有一个父级成分。');
  if (parents > 0 && intent === 'create')
    return localized(
      'A new work has no parent: use an edit when it was made from another file.',
      '新作品没有父级成分：若由其他文件制作而成，请使用编辑。',
    );
  if (ingredients.length > 0 && intent === 'update')
    return localized(
      'An update has its source as the only ingredient (C2PA 2.2 §11.2.3).',
      '更新只能以其源文件作为唯一成分（C2PA 2.2 第 11.2.3 条）。',
    );
  return null;
}

/** §6.8 and §18: what holds a manifest together cannot be taken out of it. */
const lasting = /^c2pa\.(actions|hash|ingredient)(\.|_|$)/;

function redactionFault({ intent, redactions }: SignOrder): Localized | null {
  if (redactions.length > 0 && intent === 'create')
    return localized(
      'Only statements of an earlier credential can be redacted: use an update or an edit.',
      '只能删除先前凭证中的声明：请使用更新或编辑。',
    );
  for (const { assertion, reason } of redactions) {
    if (!redactionReasons.some((known) => known === reason) && !entityName.test(reason))
      return localized(
        `“${reason}” is no reason of C2PA. Known are ${redactionReasons.join(', ')}; others need a name such as com.example.reason.`,
        `“${reason}”不是 C2PA 规定的理由。可用：${redactionReasons.join('、')}；其他理由应使用类似 com.example.reason 的名称。`,
      );
    if (lasting.test(assertion.split('/').at(-1) ?? ''))
      return localized(
        `“${assertion}” cannot be redacted: actions, ingredients and hashes hold the credential together.`,
        `“${assertion}”不能删除：操作、成分和哈希是凭证的必要部分。`,
      );
  }
  return null;
}

const currentCodes = sourceTypes.filter(({ retired }) => !retired).map(({ code }) => code);

function unknownType(value: string): Localized {
  const near = nearSourceTypes(value);
  const [choices, leadEn, leadZh] =
    near.length > 0 ? [near, 'Near it are', '相近的有'] : [currentCodes, 'Terms are', '可用术语'];
  return localized(
    `“${value}” is no term of the IPTC digital source type vocabulary. ${leadEn}: ${choices.join(', ')}.`,
    `“${value}”不是 IPTC 数字来源类型词表中的术语。${leadZh}：${choices.join('、')}。`,
  );
}
