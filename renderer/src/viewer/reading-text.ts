import type { Words } from '../state/text.ts';
import { letterOf } from './picture.ts';
import type { LayerReading, Reading } from './protocol.ts';

/** `100 %`, `12.5 %`, `3,200 %`. */
export function percentText(scale: number, words: Words): string {
  const percent = scale * 100;
  return words.text('viewer.percent', {
    value: words.number(percent, percent < 10 ? 2 : percent < 100 ? 1 : 0),
  });
}

export function positionText(layer: LayerReading, { text }: Words): string {
  return layer.inside ? text('viewer.position', { x: layer.x, y: layer.y }) : text('viewer.outside');
}

/** Channel values of a pixel, or an ellipsis while they are on their way. */
export function pixelText(layer: LayerReading, { text }: Words): string {
  if (!layer.inside) return '';
  if (layer.pixel === null) return '…';
  const [red, green, blue, alpha] = layer.pixel;
  return alpha === 255
    ? text('viewer.pixel', { red, green, blue })
    : text('viewer.pixel.transparent', { red, green, blue, alpha });
}

/** All of the status line as one sentence a picture, to be read out. */
export function describeReading(reading: Reading, words: Words): string {
  return reading.layers
    .map((layer, index) =>
      [letterOf(index), positionText(layer, words), pixelText(layer, words), percentText(layer.scale, words)]
        .filter((part) => part !== '')
        .join(', '),
    )
    .join('; ');
}
