import { localized } from '#shared/domain/localized.ts';
import { text } from '../../media/hostile-json.ts';
import { type CarriedText, defineStandard, type OwnStatement } from '../define.ts';
import { privateJson } from '../private-json.ts';
import { statementOf } from '../statement.ts';

/** Values shown when they are there, and paths on the device, which may name a person. */
const shown = /^(?:genAIType|genImageVersion|isScaleAI|isAIFilterReEditOnly)$|path/i;

/**
 * Samsung's photo editor keeps its re-edit data in the SEF trailer after the picture (type 0x0BA1). A `genAIType`
 * other than 0 says that a generative tool of Galaxy AI took part; the field is undocumented, its values are not
 * told apart here. `isScaleAI` and filters are no generation.
 */
export const standard = defineStandard({
  id: 'samsung-galaxy-ai',
  title: localized('Samsung Galaxy AI edit', '三星 Galaxy AI 编辑'),
  cite: 'Samsung SEF trailer, PhotoEditor_Re_Edit_Data; ExifTool 13, Samsung ReEditData; undocumented by Samsung',
  read: (payloads) => payloads.flatMap((payload) => (payload.kind === 'text' ? statementsOf(payload) : [])),
});

function statementsOf(payload: CarriedText): OwnStatement[] {
  if (payload.key !== 'PhotoEditor_Re_Edit_Data') return [];
  const data = privateJson(payload.text, ['genAIType']);
  const type = text(data?.get('genAIType'));
  if (data === null || type === null || !/^[1-9]\d{0,9}$/.test(type)) return [];
  return [
    statementOf(standard, payload, {
      key: payload.key,
      meaning: 'partly-generated',
      says: localized(
        `Edited with a generative tool of Galaxy AI (genAIType ${type})`,
        `使用 Galaxy AI 生成式工具编辑（genAIType ${type}）`,
      ),
      asserted: [{ role: 'generator', name: 'Samsung Galaxy AI' }],
      raw: payload.text,
      fields: [...data].flatMap(([name, value]) => {
        const written = typeof value === 'boolean' ? String(value) : text(value);
        if (written === null || !shown.test(name)) return [];
        return [{ name: name.slice(0, 200), value: written, personal: /path/i.test(name) }];
      }),
    }),
  ];
}
