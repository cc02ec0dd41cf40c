import type { LabelToWrite } from '#shared/domain/labelling.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ComposeAnswer, ComposeTarget, XmpAssignment } from '../define.ts';
import { chosenSource } from '../source-type/compose-source.ts';

export const iptcNamespace = 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/';

/** The XMP properties of IPTC 2025.1 that make a file say what is asked; an AI system named before is kept. */
export function composeIptc(label: LabelToWrite, target: ComposeTarget): ComposeAnswer {
  if (label.standard !== 'iptc-digital-source-type') throw new Error('another standard’s label');
  if (target.carrier.writes?.includes('xmp') !== true) {
    return {
      ok: false,
      reason: localized(
        'XMP is not written into files of this format here',
        '暂不支持向该格式的文件写入 XMP',
      ),
    };
  }
  const declared = target.existing.filter(({ key }) => key.endsWith(':DigitalSourceType'));
  const choice = chosenSource(label.sourceType, declared);
  if (!choice.ok) return choice;
  const extension = declared.find(({ place }) => /extended/i.test(place));
  if (extension !== undefined) {
    return {
      ok: false,
      reason: localized(
        `The source type stands in ${extension.place}, which is not rewritten; a second one is not added`,
        `来源类型位于 ${extension.place}，该处不予改写，也不再另行添加`,
      ),
    };
  }
  const wanted = [
    ['AISystemUsed', label.system],
    ['AISystemVersionUsed', label.systemVersion],
    ['AIPromptInformation', label.prompt],
  ] as const;
  const present = new Map(
    target.existing.flatMap(({ fields }) => fields.map(({ name, value }) => [name, value] as const)),
  );
  const properties: [XmpAssignment, ...XmpAssignment[]] = [
    assignment('DigitalSourceType', choice.source.uri),
  ];
  for (const [name, value] of wanted) {
    const before = present.get(name);
    if (value === undefined || before === value) continue;
    if (before !== undefined) {
      return {
        ok: false,
        reason: localized(
          `The file gives ${name} as “${before.slice(0, 200)}”; it is kept and not replaced`,
          `文件中 ${name} 的值为“${before.slice(0, 200)}”，予以保留，不作替换`,
        ),
      };
    }
    properties.push(assignment(name, value));
  }
  return { ok: true, entries: [{ kind: 'xmp', properties }], notes: [] };
}

function assignment(name: string, value: string): XmpAssignment {
  return { uri: iptcNamespace, prefix: 'Iptc4xmpExt', name, value };
}
