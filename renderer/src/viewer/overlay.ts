import type { FigureOf } from '#shared/domain/figure.ts';
import { applyColorMap, type ColorMapName, colorTable } from '../figures/color-maps.ts';
import type { ImageLayer } from './image-layer.ts';
import { Painter } from './painter.ts';
import type { Context, Pane } from './pane.ts';
import type { OverlayRequest } from './protocol.ts';
import type { Viewport } from './viewport.ts';

/** Figures that can lie over the evidence image. */
export type OverlayFigure = FigureOf<'heatmap'> | FigureOf<'regions'> | FigureOf<'image'>;

/** A picture of the run in stored-pixel orientation, or outlines in stored pixels. */
export type OverlayContent =
  | { readonly kind: 'picture'; readonly picture: ImageBitmap }
  | { readonly kind: 'regions'; readonly figure: FigureOf<'regions'> };

/** Side length above which an overlay's picture is shrunk before it is coloured. */
const largestSide = 8192;

/** Fetch a figure's picture; a heatmap gets its colours here, once. */
export async function loadOverlay(request: OverlayRequest, signal: AbortSignal): Promise<OverlayContent> {
  const { figure } = request;
  if (figure.kind === 'regions') return { kind: 'regions', figure };
  const picture = await loadPicture(request.address, signal);
  if (figure.kind === 'image') return { kind: 'picture', picture };
  try {
    return { kind: 'picture', picture: colored(picture, request.colors) };
  } finally {
    picture.close();
  }
}

/** Fetch and decode a picture made by a run, shrunk when it is larger than any screen can use. */
export async function loadPicture(address: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const picture = await createImageBitmap(await response.blob(), { colorSpaceConversion: 'none' });
  const shrink = largestSide / Math.max(picture.width, picture.height);
  if (shrink >= 1) return picture;
  const width = Math.max(1, Math.round(picture.width * shrink));
  const smaller = await createImageBitmap(picture, { resizeWidth: width, resizeQuality: 'medium' });
  picture.close();
  return smaller;
}

/** The 8-bit grey picture in the colours of a map. */
export function colored(grey: ImageBitmap, colors: ColorMapName): ImageBitmap {
  const canvas = new OffscreenCanvas(grey.width, grey.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2D canvas');
  context.drawImage(grey, 0, 0);
  const pixels = context.getImageData(0, 0, grey.width, grey.height);
  applyColorMap(pixels.data, colorTable(colors));
  context.putImageData(pixels, 0, 0);
  return canvas.transferToImageBitmap();
}

/** Lay a figure over the picture it belongs to, in the pane's coordinates. */
export function drawOverlay(
  pane: Pane,
  viewport: Viewport,
  layer: ImageLayer,
  content: OverlayContent,
  opacity: number,
): void {
  const { context } = pane;
  context.save();
  context.globalAlpha = opacity;
  if (content.kind === 'picture') {
    const enlarged = (viewport.scale * layer.source.width) / content.picture.width;
    context.imageSmoothingEnabled = enlarged < 1;
    new Painter(layer.source, context, viewport, pane.size).whole(content.picture);
  } else {
    drawRegions(pane, viewport, layer, content.figure);
  }
  context.restore();
}

/** Outlines twice, dark under light, so that they are seen on any picture; flagged ones are dashed. */
function drawRegions(pane: Pane, viewport: Viewport, layer: ImageLayer, figure: FigureOf<'regions'>): void {
  const { context } = pane;
  const fx = layer.source.width / figure.width;
  const fy = layer.source.height / figure.height;
  const unit = Math.max(1, Math.round(pane.ratio));
  context.lineJoin = 'round';
  context.font = `600 ${12 * unit}px system-ui, sans-serif`;
  context.textBaseline = 'bottom';
  for (const region of figure.regions) {
    context.beginPath();
    let labelAt = { x: Number.POSITIVE_INFINITY, y: Number.POSITIVE_INFINITY };
    for (const [x, y] of region.polygon) {
      const place = layer.place(viewport, pane.size, {
        left: x * fx,
        top: y * fy,
        right: x * fx,
        bottom: y * fy,
      });
      context.lineTo(place.left, place.top);
      if (place.top < labelAt.y || (place.top === labelAt.y && place.left < labelAt.x)) {
        labelAt = { x: place.left, y: place.top };
      }
    }
    context.closePath();
    context.setLineDash([]);
    context.lineWidth = 4 * unit;
    context.strokeStyle = '#000000';
    context.stroke();
    context.setLineDash(region.flag === 'error' || region.flag === 'warning' ? [8 * unit, 4 * unit] : []);
    context.lineWidth = 2 * unit;
    context.strokeStyle = '#ffd54a';
    context.stroke();
    context.setLineDash([]);
    drawLabel(context, region.label, labelAt.x, labelAt.y - 4 * unit, unit);
  }
}

function drawLabel(context: Context, text: string, x: number, y: number, unit: number): void {
  if (text === '') return;
  const width = context.measureText(text).width;
  context.fillStyle = 'rgb(0 0 0 / 80%)';
  context.fillRect(x - 3 * unit, y - 15 * unit, width + 6 * unit, 17 * unit);
  context.fillStyle = '#ffffff';
  context.fillText(text, x, y);
}
