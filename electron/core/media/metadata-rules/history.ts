import { counted, localized } from '#shared/domain/localized.ts';
import { type TagValue, valueText } from '../metadata-tags.ts';
import { exif, type MetadataFacts, shown, xmp } from './facts.ts';
import {
  type ComparedValue,
  consistent,
  contradicts,
  inconclusive,
  type MetadataRule,
  notApplicable,
} from './rule.ts';

const media = { ...xmp, place: 'XMP-xmpMM' };

const limit = localized(
  'Written by Adobe’s and some other programs only; the history can be edited or removed like any metadata.',
  '仅 Adobe 及少数软件写入；与其他元数据一样可被编辑或删除。',
);
const onlySaved = localized(
  'Developing a raw picture, adding captions and exporting leave the same entries.',
  '冲洗原始照片、添加说明和导出都会留下同样的记录。',
);

/** The events of `xmpMM:History`, oldest first, as text. */
function events(facts: MetadataFacts): readonly ComparedValue[] {
  const tag = facts.first('History', media);
  if (tag === undefined || typeof tag.raw === 'string') return [];
  const items = (Array.isArray(tag.raw) ? tag.raw : [tag.raw]) as readonly TagValue[];
  return items.slice(0, 30).map((item, index) => {
    const field = (name: string): string =>
      item instanceof Map && item.has(name) ? valueText(item.get(name) as TagValue) : '';
    const value = [field('When'), field('Action'), field('SoftwareAgent'), field('Parameters')]
      .filter((text) => text !== '')
      .join(' · ');
    return { field: `XMP-xmpMM:History[${index + 1}]`, value: value.slice(0, 200) };
  });
}

const editingHistory: MetadataRule = {
  id: 'history.events',
  title: localized('Recorded history of saving', '记录的保存历史'),
  cite: 'ISO 16684-1:2019 (XMP) Media Management: xmpMM:History, ResourceEvent',
  proposition: 'camera-original',
  limits: [limit],
  innocent: [onlySaved],
  check(facts) {
    const list = events(facts);
    if (list.length === 0) return notApplicable;
    return contradicts(
      'moderate',
      localized(
        `The file carries its own history of ${counted(list.length, 'event', 'events')} in programs.`,
        `文件自带软件操作历史，共 ${list.length} 条。`,
      ),
      list,
    );
  },
};

const documentIdentity: MetadataRule = {
  id: 'history.document',
  title: localized('Document against original document', '文档标识与原始文档标识'),
  cite: 'ISO 16684-1:2019 (XMP) Media Management: xmpMM:DocumentID, xmpMM:OriginalDocumentID, xmpMM:DerivedFrom',
  proposition: 'camera-original',
  limits: [limit],
  innocent: [
    onlySaved,
    localized(
      '“Save as” gives a copy a new identifier though nothing else was changed.',
      '“另存为”会为副本分配新标识，即使未作其他更改。',
    ),
  ],
  check(facts) {
    const document = facts.first('DocumentID', media);
    const original = facts.first('OriginalDocumentID', media);
    const derived = facts.first('DerivedFrom', media);
    if (document === undefined || (original === undefined && derived === undefined)) return notApplicable;
    const compared = [document, original, derived].filter((tag) => tag !== undefined).map(shown);
    if (derived === undefined && original !== undefined && original.readable === document.readable)
      return consistent(compared);
    return contradicts(
      'moderate',
      localized('The file says it was derived from another document.', '文件自述衍生自另一文档。'),
      compared,
    );
  },
};

const layers: MetadataRule = {
  id: 'history.ingredients',
  title: localized('Ingredients and ancestors named', '所列素材与来源文档'),
  cite: 'ISO 16684-1:2019 (XMP) Media Management: xmpMM:Ingredients, xmpMM:Pantry; Adobe photoshop:DocumentAncestors, photoshop:TextLayers',
  proposition: 'unaltered',
  limits: [limit],
  innocent: [
    localized(
      'Programs copy ancestors from templates and pasted drawings without visible trace in the picture.',
      '软件会从模板和粘贴的图形中复制来源记录，画面中不一定可见。',
    ),
  ],
  check(facts) {
    const tags = [
      ...['DocumentAncestors', 'TextLayers'].flatMap((name) => facts.first(name, xmp) ?? []),
      ...['Ingredients', 'Pantry'].flatMap((name) => facts.first(name, media) ?? []),
    ];
    if (tags.length === 0) return notApplicable;
    return contradicts(
      'weak',
      localized(
        'The file names other documents or text layers that were put into it.',
        '文件列出了被置入其中的其他文档或文字图层。',
      ),
      tags.map(shown),
    );
  },
};

const packetAgainstExif: MetadataRule = {
  id: 'history.xmp-in-camera-file',
  title: localized('XMP toolkit in a camera file', '相机文件中的 XMP 工具包'),
  cite: 'ISO 16684-1:2019 §7.3.3 x:xmptk: names the software that wrote the packet',
  proposition: 'camera-original',
  limits: [limit],
  innocent: [
    localized(
      'Telephones write XMP too, for portrait, motion and high dynamic range pictures.',
      '手机也会为人像、动态和 HDR 照片写入 XMP。',
    ),
  ],
  check(facts) {
    const toolkit = facts.first('XMPToolkit', xmp);
    if (toolkit === undefined || !facts.claimsCamera()) return notApplicable;
    // Adobe's toolkit is also in telephones; with the word "Core" and a build date it is the one of programs.
    if (
      !/Adobe XMP Core .*\d{4}\/\d\d\/\d\d|XMP toolkit \d|Image::ExifTool|Microsoft Photo/i.test(
        toolkit.readable,
      )
    )
      return consistent([shown(toolkit)]);
    const software = facts.first('Software', exif);
    return inconclusive(
      localized(
        'The XMP packet was written by desktop software after the camera.',
        'XMP 数据包在拍摄之后由桌面软件写入。',
      ),
      [shown(toolkit), ...(software === undefined ? [] : [shown(software)])],
    );
  },
};

export const historyRules: readonly MetadataRule[] = [
  editingHistory,
  documentIdentity,
  layers,
  packetAgainstExif,
];
