import { localized } from '#shared/domain/localized.ts';
import { text } from '../../media/hostile-json.ts';
import { type CarriedText, defineStandard, type OwnStatement } from '../define.ts';
import { privateJson } from '../private-json.ts';
import { statementOf } from '../statement.ts';

/** Keys TikTok keeps the object under; `information` in older downloads. */
const keys = new Set(['aigc_info', 'com.apple.quicktime.information', 'information', '©inf']);

/** Texts beside the disclosure that are shown with it. */
const BESIDE = 20;

/**
 * TikTok's disclosure in downloaded films: `mdta` key `aigc_info` with `{"aigc_label_type":2}`, beside `vid_md5`
 * and `comment` = `vid:…`. 0 is no statement. Whether 1 or 2 is the creator's word and which the platform's is
 * not documented and not told apart here.
 */
export const standard = defineStandard({
  id: 'tiktok-aigc',
  title: localized('TikTok AI disclosure', 'TikTok 人工智能声明'),
  cite: 'Private keys of TikTok downloads, undocumented; as seen in files',
  read(payloads) {
    const texts = payloads.filter((payload) => payload.kind === 'text');
    return texts.flatMap((payload) => statementsOf(payload, texts));
  },
});

function statementsOf(payload: CarriedText, all: readonly CarriedText[]): OwnStatement[] {
  if (!keys.has(payload.key.toLowerCase())) return [];
  const info = privateJson(payload.text, ['aigc_label_type']);
  // Dreamina writes its name beside the type; that is ByteDance's export data, not a disclosure.
  if (info === null || info.has('source_info')) return [];
  const type = text(info.get('aigc_label_type'));
  if (type !== '1' && type !== '2') return [];
  return [
    statementOf(standard, payload, {
      key: payload.key,
      meaning: 'generated',
      says: localized(
        `Disclosed as AI-generated on TikTok (type ${type})`,
        `在 TikTok 上声明为人工智能生成（类型 ${type}）`,
      ),
      asserted: [{ role: 'platform', name: 'TikTok' }],
      raw: payload.text,
      fields: [
        { name: 'aigc_label_type', value: type, personal: false },
        ...all
          .filter(belongs)
          .slice(0, BESIDE)
          .map(({ key, text: value }) => ({
            name: key.slice(0, 200),
            value: value.slice(0, 200),
            // The address of a post leads to an account.
            personal: key.toLowerCase() === 'comment',
          })),
      ],
    }),
  ];
}

function belongs({ key, text: value }: CarriedText): boolean {
  return key === 'vid_md5' || (key.toLowerCase() === 'comment' && value.startsWith('vid:'));
}
