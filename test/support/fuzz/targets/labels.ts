import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { carrierOf, readLabels } from '#core/labels/read-labels.ts';
import { MediaFormat } from '#shared/domain/media.ts';
import { makeLabelledMedia } from '../../labelled-media.ts';
import { containerTokens } from '../media-seeds.ts';
import type { FuzzTarget } from '../target.ts';

const signal = new AbortController().signal;

/** AI labels and generator traces of every carrier. */
export const target: FuzzTarget = {
  name: 'labels',
  tokens: [
    ...containerTokens,
    ...[
      'AIGC',
      'tEXt',
      'iTXt',
      'zTXt',
      'http://ns.adobe.com/xap/1.0/\0',
      '<x:xmpmeta',
      '<rdf:Description',
      'TXXX',
      'COMM',
    ],
    ...[
      'udta',
      'ilst',
      'mdta',
      'keys',
      'OpusTags',
      'vorbis',
      'parameters',
      '"Label":"1"',
      '&#x41;',
      '<!--',
      'onMetaData',
    ],
  ],
  async seeds() {
    const folder = await mkdtemp(join(tmpdir(), 'assay-fuzz-seeds-'));
    try {
      const made = await makeLabelledMedia(folder, false);
      return made
        .filter(({ bytes }) => bytes.length <= 24_000)
        .map(({ format, bytes }) => ({ hint: format, bytes }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  async read({ hint, bytes }, path) {
    writeFileSync(path, bytes);
    const media = await identify(path, null);
    const format = carrierOf(media.format) === undefined ? MediaFormat.parse(hint) : media.format;
    if (carrierOf(format) === undefined) return;
    const reading = await readLabels(path, { ...media, format }, signal);
    // What is shown crosses processes as JSON.
    JSON.stringify(reading);
  },
};
