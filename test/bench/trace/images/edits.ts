import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { attacked, chainsOf } from '../../marks/attack-chains.ts';

/** What happens to pictures on their way, made by sharp and by the models of the survival lab. */
export interface Edit {
  readonly name: string;
  /** Row of the table, and the share of right sources it asks for. */
  readonly group: string;
  readonly target: number | null;
  /** @param host another picture, for pictures within pictures */
  apply(source: Raster, host: Raster, seed: number): Promise<Buffer>;
}

/** Interleaved 8-bit RGB. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const open = ({ width, height, data }: Raster): Sharp => sharp(data, { raw: { width, height, channels: 3 } });
const jpeg = (image: Sharp, quality: number) => image.jpeg({ quality }).toBuffer();
const svg = (width: number, height: number, body: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans">${body}</svg>`,
  );

/** Lines of grey strokes that look like words. */
function words(
  x: number,
  y: number,
  width: number,
  size: number,
  lines: number,
  seed: number,
  ink = '#222',
): string {
  let [state, out] = [seed * 2654435761 + 1, ''];
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  for (let line = 0; line < lines; line += 1) {
    let text = '';
    while (text.length * size * 0.58 < width * (0.6 + 0.3 * next())) {
      const length = 2 + Math.floor(next() * 7);
      for (let letter = 0; letter < length; letter += 1)
        text += String.fromCharCode(97 + Math.floor(next() * 26));
      text += ' ';
    }
    out += `<text x="${x}" y="${y + (line + 1) * size * 1.35}" font-size="${size}" fill="${ink}">${text.trim()}</text>`;
  }
  return out;
}

/** Lay the picture on a page with drawings of its surroundings. */
async function onPage(
  source: Raster,
  page: { readonly width: number; readonly height: number; readonly colour: string },
  place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  drawing: string,
): Promise<Sharp> {
  const picture = await open(source).resize(place.width, place.height, { fit: 'fill' }).png().toBuffer();
  const layers: OverlayOptions[] = [
    { input: svg(page.width, page.height, drawing), left: 0, top: 0 },
    { input: picture, left: place.left, top: place.top },
  ];
  const ground = sharp({
    create: { width: page.width, height: page.height, channels: 3, background: page.colour },
  });
  return sharp(await ground.composite(layers).png().toBuffer());
}

async function phone(source: Raster, seed: number): Promise<Buffer> {
  const [width, height] = [1080, 2340];
  const inner = Math.min(1700, Math.round((width * source.height) / source.width));
  const across = Math.round((inner * source.width) / source.height);
  const left = Math.max(0, Math.round((width - across) / 2));
  const top = Math.round((height - inner) / 2);
  const bars =
    `<text x="60" y="70" font-size="38" fill="#eee">1${seed % 10}:2${seed % 7}</text><circle cx="980" cy="56" r="20" fill="#eee"/><rect x="900" y="40" width="44" height="30" fill="#eee"/>` +
    words(90, 130, 700, 44, 1, seed, '#ddd') +
    [0, 1, 2, 3]
      .map(
        (n) => `<circle cx="${150 + n * 260}" cy="2210" r="36" fill="none" stroke="#ddd" stroke-width="7"/>`,
      )
      .join('');
  return jpeg(
    await onPage(
      source,
      { width, height, colour: '#000' },
      { left, top, width: Math.min(width, across), height: inner },
      bars,
    ),
    85,
  );
}

/** A post: name, text, the picture at 45 % of the area, buttons and an answer below. */
async function feedCard(source: Raster, seed: number): Promise<Buffer> {
  const width = 1000;
  const across = 820;
  const inner = Math.round((across * source.height) / source.width);
  const height = Math.round((across * inner) / 0.45 / width);
  const top = Math.round((height - inner) * 0.45);
  const drawing =
    `<circle cx="135" cy="80" r="40" fill="#4a7"/>` +
    words(200, 40, 400, 30, 1, seed) +
    words(90, 130, 800, 28, Math.max(1, Math.floor((top - 150) / 38)), seed + 1) +
    [0, 1, 2]
      .map(
        (n) =>
          `<rect x="${110 + n * 270}" y="${top + inner + 20}" width="46" height="40" rx="12" fill="none" stroke="#567" stroke-width="5"/>`,
      )
      .join('') +
    words(
      90,
      top + inner + 70,
      800,
      28,
      Math.max(1, Math.floor((height - top - inner - 110) / 38)),
      seed + 2,
    );
  return jpeg(
    await onPage(
      source,
      { width, height, colour: '#fff' },
      { left: 90, top, width: across, height: inner },
      drawing,
    ),
    80,
  );
}

