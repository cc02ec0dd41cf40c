import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered, keepText } from '../gathering.ts';
import { openPackage, partsNamed } from '../package/parts.ts';
import { readUsdText } from '../scene/usd-text.ts';
import { strayControl } from '../stray-controls.ts';

const LAYERS = 32;
const LAYER = 16 * 1024 * 1024;

/**
 * USD and USDZ (AOUSD Core Specification): metadata and `customLayerData` of layers in text form. Layers in binary
 * form (`usdc`) are not read, so that their silence says nothing. Pictures in the package are not searched.
 */
export const carrier = defineCarrier({
  id: 'usd',
  formats: ['usd', 'usdz'],
  places: ['layer metadata', 'customLayerData'],
  read: (reader) =>
    gathered((gathering) => {
      if (!reader.matches(0, 'PK')) {
        if (reader.size > LAYER) damaged(gathering, `only the first ${LAYER} bytes of the layer are read`);
        layer(gathering, 'layer', reader.bytes(0, LAYER), (start, end) => [start, end - start]);
        return;
      }
      const source = openPackage(reader, gathering);
      if (source === null) return;
      const names = [...source.byName.keys()].filter((name) => /\.usd[ac]?$/.test(name));
      if (names.length === 0) damaged(gathering, 'the package holds no layer');
      if (names.length > LAYERS) damaged(gathering, `only the first ${LAYERS} layers are read`);
      for (const name of names.slice(0, LAYERS)) {
        for (const part of partsNamed(source, name))
          layer(gathering, part.entry.name, part.bytes, part.range);
      }
    }),
});

function layer(
  gathering: Gathering,
  name: string,
  bytes: Buffer,
  range: (start: number, end: number) => [number, number],
): void {
  if (bytes.toString('latin1', 0, 8) === 'PXR-USDC') {
    damaged(gathering, `${name} is in binary form (usdc), which is not read`);
    return;
  }
  const source = bytes.toString('latin1');
  if (strayControl(source) >= 0) damaged(gathering, `${name} holds bytes that are no text`);
  const reading = readUsdText(source);
  if (!reading.ok) {
    damaged(gathering, `${name}: ${reading.problem}`);
    return;
  }
  for (const { key, text, start, end } of reading.texts) {
    const own = key === 'doc' || key === 'comment';
    const place = `${name} ${own ? 'metadata' : 'customLayerData'}`;
    keepText(gathering, { place, key, bytes: range(start, end), text });
  }
}
