import { characterName, codePointText, oddities } from './hidden-characters.ts';
import type { Words } from './words.ts';

/** Every listed character of a text as CSV (RFC 4180): place, code point, name, kind, what it is compared as, ordinary use. */
export function hiddenList({ oddities: list }: Words): string {
  const lines = ['utf16-offset,code-point,name,kind,compared-as,ordinary'];
  for (let index = 0; index < list.length; index += 1) {
    const code = list.codes[index]!;
    const became = list.became[index]!;
    lines.push(
      [
        list.at[index],
        codePointText(code),
        characterName(code),
        oddities[list.kinds[index]!],
        became === 0 ? '' : codePointText(became),
        list.ordinary[index] === 1 ? 'yes' : 'no',
      ].join(','),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}
