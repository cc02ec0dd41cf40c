import { localized } from '#shared/domain/localized.ts';
import { exif, type MetadataFacts, type PixelSize, shownSize, type Where, xmp } from './facts.ts';
import {
  consistent,
  contradicts,
  inconclusive,
  type MetadataRule,
  notApplicable,
  type Verdict,
} from './rule.ts';

/** Formats whose Exif sizes describe the one picture in the file; raw files and TIFFs hold several. */
const singlePicture = new Set(['jpeg', 'png', 'webp', 'heif', 'avif', 'jxl']);

const resizedInnocently = [
  localized(
    'Messengers, mail programs and websites resize pictures and keep the old Exif values.',
    '即时通讯、邮件软件和网站会缩放图片并保留旧的 Exif 值。',
  ),
  localized('The picture was cropped or straightened, as photographers do.', '摄影者常会裁剪或校正图片。'),
] as const;

const sizeLimit = localized(
  'Many programs correct these values when they save; agreement does not show that nothing was changed.',
  '许多软件保存时会同步更正这些值；数值一致并不说明未作更改。',
);

/** Compare a size that metadata state with the true one. */
function compareSize(facts: MetadataFacts, stated: PixelSize | null, field: string): Verdict {
  const { size } = facts;
  if (stated === null || size === null || !singlePicture.has(facts.media.format)) return notApplicable;
  const compared = [shownSize(field, stated), shownSize('image', size)];
  if (stated.width === size.width && stated.height === size.height) return consistent(compared);
  if (stated.width === size.height && stated.height === size.width) {
    // HEIF stores rotation apart from the pixels, and either size may be meant.
    if (facts.media.format === 'heif' || facts.media.format === 'avif') return consistent(compared);
    return inconclusive(
      localized(
        'The stated width and height are those of the picture turned by 90°.',
        '所述宽高与图像旋转 90° 后相符。',
      ),
      compared,
    );
  }
  const [long, short] = [Math.max(stated.width, stated.height), Math.min(stated.width, stated.height)];
  const [trueLong, trueShort] = [Math.max(size.width, size.height), Math.min(size.width, size.height)];
  // One pixel of rounding on the short side of the smaller picture.
  const scaled = Math.abs(short / long - trueShort / trueLong) <= 1.5 / Math.min(trueLong, long);
  const text = `${stated.width} × ${stated.height} → ${size.width} × ${size.height}`;
  return contradicts(
    'moderate',
    scaled
      ? localized(
          `The picture was resized after these values were written (${text}).`,
          `写入这些值之后，图像被缩放过（${text}）。`,
        )
      : localized(
          `The picture was cropped, enlarged or replaced after these values were written (${text}).`,
          `写入这些值之后，图像被裁剪、扩展或替换过（${text}）。`,
        ),
    compared,
  );
}

function sizeOf(facts: MetadataFacts, width: string, height: string, where: Where): PixelSize | null {
  const w = facts.number(width, where);
  const h = facts.number(height, where);
  return w === null || h === null || w <= 0 || h <= 0 ? null : { width: w, height: h };
}

const exifPixels: MetadataRule = {
  id: 'size.exif-pixels',
  title: localized('Exif pixel size against the image', 'Exif 像素尺寸与图像'),
  cite: 'CIPA DC-008-2023 (Exif 3.0), tags PixelXDimension and PixelYDimension (required in compressed files)',
  proposition: 'camera-original',
  limits: [sizeLimit],
  innocent: resizedInnocently,
  check: (facts) =>
    compareSize(
      facts,
      sizeOf(facts, 'ExifImageWidth', 'ExifImageHeight', exif),
      'ExifIFD:PixelXDimension × PixelYDimension',
    ),
};

const directoryPixels: MetadataRule = {
  id: 'size.directory-pixels',
  title: localized('Image size in the first directory against the image', '首个目录中的尺寸与图像'),
  cite: 'TIFF 6.0 §8 ImageWidth, ImageLength; CIPA DC-008-2023 (Exif 3.0): not to be recorded in JPEG, written by many telephones',
  proposition: 'camera-original',
  limits: [sizeLimit],
  innocent: [
    ...resizedInnocently,
    localized(
      'Some telephones write the size of the sensor, not of the picture.',
      '某些手机写入的是传感器尺寸而非图片尺寸。',
    ),
  ],
  check: (facts) =>
    compareSize(
      facts,
      sizeOf(facts, 'ImageWidth', 'ImageHeight', { group: 'EXIF', place: 'IFD0' }),
      'IFD0:ImageWidth × ImageLength',
    ),
};

const xmpPixels: MetadataRule = {
  id: 'size.xmp-pixels',
  title: localized('XMP pixel size against the image', 'XMP 像素尺寸与图像'),
  cite: 'ISO 16684-1:2019 (XMP) with CIPA DC-010: tiff:ImageWidth, exif:PixelXDimension',
  proposition: 'camera-original',
  limits: [sizeLimit],
  innocent: resizedInnocently,
  check(facts) {
    const fromExif = sizeOf(facts, 'ExifImageWidth', 'ExifImageHeight', { ...xmp, place: 'XMP-exif' });
    if (fromExif !== null) return compareSize(facts, fromExif, 'XMP-exif:PixelXDimension × PixelYDimension');
    const fromTiff = sizeOf(facts, 'ImageWidth', 'ImageHeight', { ...xmp, place: 'XMP-tiff' });
    return compareSize(facts, fromTiff, 'XMP-tiff:ImageWidth × ImageLength');
  },
};

export const dimensionRules: readonly MetadataRule[] = [exifPixels, directoryPixels, xmpPixels];
