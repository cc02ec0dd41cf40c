import { localized } from '#shared/domain/localized.ts';
import { ASPECT_TOLERANCE, type PreviewComparison } from '../preview-comparison.ts';
import { type MetadataFacts, shownSize } from './facts.ts';
import {
  type ComparedValue,
  consistent,
  contradicts,
  inconclusive,
  type MetadataRule,
  notApplicable,
} from './rule.ts';

const cite =
  'E. Kee, H. Farid, “Digital Image Authentication from Thumbnails”, Proc. SPIE 7541 (2010); CIPA DC-008-2023 (Exif 3.0) thumbnail data (1st IFD)';

/** Below this the two pictures show different things; above the other they show the same. */
const DIFFERENT = 0.5;
const ALIKE = 0.9;

const staleLimit = localized(
  'Editors that renew the preview leave nothing to find, and small changes disappear in a thumbnail.',
  '会更新预览图的编辑软件不留痕迹；细小改动在缩略图中不可见。',
);

function shownPreview({ place, name, width, height, likeness }: PreviewComparison): ComparedValue {
  const value = `${width} × ${height}`;
  return {
    field: `${place}:${name}`,
    value:
      likeness === null
        ? value
        : `${value}, r = ${likeness.correlation.toFixed(3)}, ${likeness.mapping}, ${likeness.turn}°`,
  };
}

function withMain(facts: MetadataFacts, previews: readonly PreviewComparison[]): readonly ComparedValue[] {
  return [...previews.map(shownPreview), ...(facts.size === null ? [] : [shownSize('image', facts.size)])];
}

const content: MetadataRule = {
  id: 'preview.content',
  title: localized('Embedded preview shows the same picture', '内嵌预览图与主图内容一致'),
  cite,
  proposition: 'unaltered',
  limits: [
    staleLimit,
    localized(
      'Lightness on a 32 × 32 grid, r below 0.5 counts as different; strong crops and inversions also fall below.',
      '在 32×32 网格上比较亮度，r 小于 0.5 视为不同；大幅裁剪或反相也会低于该值。',
    ),
  ],
  innocent: [
    localized(
      'A viewer cropped, mirrored or developed the picture anew and left the old preview.',
      '看图软件裁剪、镜像或重新冲洗图片后保留了旧预览图。',
    ),
    localized(
      'The block of metadata was copied over from another picture of the series.',
      '元数据块是从同组的另一张照片复制而来。',
    ),
  ],
  check(facts) {
    const usable = facts.previews.filter((preview) => preview.likeness !== null);
    if (usable.length === 0) return notApplicable;
    const compared = withMain(facts, usable);
    const least = Math.min(...usable.map((preview) => preview.likeness!.correlation));
    if (least >= ALIKE) return consistent(compared);
    if (least >= DIFFERENT) {
      return inconclusive(
        localized('An embedded preview resembles the picture only in part.', '内嵌预览图与主图仅部分相似。'),
        compared,
      );
    }
    return contradicts(
      'moderate',
      localized(
        'An embedded preview shows another picture than the file does.',
        '内嵌预览图与文件所示图像不同。',
      ),
      compared,
    );
  },
};

const localDifference: MetadataRule = {
  id: 'preview.local-difference',
  title: localized('Embedded preview alike everywhere', '内嵌预览图各处一致'),
  cite,
  proposition: 'unaltered',
  limits: [
    staleLimit,
    localized(
      'Seen from about a thirtieth of the picture’s width and 32 of 256 levels upwards.',
      '仅能发现约占图宽三十分之一以上、亮度差 32 级（共 256 级）以上的差异。',
    ),
  ],
  innocent: [
    localized(
      'Local tone correction, lens correction, a date stamp or a watermark was added after the preview was made.',
      '预览图生成之后，添加了局部影调调整、镜头校正、日期印记或水印。',
    ),
  ],
  check(facts) {
    const usable = facts.previews.filter(
      (preview) =>
        preview.likeness !== null && preview.likeness.correlation >= ALIKE && preview.likeness.turn === 0,
    );
    if (usable.length === 0) return notApplicable;
    const compared = withMain(facts, usable);
    const found = usable.find((preview) => preview.likeness!.difference !== null);
    if (found === undefined) return consistent(compared);
    const { x, y, width, height } = found.likeness!.difference!;
    return contradicts(
      'weak',
      localized(
        `The picture and its preview differ at ${x}, ${y} over ${width} × ${height} pixels.`,
        `主图与预览图在 (${x}, ${y}) 处 ${width} × ${height} 像素范围内不同。`,
      ),
      compared,
    );
  },
};

const shape: MetadataRule = {
  id: 'preview.shape',
  title: localized('Shape and turn of the preview', '预览图的比例与方向'),
  cite,
  proposition: 'camera-original',
  limits: [
    localized(
      'Cameras fit wide pictures into 4:3 thumbnails with bars or by cutting the sides.',
      '相机会以黑边或裁切两侧的方式将宽幅画面放入 4:3 缩略图。',
    ),
  ],
  innocent: [
    localized(
      'The picture was turned upright by a viewer that left the preview as it was.',
      '看图软件将图片转正而未改动预览图。',
    ),
    localized('The camera itself cuts its thumbnails.', '相机自身会裁切缩略图。'),
  ],
  check(facts) {
    const { size } = facts;
    if (size === null || facts.previews.length === 0) return notApplicable;
    const compared = withMain(facts, facts.previews);
    const odd = facts.previews.find(({ width, height, likeness }) => {
      if (likeness !== null && likeness.correlation >= ALIKE)
        return likeness.turn !== 0 || likeness.mapping === 'cropped';
      return Math.abs(Math.log((width * size.height) / (height * size.width))) > ASPECT_TOLERANCE;
    });
    if (odd === undefined) return consistent(compared);
    return inconclusive(
      localized(
        'A preview has another shape or direction than the picture.',
        '某个预览图的比例或方向与主图不同。',
      ),
      compared,
    );
  },
};

const largerPreview: MetadataRule = {
  id: 'preview.larger',
  title: localized('Preview not larger than the picture', '预览图不大于主图'),
  cite: 'CIPA DC-007 (Multi-Picture Format) preview images; CIPA DC-008-2023 (Exif 3.0) thumbnail data',
  proposition: 'camera-original',
  limits: [
    localized(
      'Only previews stored as complete pictures are measured.',
      '仅测量以完整图像形式存储的预览图。',
    ),
  ],
  innocent: [
    localized(
      'The picture was made smaller for sending and its preview was kept.',
      '图片为发送而缩小，预览图被保留。',
    ),
  ],
  check(facts) {
    const { size } = facts;
    if (size === null || facts.previews.length === 0) return notApplicable;
    const compared = withMain(facts, facts.previews);
    const larger = facts.previews.some(
      ({ width, height }) => width * height > size.width * size.height * 1.05,
    );
    if (!larger) return consistent(compared);
    return contradicts(
      'moderate',
      localized(
        'A preview has more pixels than the picture: the picture was made smaller afterwards.',
        '预览图像素多于主图：主图之后被缩小过。',
      ),
      compared,
    );
  },
};

export const previewRules: readonly MetadataRule[] = [content, localDifference, shape, largerPreview];
