import { localized } from '#shared/domain/localized.ts';
import { type HostileValue, record, text } from '../../media/hostile-json.ts';
import { type CarriedText, defineStandard, type OwnStatement } from '../define.ts';
import { privateJson } from '../private-json.ts';
import { statementOf } from '../statement.ts';

/** Products of ByteDance that write this form, with those whose whole purpose is generation. */
const products = new Set(['doubao', 'xinghui', 'dreamina', 'jimeng']);

/**
 * Private JSON of ByteDance's applications in comments and descriptions:
 * `{"aigc_info":{"aigc_label_type":0,"source_info":"dreamina"},"data":{"product":"dreamina","exportType":"generation"}}`.
 * It is no label of GB 45438-2025. Editors of the same company write alike objects without generation, so the
 * product alone says nothing; nor does a label type of 0, which Dreamina writes for what it generated.
 */
export const standard = defineStandard({
  id: 'bytedance-private',
  title: localized('ByteDance export data', '字节跳动导出信息'),
  cite: 'Private format of ByteDance applications, undocumented; as seen in files of Dreamina, Doubao and Xinghui',
  read: (payloads) => payloads.flatMap((payload) => (payload.kind === 'text' ? statementsOf(payload) : [])),
});

function statementsOf(payload: CarriedText): OwnStatement[] {
  const root = privateJson(payload.text, ['exportType', 'aigc_label_type', 'aigc_type']);
  if (root === null) return [];
  const data = record(inner(root.get('data')));
  const info = record(inner(root.get('aigc_info') ?? root.get('aigcInfo')));
  const product = (text(data.get('product')) ?? text(root.get('product')) ?? '').toLowerCase();
  const exported = text(data.get('exportType')) ?? text(root.get('exportType'));
  const source = (text(info.get('source_info')) ?? text(root.get('source_info')) ?? '').toLowerCase();
  const named = products.has(product) ? product : products.has(source) ? source : null;
  const type =
    text(info.get('aigc_label_type')) ?? (named === null ? null : text(root.get('aigc_label_type')));
  const generated = named !== null && exported === 'generation';
  // TikTok has the type alone, under a key of its own.
  const disclosed = (type === '1' || type === '2') && (named !== null || info.size > 0);
  const aweme =
    text(root.get('aigc_type')) === '1' && (root.has('vid') || root.has('aweme_id') || named !== null);
  if (!generated && !disclosed && !aweme) return [];
  return [
    statementOf(standard, payload, {
      key: payload.key,
      meaning: 'generated',
      says: generated
        ? localized(`Exported as a generation of ${named}`, `作为 ${named} 的生成结果导出`)
        : localized(
            'Marked as AI content in ByteDance’s private data',
            '在字节跳动私有数据中被标记为人工智能内容',
          ),
      asserted: named === null ? [] : [{ role: 'generator', name: named }],
      raw: payload.text,
      fields: fieldsOf(root),
    }),
  ];
}

/** An object, or one stored as text inside the object. */
function inner(value: HostileValue | undefined): HostileValue | undefined {
  return typeof value === 'string' ? (privateJson(value, []) ?? value) : value;
}

/** Top-level and second-level values, in file order. */
function fieldsOf(root: ReadonlyMap<string, HostileValue>): OwnStatement['fields'] {
  return [...root].slice(0, 50).flatMap(([name, value]) => {
    const nested = inner(value);
    const pairs: readonly (readonly [string, HostileValue])[] =
      nested instanceof Map
        ? [...(nested as ReadonlyMap<string, HostileValue>)].map(
            ([key, one]) => [`${name}.${key}`, one] as const,
          )
        : [[name, value]];
    return pairs.slice(0, 50).flatMap(([key, one]) => {
      const written = text(one);
      return written === null ? [] : [{ name: key.slice(0, 200), value: written, personal: false }];
    });
  });
}
