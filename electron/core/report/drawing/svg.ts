import { visibleText } from '#shared/text/visible-text.ts';

/**
 * Drawings of a report: SVG text made of numbers and escaped words only, and where they are drawn over a picture, that
 * picture, coded anew by us. No style sheets, no scripts, no references to anything outside, so that it is shown alike as a data address in HTML and by Typst in the PDF.
 * Coordinates are rounded to a hundredth: the same data give the same bytes on every machine.
 */

/** Width of every drawing in user units; about 0.75 pt each on an A4 page. */
export const drawingWidth = 640;

export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Where the picture lies over which it is drawn, in user units; the picture is set in when the report is written. */
  readonly frame?: Frame;
  /** What was left out of it, in words. */
  readonly note?: string;
}

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The paper is the first shape of every drawing. */
const afterPaper = /^<svg [^>]*><rect [^>]*\/>/;

/** The drawing with a picture on its paper, below everything else. */
export function withPicture(
  svg: string,
  { left, top, width, height }: Frame,
  { bytes, mime }: { readonly bytes: Uint8Array; readonly mime: string },
): string {
  const box = `x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}"`;
  const address = `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`;
  return svg.replace(
    afterPaper,
    (start) => `${start}<image ${box} preserveAspectRatio="none" href="${address}"/>`,
  );
}

const family = 'Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif';

export function drawing(
  height: number,
  parts: readonly string[],
  note?: string,
  width: number = drawingWidth,
): Drawing {
  const size = `width="${width}" height="${round(height)}"`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${round(height)}" ` +
    `font-family="${family}" font-size="11">${rectangle(0, 0, width, height, { fill: ink.paper })}` +
    `${parts.join('')}</svg>`;
  return { svg, width, height, ...(note === undefined ? {} : { note }) };
}

/** Colours that stay apart in print, in grey and for colour-blind readers (Okabe & Ito 2008). */
export const ink = {
  paper: '#ffffff',
  text: '#1a1d21',
  faint: '#5b636d',
  grid: '#d9dde2',
  series: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#8a6d00'],
} as const;

type Style = Readonly<Record<string, string | number>>;

export function rectangle(x: number, y: number, width: number, height: number, style: Style): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${attributes(style)}/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, style: Style): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"${attributes(style)}/>`;
}

export function circle(x: number, y: number, radius: number, style: Style): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"${attributes(style)}/>`;
}

export function polyline(points: readonly (readonly [number, number])[], style: Style): string {
  return `<polyline points="${pointList(points)}" fill="none"${attributes(style)}/>`;
}

export function polygon(points: readonly (readonly [number, number])[], style: Style): string {
  return `<polygon points="${pointList(points)}"${attributes(style)}/>`;
}

/** One line of text; `room` in user units cuts it with an ellipsis. */
export function label(
  x: number,
  y: number,
  text: string,
  style: Style = {},
  room = Number.POSITIVE_INFINITY,
): string {
  const size = typeof style['font-size'] === 'number' ? style['font-size'] : 11;
  return `<text x="${round(x)}" y="${round(y)}"${attributes({ fill: ink.text, ...style })}>${escapeXml(shortened(visibleText(text), room, size))}</text>`;
}

/** Approximate width of a text: a full em for East Asian characters, 0.56 em for the rest. */
export function textWidth(text: string, size = 11): number {
  let width = 0;
  for (const character of text) width += (isWide(character.codePointAt(0) ?? 0) ? 1 : 0.56) * size;
  return width;
}

function shortened(text: string, room: number, size: number): string {
  if (textWidth(text, size) <= room) return text;
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += textWidth(character, size);
    if (width > room - size) return `${kept}…`;
    kept += character;
  }
  return kept;
}

function isWide(code: number): boolean {
  return (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xffe6) || code >= 0x1f300;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function attributes(style: Style): string {
  return Object.entries(style)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? round(value) : escapeXml(value)}"`)
    .join('');
}

function pointList(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
}

/** Two decimals; values that are not finite never reach a drawing as text. */
function round(value: number): string {
  if (!Number.isFinite(value)) return '0';
  const rounded = Math.round(value * 100) / 100;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}
