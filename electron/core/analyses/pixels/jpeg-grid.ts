import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { counted, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { toRgb8 } from '#shared/numeric/plane.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { decodeInput } from '../../media/image.ts';
import { encodeJpeg } from '../../media/image-encode.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { detectGrids, missingGrid, wholeLuma } from '../../pixels/grids/grid-detection.ts';
import { agreementMap, regionMap } from '../../pixels/grids/region-map.ts';
import { type GridRegion, leastVotes } from '../../pixels/grids/regions.ts';
import { guide } from '../../pixels/guides/jpeg-grid.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { openPicture, type Picture } from '../../pixels/picture.ts';

const Region = z.object({
  x0: z.number().int(),
  y0: z.number().int(),
  x1: z.number().int(),
  y1: z.number().int(),
  grid: z.number().int(),
  votes: z.number().int(),
  logNfa: z.number(),
});

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  /** Size of the maps. */
  map: z.object({ width: z.number().int(), height: z.number().int() }),
  /** Origin x + 8·y; null: no grid stands out over the whole picture. */
  main: z.number().int().nullable(),
  /** Of the 64 grids over the whole picture, those with a number of false alarms below one. */
  grids: z.array(z.object({ grid: z.number().int(), share: z.number(), logNfa: z.number() })),
  foreign: z.array(Region),
  foreignCount: z.number().int(),
  /** Null: no main grid, or one that so few pixels show that nothing follows where it is missing. */
  missing: z.array(Region).nullable(),
  missingCount: z.number().int(),
});
type Result = z.infer<typeof Result>;

/** Share of the votes for the main grid from which on parts without it are looked for. */
const leastShown = 0.5;
/** Regions that are listed; the maps show all. */
const listed = 40;
const agreementScale = { min: 0, max: 1, unit: '' } as const;
const regionScale = { min: 0, max: 30, unit: '−lg NFA' } as const;

const resizeLimit = localized(
  'Resizing, turning or strong filtering after the JPEG compression removes the grid; nothing found does not mean that nothing was done.',
  'JPEG 压缩之后若经缩放、旋转或强滤波，网格即消失；未发现并不表示未经处理。',
);
const qualityLimit = localized(
  'Compression of very high quality leaves few zeros and no grid that can be seen; pasted parts whose grid falls on that of the picture (1 of 64 by chance) do not stand out.',
  '极高质量的压缩产生的零系数很少，网格难以察觉；粘贴部分的网格若恰与整图网格重合（随机概率 1/64），则不会显现。',
);
const nfaLimit = localized(
  'lg NFA is the logarithm of the number of such regions expected by chance in a picture without any grid; it is no probability of tampering.',
  'lg NFA 是在无任何网格的图像中偶然出现此类区域的期望个数的对数，并非篡改概率。',
);
const missingLimit = localized(
  'On untouched pictures the bench of this program found such regions at least as often as on altered ones (resources/docs/validation.md): by themselves they say nothing.',
  '在本程序的测试中，未改动的图像出现此类区域的频率不低于改动过的图像（见 resources/docs/validation.md）：其本身不说明任何问题。',
);
const textureLimit = localized(
  'Drawn patterns, screens and fabrics with a period of 8 pixels look like a grid of their own.',
  '周期为 8 像素的图案、屏幕纹理或织物看起来像独立的网格。',
);

