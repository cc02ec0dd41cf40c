import { localized } from '#shared/domain/localized.ts';
import type { MetadataTag } from '../metadata-tags.ts';
import { exif, type MetadataFacts, shown } from './facts.ts';
import { consistent, contradicts, inconclusive, type MetadataRule, notApplicable } from './rule.ts';

/**
 * Programs that write pixels, by the name they leave. Names only ever accuse themselves: the list says
 * "this program saved the file", not what it did.
 */
const editors =
  /\b(photoshop|lightroom|camera raw|adobe (?:illustrator|indesign|premiere|after ?effects|express|firefly|media encoder)|gimp|affinity|capture one|snapseed|picsart|pixelmator|paint\.net|acdsee|luminar|dxo|photolab|darktable|rawtherapee|digikam|picasa|irfanview|xnview|faststone|paint ?shop|corel|canva|vsco|photoscape|fotor|befunky|polarr|facetune|faceapp|remini|photoroom|lensa|beautyplus|b612|meitu|xiuxiu|topaz|krita|inkscape|imagemagick|graphicsmagick|libvips|imlib|gd-jpeg|nero|photodraw|photosuite|photoimpact|ulead|silkypix|capture nx|viewnx|digital photo professional|zoombrowser|aperture|iphoto|photos \d|microsoft (?:windows )?(?:photo|paint|office)|windows photo|capcut|inshot|handbrake|final cut|davinci|imovie|lavf|ffmpeg)\b|美图|剪映|醒图|轻颜|美颜|photogrid|matlab|opencv|pillow/i;

/** Programs that only rewrite metadata. */
const metadataEditors =
  /\b(exiftool|exiv2|geosetter|photo ?mechanic|exifer|jhead|mobile ?exif|exif ?editor)\b/i;

const softwareTags = [
  'Software',
  'ProcessingSoftware',
  'CreatorTool',
  'HistorySoftwareAgent',
  'Encoder',
  'EncodedBy',
  'WritingApp',
  'Application',
];

function programs(facts: MetadataFacts): readonly MetadataTag[] {
  return softwareTags.flatMap((name) =>
    facts.all(name).filter((tag) => tag.group !== 'ICC_Profile' && tag.readable !== ''),
  );
}

const limit = localized(
  'The field holds what the last program chose to write; most programs leave the camera’s entry as it is.',
  '该字段仅为最后一个软件选择写入的内容；多数软件会保留相机的原值。',
);

const editor: MetadataRule = {
  id: 'software.editor',
  title: localized('Program that saved the file', '保存文件的软件'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tag Software; ISO 16684-1:2019 xmp:CreatorTool',
  proposition: 'camera-original',
  limits: [limit],
  innocent: [
    localized(
      'Raw conversion, cropping, tone or colour correction and export leave the same entry.',
      '原始格式转换、裁剪、影调与色彩调整或导出都会留下同样的记录。',
    ),
    localized(
      'The file was only opened and saved, or given captions.',
      '文件只是被打开后保存，或仅添加了说明。',
    ),
  ],
  check(facts) {
    const named = programs(facts);
    if (named.length === 0) return notApplicable;
    const found = named.filter((tag) => editors.test(tag.readable));
    if (found.length === 0) return consistent(named.slice(0, 6).map(shown));
    const names = [...new Set(found.map((tag) => tag.readable.slice(0, 80)))].slice(0, 4).join(', ');
    return contradicts(
      'moderate',
      localized(`The file says it was saved by ${names}.`, `文件自述由以下软件保存：${names}。`),
      found.slice(0, 6).map(shown),
    );
  },
};

const metadataEditor: MetadataRule = {
  id: 'software.metadata-editor',
  title: localized('Program that rewrote metadata', '改写元数据的软件'),
  cite: 'ISO 16684-1:2019 x:xmptk (toolkit that wrote the packet); CIPA DC-008-2023 (Exif 3.0), tag ProcessingSoftware',
  proposition: 'as-declared',
  limits: [localized('Most metadata editors leave no name.', '多数元数据编辑软件不留名称。')],
  innocent: [
    localized(
      'Captions, ratings, copyright or positions were added, as archives and agencies do.',
      '档案馆和图片社常会添加说明、评级、版权或位置信息。',
    ),
  ],
  check(facts) {
    const named = [...programs(facts), ...facts.all('XMPToolkit')];
    if (named.length === 0) return notApplicable;
    const found = named.filter((tag) => metadataEditors.test(tag.readable));
    if (found.length === 0) return consistent(named.slice(0, 6).map(shown));
    const names = [...new Set(found.map((tag) => tag.readable.slice(0, 80)))].slice(0, 4).join(', ');
    return inconclusive(
      localized(
        `Metadata were written with ${names}; any field may have been set by hand.`,
        `元数据由 ${names} 写入；任何字段都可能被人工设定。`,
      ),
      found.slice(0, 6).map(shown),
    );
  },
};

const screenshot: MetadataRule = {
  id: 'software.screenshot',
  title: localized('Declared as a screenshot', '自述为截屏'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tag UserComment, as written by iOS and macOS; PNG (W3C) text keywords',
  proposition: 'camera-original',
  limits: [localized('Most systems do not mark screenshots.', '多数系统不会标记截屏。')],
  innocent: [localized('The word was entered as a caption.', '该词可能只是人工输入的说明。')],
  check(facts) {
    const found = [
      'UserComment',
      'Comment',
      'ImageDescription',
      'Description',
      'Title',
      'CustomRendered',
    ].flatMap((name) =>
      facts
        .all(name)
        .filter((tag) => /^\s*(screenshot|screen shot|截屏|截图|屏幕快照)\s*$/i.test(tag.readable)),
    );
    if (found.length === 0) return notApplicable;
    return contradicts(
      'moderate',
      localized(
        'The file says it is a screenshot: a picture of a screen, not of the scene.',
        '文件自述为截屏：所记录的是屏幕而非场景。',
      ),
      found.map(shown),
    );
  },
};

const claimedOriginal: MetadataRule = {
  id: 'software.processed',
  title: localized('Custom processing declared', '自述经过特殊处理'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags CustomRendered and CompositeImage',
  proposition: 'unaltered',
  limits: [localized('Set by the firmware at its maker’s choice.', '由固件按厂商做法写入。')],
  innocent: [
    localized(
      'High dynamic range, panorama and portrait modes of telephones set it for every such picture.',
      '手机的 HDR、全景和人像模式会为每张此类照片设置该值。',
    ),
  ],
  check(facts) {
    const tags = ['CustomRendered', 'CompositeImage'].flatMap((name) => facts.first(name, exif) ?? []);
    if (tags.length === 0) return notApplicable;
    const special = tags.filter((tag) => {
      const value = Number(tag.raw);
      return tag.name === 'CompositeImage' ? value >= 2 : value >= 1;
    });
    if (special.length === 0) return consistent(tags.map(shown));
    return inconclusive(
      localized(
        'The camera says it combined or specially processed exposures to make this picture.',
        '相机自述该图像由多次曝光合成或经特殊处理。',
      ),
      special.map(shown),
    );
  },
};

export const softwareRules: readonly MetadataRule[] = [editor, metadataEditor, screenshot, claimedOriginal];
