import { localized } from '#shared/domain/localized.ts';
import { hasDemuxer } from '../../media/video.ts';
import { filmLikeness } from '../film/film-descriptor.ts';
import { filmVersion } from '../film/film-prints.ts';
import { readFilm } from '../film/read-film.ts';
import type { Fingerprinter } from './define.ts';

/** Lengths of nearly identical films differ by less than this share. */
const leastLength = 0.97;
/** Cosines from which on two whole films are nearly the same, and from which on it is worth a look. */
const likely = { mean: 0.97, order: 0.93 } as const;
const candidate = { mean: 0.85, order: 0.8 } as const;

/** One small code for a whole film. */
export const fingerprinter: Fingerprinter = {
  method: 'film',
  version: filmVersion,
  title: localized('Whole-film code', '整片编码'),
  reference: {
    cite: 'Facebook, The TMK+PDQF video-hashing algorithm, ThreatExchange 2019; Poullot et al., Temporal matching kernel with explicit feature maps, ACM MM 2015; simplified',
    limits: [
      localized(
        'Only for whole films that are nearly the same: cuts at the beginning, other lengths and large overlays are for the codes of single frames.',
        '仅适用于几乎相同的完整视频：开头被剪、长度不同或有大面积叠加时，须依靠逐帧编码。',
      ),
    ],
  },

  appliesTo: ({ kind, format }) =>
    (kind === 'video' && hasDemuxer(format)) ||
    localized('Only for films that can be decoded', '仅适用于可解码的视频'),

  async print({ path, media, context }) {
    const answer = await readFilm(path, media, context);
    if (!answer.ok) return answer;
    const { reading } = answer;
    const { bytes, quality } = reading.descriptor;
    if (reading.flat === reading.frames) return { ok: false, reason: flat, warnings: reading.warnings };
    const print = { method: 'film', variant: 'whole', version: filmVersion, quality, bytes } as const;
    return { ok: true, prints: [print], warnings: reading.warnings };
  },

  text: ({ bytes }) => Buffer.from(bytes).toString('base64url'),
  indexed: () => null,
  queried: () => null,

  compare(suspect, known) {
    const [one, other] = [suspect[0], known[0]];
    if (one === undefined || other === undefined || one.version !== other.version) return null;
    const found = filmLikeness(one.bytes, other.bytes);
    if (found === null || found.length < leastLength) return null;
    const reached = ({ mean, order }: { readonly mean: number; readonly order: number }): boolean =>
      found.mean >= mean && found.order >= order;
    if (!reached(candidate)) return null;
    const sure = reached(likely);
    return {
      ...{ method: 'film', variant: 'whole', claim: sure ? 'likely' : 'candidate' },
      // The weaker of the two says how alike they are.
      score: Math.min(found.mean, found.order),
      ...{ unit: 'similarity', threshold: sure ? likely.order : candidate.order, descending: false },
      ...{ codes: null, quality: [one.quality ?? 0, other.quality ?? 0], expectedFalse: null },
    };
  },
};

const flat = {
  code: 'not-traceable',
  text: localized(
    'All frames of the film are flat: it is not traceable by its picture.',
    '视频的所有画面都过于平坦：无法凭画面追溯。',
  ),
};