async function meme({ width, height, data }: Raster, seed: number): Promise<Buffer> {
  const band = Math.round(height * 0.22);
  const size = Math.round(band * 0.3);
  const page = await onPage(
    { width, height, data },
    { width, height: height + band, colour: '#fff' },
    { left: 0, top: band, width, height },
    words(width * 0.04, band * 0.05, width * 0.9, size, 2, seed, '#000'),
  );
  return jpeg(page, 80);
}

async function caption(source: Raster, seed: number): Promise<Buffer> {
  const { width, height } = source;
  const band = Math.round(height * 0.15);
  const body = `<rect width="${width}" height="${band}" fill="#111"/>${words(width * 0.05, band * 0.1, width * 0.8, band * 0.4, 1, seed, '#fff')}`;
  return jpeg(open(source).composite([{ input: svg(width, band, body), left: 0, top: height - band }]), 80);
}

async function logo(source: Raster, seed: number): Promise<Buffer> {
  const { width, height } = source;
  const side = Math.round(Math.sqrt(width * height * 0.1));
  const body = `<rect width="${side}" height="${side}" rx="${side / 6}" fill="hsl(${(seed * 67) % 360},80%,45%)"/><text x="${side * 0.12}" y="${side * 0.62}" font-size="${side * 0.36}" fill="#fff" font-weight="bold">N${seed % 10}WS</text>`;
  const place = { left: Math.round((width - side) * 0.92), top: Math.round((height - side) * 0.08) };
  return jpeg(open(source).composite([{ input: svg(side, side, body), ...place }]), 80);
}

async function text(source: Raster, seed: number): Promise<Buffer> {
  const { width, height } = source;
  const size = Math.round(height * 0.11);
  const body = words(width * 0.03, height * 0.36, width * 0.95, size, 2, seed, '#fff');
  return jpeg(open(source).composite([{ input: svg(width, height, body), left: 0, top: 0 }]), 80);
}

async function within(source: Raster, host: Raster, share: number): Promise<Buffer> {
  const width = Math.round(host.width * share);
  const height = Math.min(Math.round((width * source.height) / source.width), Math.round(host.height * 0.9));
  const input = await open(source).resize(width, height, { fit: 'fill' }).png().toBuffer();
  const place = {
    left: Math.round((host.width - width) * 0.8),
    top: Math.round((host.height - height) * 0.75),
  };
  return jpeg(open(host).composite([{ input, ...place }]), 80);
}

async function crop(source: Raster, box: readonly [number, number, number, number]): Promise<Buffer> {
  const { width, height } = source;
  const [left, top, right, bottom] = box;
  return jpeg(
    open(source).extract({
      left: Math.round(width * left),
      top: Math.round(height * top),
      width: Math.round(width * (right - left)),
      height: Math.round(height * (bottom - top)),
    }),
    80,
  );
}

async function bordered(source: Raster, across: number, down: number, colour: string): Promise<Buffer> {
  const [x, y] = [Math.round(source.width * across), Math.round(source.height * down)];
  return jpeg(open(source).extend({ left: x, right: x, top: y, bottom: y, background: colour }), 80);
}

/** Bars filled with the picture itself, enlarged and blurred, as film apps and feeds make them. */
async function blurredBars(source: Raster): Promise<Buffer> {
  const { width, height } = source;
  const page = Math.round(Math.max(width, height * 1.1) * 1.6);
  const sigma = Math.max(8, width / 40);
  const back = await open(source)
    .resize(width, page, { fit: 'cover' })
    .blur(sigma)
    .modulate({ brightness: 0.8 })
    .png()
    .toBuffer();
  const front = await open(source).png().toBuffer();
  return jpeg(sharp(back).composite([{ input: front, left: 0, top: Math.round((page - height) / 2) }]), 80);
}

async function chain(source: Raster): Promise<Buffer> {
  let bytes = await jpeg(open(source).resize(1280, 1280, { fit: 'inside', withoutEnlargement: true }), 75);
  bytes = await sharp(bytes).webp({ quality: 70 }).toBuffer();
  bytes = await jpeg(sharp(bytes).resize(1080, 1080, { fit: 'inside', withoutEnlargement: true }), 70);
  return jpeg(sharp(bytes), 60);
}

