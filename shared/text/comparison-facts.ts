import type { Change, Comparison, PictureTransform, TimeTransform, Transform } from '../domain/comparison.ts';
import type { FingerprintMatch } from '../domain/fingerprint.ts';
import { type Localized, localized } from '../domain/localized.ts';

/** How one file lies over another, in words: the same on screen and in reports. */

export interface ComparisonFact {
  readonly name: Localized;
  readonly value: Localized;
}

/** Facts of a transform in the order of their weight. */
export function transformFacts(transform: Transform): ComparisonFact[] {
  const cover = coverFacts(transform.cover);
  switch (transform.kind) {
    case 'picture':
      return [...pictureFacts(transform), ...cover, ...agreement(transform)];
    case 'time':
      return [{ name: names.pieces, value: counted(transform.pieces.length) }, ...cover];
    case 'text': {
      const edited = transform.passages.filter(({ how }) => how === 'edited').length;
      const same = transform.passages.length - edited;
      return [
        {
          name: names.passages,
          value: localized(`${same} unchanged, ${edited} edited`, `${same} 段未改动，${edited} 段有改动`),
        },
        ...cover,
      ];
    }
  }
}

function pictureFacts({ scale, rotation, mirrored, aspect }: PictureTransform): ComparisonFact[] {
  const turned = Math.abs(rotation) < 0.05;
  const degrees = numeral(Math.abs(rotation), 1);
  const stretched = Math.abs(aspect - 1) > 0.005;
  return [
    {
      name: names.scale,
      value: Math.abs(scale - 1) < 0.0005 ? words.sameSize : same(`${numeral(100 * scale, 1)} %`),
    },
    {
      name: names.rotation,
      value: turned
        ? words.notTurned
        : rotation > 0
          ? localized(`${degrees}° clockwise`, `顺时针 ${degrees}°`)
          : localized(`${degrees}° anticlockwise`, `逆时针 ${degrees}°`),
    },
    { name: names.mirrored, value: mirrored ? words.yes : words.no },
    ...(stretched ? [{ name: names.aspect, value: same(`${numeral(aspect, 3)} : 1`) }] : []),
  ];
}

function agreement({ inliers, residual }: PictureTransform): ComparisonFact[] {
  const distance = numeral(residual, 2);
  return [
    {
      name: names.agreement,
      value: localized(
        `${inliers} places agree, typically within ${distance} px`,
        `${inliers} 处吻合，典型偏差 ${distance} 像素`,
      ),
    },
  ];
}

function coverFacts([first, second]: readonly [number, number]): ComparisonFact[] {
  const [kept, from] = [percent(first), percent(second)];
  return [
    {
      name: names.kept,
      value:
        first >= 0.9995
          ? words.all
          : localized(
              `${kept}; ${percent(1 - first)} is not`,
              `${kept}；其余 ${percent(1 - first)} 不在其中`,
            ),
    },
    {
      name: names.from,
      value:
        second >= 0.9995
          ? words.all
          : localized(
              `${from}; ${percent(1 - second)} is not`,
              `${from}；其余 ${percent(1 - second)} 不来自原件`,
            ),
    },
  ];
}

type Piece = TimeTransform['pieces'][number];

/** One piece in a sentence: where it is in the second, and where in the first it comes from. */
export function pieceWords({ first, second, speed, semitones }: Piece): Localized {
  const [pace, pitch] = [numeral(speed, 3), semitones === null ? null : numeral(semitones, 2)];
  const changed = Math.abs(speed - 1) >= 0.0005;
  const moved = semitones !== null && Math.abs(semitones) >= 0.05;
  return localized(
    `${spanWords(second)} is from ${spanWords(first)}${changed ? `, speed × ${pace}` : ''}${moved ? `, pitch ${pitch} semitones` : ''}`,
    `${spanWords(second)} 来自 ${spanWords(first)}${changed ? `，速度 × ${pace}` : ''}${moved ? `，音高变化 ${pitch} 个半音` : ''}`,
  );
}

/** Where a change lies, in the terms of its media; `null`: its statement or a picture says it. */
export function placePhrase({ place }: Change): string | null {
  return place.kind === 'span' ? spanWords(place.seconds) : null;
}

/** `0:03.20–0:07.85`. */
export function spanWords([from, to]: readonly [number, number]): string {
  return `${moment(from)}–${moment(to)}`;
}

function moment(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const rest = (hundredths % 6000) / 100;
  const minutes = Math.floor(hundredths / 6000) % 60;
  const hours = Math.floor(hundredths / 360_000);
  const tail = `${String(Math.floor(rest)).padStart(2, '0')}.${String(Math.round((rest % 1) * 100)).padStart(2, '0')}`;
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}

/** How many unrelated items would match as well by chance in the whole search. */
export function expectedFalseWords({ expectedFalse }: Pick<FingerprintMatch, 'expectedFalse'>): Localized {
  if (expectedFalse === null) return localized('expected false matches: not known', '预期误匹配数：未知');
  const value = smallNumber(expectedFalse);
  return localized(`expected false matches: ${value}`, `预期误匹配数：${value}`);
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `0.25`, `3.2 × 10⁻⁹`. */
export function smallNumber(value: number): string {
  if (value === 0) return '0';
  if (value >= 0.001) return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
  const power = Math.floor(Math.log10(value));
  const digits = [...String(-power)].map((digit) => superscripts[Number(digit)]).join('');
  return `${numeral(value / 10 ** power, 1)} × 10⁻${digits}`;
}

/** Name of a file of a comparison as both languages show it. */
export function comparedName({ name, number }: Comparison['first']): Localized {
  return number === null
    ? localized(`${name} (register)`, `${name}（登记册）`)
    : localized(`Exhibit ${number}: ${name}`, `检材 ${number}：${name}`);
}

function percent(share: number): string {
  const value = 100 * Math.min(1, Math.max(0, share));
  return `${numeral(value, value < 10 ? 1 : 0)} %`;
}

function numeral(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function counted(count: number): Localized {
  return same(String(count));
}

function same(text: string): Localized {
  return localized(text, text);
}

const names = {
  scale: localized('Size against the original', '相对原件的大小'),
  rotation: localized('Turned', '旋转'),
  mirrored: localized('Mirrored', '镜像'),
  aspect: localized('Stretched (width against height)', '拉伸（宽高比变化）'),
  kept: localized('Of the original in the suspect', '原件见于待查文件的部分'),
  from: localized('Of the suspect from the original', '待查文件来自原件的部分'),
  agreement: localized('Agreement', '吻合程度'),
  pieces: localized('Pieces in common', '共同片段数'),
  passages: localized('Passages in common', '共同段落'),
} as const;

const words = {
  sameSize: localized('the same', '相同'),
  notTurned: localized('no', '否'),
  yes: localized('yes', '是'),
  no: localized('no', '否'),
  all: localized('all of it', '全部'),
} as const;