/** JPEG grids by the number of DCT zeros: of the whole picture, of regions with another, of regions without. */
export const analysis = defineAnalysis<Record<string, never>, Result>({
  id: 'pixels.jpeg-grid',
  version: 3,
  title: localized('JPEG grid', 'JPEG 网格'),
  summary: localized(
    'Finds where the 8×8 grid of an earlier JPEG compression begins, regions that have another grid than the rest, and regions that lost it. Works on PNG copies and screenshots of JPEG pictures too.',
    '检测早先 JPEG 压缩的 8×8 网格起点、网格与其余部分不同的区域以及失去网格的区域；同样适用于 JPEG 图像的 PNG 副本和截图。',
  ),
  guide,
  reference: {
    cite: 'Nikoukhah, Anger, Ehret, Colom, Morel, Grompone von Gioi, JPEG Grid Detection based on the Number of DCT Zeros and its Application to Automatic and Localized Forgery Detection, CVPR Workshops 2019; ZERO, IPOL 2021',
    limits: [nfaLimit, resizeLimit, qualityLimit, textureLimit],
  },
  errorRate: errorRateOf('pixels.jpeg-grid'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: z.strictObject({}),
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Record<string, never>>): Promise<Answer<Result>> {
  const { evidence, limits, signal, progress } = context;
  const opened = await openPicture(evidence, limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const { warnings } = picture.image;
  const reason = gate(picture, { leastSide: 32, mostPixels: 100_000_000 });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  signal.throwIfAborted();
  const { width, height } = picture;
  const found = detectGrids(wholeLuma(picture.rgb()), width, height);
  progress(0.5);
  const voters = found.votes.reduce((sum, count) => sum + count, 0);
  if (voters < leastVotes(width, height)) return { outcome: 'undetermined', reason: tooEven, warnings };
  const faint = found.main === null || found.votes[found.main]! < leastShown * voters;
  const missing =
    found.main === null || faint ? null : missingGrid(found, wholeLuma(await resaved(picture)), found.main);
  signal.throwIfAborted();
  progress(0.9);
  const shown = found.main ?? found.votes.indexOf(Math.max(...found.votes));
  const agreement = agreementMap(found.map, shown);
  await keepMap(context, 'jpeg-grid-agreement.png', agreement, agreementScale);
  await keepMap(context, 'jpeg-grid-foreign.png', regionMap(found.map, found.foreign), regionScale);
  if (missing !== null)
    await keepMap(context, 'jpeg-grid-missing.png', regionMap(found.map, missing), regionScale);
  const result: Result = {
    width,
    height,
    map: { width: agreement.width, height: agreement.height },
    main: found.main,
    grids: [...found.logNfa].flatMap((logNfa, grid) =>
      logNfa < 0 ? { grid, share: found.votes[grid]! / voters, logNfa } : [],
    ),
    foreign: found.foreign.regions.slice(0, listed),
    foreignCount: found.foreign.regions.length,
    missing: missing === null ? null : missing.regions.slice(0, listed),
    missingCount: missing?.regions.length ?? 0,
  };
  const any = found.main !== null || result.foreignCount > 0;
  return { outcome: any ? 'found' : 'nothing-found', result, warnings };
}

/** The picture after JPEG at quality 99 without reduced colour, interleaved RGB. */
async function resaved(picture: Picture): Promise<Uint8Array> {
  const { width, height } = picture;
  const jpeg = await encodeJpeg({ width, height, channels: 3, data: picture.rgb() }, 99, {
    chromaSubsampling: '4:4:4',
  });
  const decoded = await decodeInput(jpeg, { format: 'jpeg', limits: { pixels: width * height } });
  if (!decoded.ok) throw new Error(`own JPEG could not be read back: ${decoded.reason.detail}`);
  return toRgb8(decoded.image);
}

const tooEven: Reason = {
  code: 'too-even',
  text: localized(
    'Too few pixels lie in blocks with structure and zeros at once: a grid could not stand out from chance.',
    '同时具有结构和零系数的块过少：即使存在网格也无法与偶然区分。',
  ),
};

function origin(grid: number): string {
  return `(${grid % 8}, ${grid >> 3})`;
}

function figures({ width, height, map, grids, main, foreign, missing }: Result): Figure[] {
  const all: Figure[] = [
    mapFigure(
      'agreement',
      main === null
        ? localized('Pixels that vote for the most frequent grid', '投票给最多见网格的像素')
        : localized('Pixels that vote for the main grid', '投票给主网格的像素'),
      'jpeg-grid-agreement.png',
      map,
      agreementScale,
    ),
    mapFigure(
      'foreign',
      localized('Regions with another grid', '网格不同的区域'),
      'jpeg-grid-foreign.png',
      map,
      regionScale,
    ),
  ];
  if (missing !== null)
    all.push(
      mapFigure(
        'missing',
        localized('Regions without the main grid', '失去主网格的区域'),
        'jpeg-grid-missing.png',
        map,
        regionScale,
      ),
    );
  const regions = [
    ...foreign.map((region) => ({ region, flag: 'warning' as const })),
    ...(missing ?? []).map((region) => ({ region, flag: 'notice' as const })),
  ];
  if (regions.length > 0)
    all.push({
      kind: 'regions',
      id: 'regions',
      title: localized('Regions that differ from the rest', '与其余部分不同的区域'),
      width,
      height,
      regions: regions.map(({ region, flag }) => ({
        label: flag === 'warning' ? origin(region.grid) : '–',
        polygon: corners(region),
        flag,
      })),
    });
  all.push(gridTable(grids), regionTable(foreign, missing ?? []));
  return all;
}

function corners({ x0, y0, x1, y1 }: GridRegion): [number, number][] {
  return [
    [x0, y0],
    [x1 + 1, y0],
    [x1 + 1, y1 + 1],
    [x0, y1 + 1],
  ];
}

function gridTable(grids: Result['grids']): Figure {
  return {
    kind: 'table',
    id: 'grids',
    title: localized('Grids of the whole picture', '整幅图像的网格'),
    columns: [
      { key: 'origin', title: localized('Origin (x, y)', '起点 (x, y)'), align: 'start', code: true },
      { key: 'share', title: localized('Share of votes (%)', '得票率（%）'), align: 'end', code: false },
      { key: 'nfa', title: localized('lg NFA', 'lg NFA（虚警数对数）'), align: 'end', code: false },
    ],
    rows: grids.map(({ grid, share, logNfa }) => ({
      cells: [origin(grid), Number((100 * share).toFixed(1)), Number(logNfa.toPrecision(6))],
    })),
  };
}

function regionTable(foreign: readonly GridRegion[], missing: readonly GridRegion[]): Figure {
  const kinds = {
    foreign: localized('another grid', '网格不同'),
    missing: localized('grid missing', '网格缺失'),
  };
  const row = (kind: keyof typeof kinds) => (region: GridRegion) => ({
    cells: [
      kinds[kind],
      `${region.x0} ${region.y0} – ${region.x1} ${region.y1}`,
      kind === 'foreign' ? origin(region.grid) : null,
      Number(region.logNfa.toPrecision(6)),
    ],
  });
  return {
    kind: 'table',
    id: 'region-list',
    title: localized('Regions', '区域'),
    columns: [
      { key: 'kind', title: localized('Kind', '类型'), align: 'start', code: false },
      { key: 'box', title: localized('Box (pixels)', '范围（像素）'), align: 'start', code: true },
      { key: 'origin', title: localized('Origin (x, y)', '起点 (x, y)'), align: 'start', code: true },
      { key: 'nfa', title: localized('lg NFA', 'lg NFA（虚警数对数）'), align: 'end', code: false },
    ],
    rows: [...foreign.map(row('foreign')), ...missing.map(row('missing'))],
  };
}

function interpret(result: Result, media: Media): Finding[] {
  const findings = [mainFinding(result, media)];
  const { foreign, foreignCount, missing, missingCount } = result;
  const [strongest] = foreign;
  if (strongest !== undefined)
    findings.push({
      code: 'jpeg-grid.foreign',
      statement: localized(
        `${counted(foreignCount, 'region has', 'regions have')} another JPEG grid than the rest; the strongest begins at ${origin(strongest.grid)}, box ${box(strongest)}, lg NFA ${strongest.logNfa.toFixed(1)}.`,
        `有 ${foreignCount} 个区域的 JPEG 网格与其余部分不同；最显著者起点为 ${origin(strongest.grid)}，范围 ${box(strongest)}，lg NFA ${strongest.logNfa.toFixed(1)}。`,
      ),
      bearing: 'contradicts',
      proposition: 'unaltered',
      strength: 'moderate',
      limits: [nfaLimit, textureLimit],
      innocent: [
        localized(
          'Collages, screenshots, frames and inserted logos hold pictures with grids of their own.',
          '拼图、截图、边框和插入的标志本身就含有各自网格的图像。',
        ),
        localized(
          'Moving or copying a part within the picture for harmless retouching has the same effect.',
          '出于无害修饰而在图内移动或复制局部也会产生同样效果。',
        ),
      ],
      figures: ['foreign', 'regions', 'region-list'],
    });
  if (result.main !== null && missing === null) findings.push(faintFinding(result, result.main));
  const lost = missing?.[0];
  if (lost !== undefined)
    findings.push({
      code: 'jpeg-grid.missing',
      statement: localized(
        `${counted(missingCount, 'region', 'regions')} lost the grid the rest of the picture has; the strongest in box ${box(lost)}, lg NFA ${lost.logNfa.toFixed(1)}.`,
        `有 ${missingCount} 个区域失去了图像其余部分具有的网格；最显著者范围 ${box(lost)}，lg NFA ${lost.logNfa.toFixed(1)}。`,
      ),
      bearing: 'informational',
      strength: 'none',
      limits: [nfaLimit, qualityLimit, missingLimit],
      innocent: [
        localized(
          'Clipped, dark or out-of-focus areas of a picture of high quality keep no grid either.',
          '高质量图像中过曝、过暗或失焦的区域同样不会保留网格。',
        ),
        localized(
          'Text, captions and black bars added after the compression never had the grid.',
          '压缩之后添加的文字、字幕或黑边本来就没有该网格。',
        ),
      ],
      figures: ['missing', 'regions', 'region-list'],
    });
  return findings;
}

function faintFinding({ grids }: Result, main: number): Finding {
  const share = Math.round(100 * (grids.find(({ grid }) => grid === main)?.share ?? 0));
  return {
    code: 'jpeg-grid.faint',
    statement: localized(
      `Only ${share} % of the voting pixels show that grid: the picture was compressed at very high quality, or only a part of it was a JPEG once, the part that is bright on the first map. Parts without the grid were not looked for.`,
      `仅 ${share}% 的投票像素呈现该网格：可能是以极高质量压缩，也可能只有局部（第一幅图中的亮处）曾是 JPEG。因此未查找缺失网格的区域。`,
    ),
    bearing: 'informational',
    strength: 'none',
    limits: [qualityLimit],
    innocent: [],
    figures: ['agreement', 'grids'],
  };
}

function box({ x0, y0, x1, y1 }: GridRegion): string {
  return `${x0} ${y0} – ${x1} ${y1}`;
}

function mainFinding({ main, grids }: Result, { format }: Media): Finding {
  const common = {
    code: 'jpeg-grid.main',
    limits: [nfaLimit, resizeLimit, qualityLimit],
    innocent: [],
    figures: ['agreement', 'grids'],
  };
  const informational = { ...common, bearing: 'informational', strength: 'none' } as const;
  if (main === null)
    return {
      ...informational,
      statement: localized(
        'No JPEG grid stands out over the whole picture.',
        '整幅图像未检出显著的 JPEG 网格。',
      ),
    };
  const nfa = (grids.find(({ grid }) => grid === main)?.logNfa ?? 0).toFixed(1);
  const jpeg = format === 'jpeg';
  if (main === 0)
    return {
      ...informational,
      statement: localized(
        `The picture has a JPEG grid that begins at its corner, (0, 0), lg NFA ${nfa}${jpeg ? ', as a JPEG file must' : ': it was a JPEG before it was saved in this format'}.`,
        `图像具有始于左上角 (0, 0) 的 JPEG 网格，lg NFA ${nfa}${jpeg ? '，与 JPEG 文件应有的情形一致' : '：它在存为此格式之前曾是 JPEG'}。`,
      ),
    };
  const statement = localized(
    `The picture has a JPEG grid that begins at ${origin(main)} and not at its corner, lg NFA ${nfa}: it was cropped, shifted or framed after a JPEG compression.`,
    `图像的 JPEG 网格始于 ${origin(main)} 而非左上角，lg NFA ${nfa}：它在 JPEG 压缩之后经过裁剪、平移或加框。`,
  );
  if (!jpeg) return { ...informational, statement };
  return {
    ...common,
    statement,
    bearing: 'contradicts',
    proposition: 'camera-original',
    strength: 'moderate',
    innocent: [
      localized('Cropping or straightening in any viewer does this.', '在任何看图软件中裁剪或校正都会如此。'),
    ],
  };
}