/** A model of the survival lab, its pixels saved as JPEG 85. */
function lab(name: string): Edit['apply'] {
  const [steps] = chainsOf(name);
  return async (source) => {
    const made = await attacked(source, steps!);
    if (made === null) throw new Error(`${name} cannot be carried out here`);
    return jpeg(open(made), 85);
  };
}

/** One edit after another; each starts from the pixels of the one before. */
async function chained(
  source: Raster,
  host: Raster,
  seed: number,
  steps: readonly Edit['apply'][],
): Promise<Buffer> {
  let raster = source;
  let bytes: Buffer = Buffer.alloc(0);
  for (const step of steps) {
    bytes = await step(raster, host, seed);
    const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    raster = { width: info.width, height: info.height, data };
  }
  return bytes;
}

function edit(group: string, target: number | null, name: string, apply: Edit['apply']): Edit {
  return { group, target, name, apply };
}

export const edits: readonly Edit[] = [
  edit('re-encode', 0.95, 'JPEG 80', (source) => jpeg(open(source), 80)),
  edit('re-encode', 0.95, 'JPEG 30', (source) => jpeg(open(source), 30)),
  edit('re-encode', 0.95, 'JPEG 10', (source) => jpeg(open(source), 10)),
  edit('re-encode', 0.95, 'four uploads', chain),
  edit('resize', 0.95, 'half size', (s) => jpeg(open(s).resize(Math.round(s.width / 2)), 80)),
  edit('resize', 0.95, '160 px', (s) => jpeg(open(s).resize(160, 160, { fit: 'inside' }), 80)),
  edit('resize', 0.95, 'stretched to a square', (s) => jpeg(open(s).resize(800, 800, { fit: 'fill' }), 80)),
  edit('crop', 0.9, '5 % of each side', (s) => crop(s, [0.05, 0.05, 0.95, 0.95])),
  edit('crop', 0.9, '10 % of each side', (s) => crop(s, [0.1, 0.1, 0.9, 0.9])),
  edit('crop', 0.9, 'right quarter off', (s) => crop(s, [0, 0, 0.75, 1])),
  edit('crop', 0.9, 'half the area', (s) => crop(s, [0.25, 0.1, 0.957, 0.807])),
  edit('crop', 0.9, 'a quarter of the area', (s) => crop(s, [0.3, 0.25, 0.8, 0.75])),
  edit('border', 0.9, '5 % border', (s) => bordered(s, 0.05, 0.05, '#fff')),
  edit('border', 0.9, 'letterbox', (s) => bordered(s, 0, 0.2, '#000')),
  edit('border', 0.9, 'blurred bars', blurredBars),
  edit('band', 0.9, 'meme band above', (s, _host, seed) => meme(s, seed)),
  edit('band', 0.9, 'caption over the lowest 15 %', (s, _host, seed) => caption(s, seed)),
  edit('screenshot', 0.9, 'phone', (s, _host, seed) => phone(s, seed)),
  edit('screenshot', 0.9, 'window (lab model, × .63)', lab('screenshot@x0.63')),
  edit('feed card', 0.9, 'picture 45 % of the card', (s, _host, seed) => feedCard(s, seed)),
  edit('logo', 0.9, 'a tenth of the area', (s, _host, seed) => logo(s, seed)),
  edit('text', 0.9, 'two lines across', (s, _host, seed) => text(s, seed)),
  edit('photo of screen', 0.75, 'ordinary (lab model)', lab('photo-of-screen@ordinary')),
  edit('photo of screen', 0.75, 'hasty (lab model)', lab('photo-of-screen@hasty')),
  edit('picture in picture', 0.75, 'half the width', (s, host) => within(s, host, 0.5)),
  edit('picture in picture', 0.75, 'a third of the width', (s, host) => within(s, host, 0.33)),
  edit('chain', 0.75, 'crop of a crop', (s, host, seed) =>
    chained(s, host, seed, [
      (one) => crop(one, [0.08, 0.05, 0.9, 0.95]),
      (one) => crop(one, [0.1, 0.1, 0.95, 0.85]),
    ]),
  ),
  edit('chain', 0.75, 'phone, photo of screen, crop', (s, host, seed) =>
    chained(s, host, seed, [
      (one, _host, number) => phone(one, number),
      lab('photo-of-screen@ordinary'),
      (one) => crop(one, [0.04, 0.2, 0.97, 0.82]),
    ]),
  ),
  edit('turned', null, 'mirrored', (s) => jpeg(open(s).flop(), 80)),
  edit('turned', null, 'by 3°', (s) => jpeg(open(s).rotate(3, { background: '#000' }), 80)),
];
