import { localized } from '#shared/domain/localized.ts';
import { constellationOf } from '../sound/constellation.ts';
import { peaksFromBytes, peaksToBytes } from '../sound/landmark-print.ts';
import { soundClaim } from '../sound/sound-claim.ts';
import { matchSounds } from '../sound/sound-match.ts';
import { holdsSound, readPeaks } from '../sound/sound-prints.ts';
import type { Fingerprinter, Print } from './define.ts';

const version = 1;

/** A print is the spectral peaks of the sound, see `sound/peaks.ts`. */
export const fingerprinter: Fingerprinter = {
  method: 'landmarks',
  version,
  title: localized('Spectral landmarks', '频谱地标'),
  reference: {
    cite: 'After Wang, An industrial-strength audio search algorithm, ISMIR 2003; peaks on a scale of pitch, so that changes of speed and pitch are shifts; thresholds from the bench of this program',
    limits: [
      localized(
        'Survives noise, telephone band, rooms, speed within 6 %, tempo within 12 % and pitch within 1⅓ semitones, one of the three at a time. At least about eight seconds in common are needed.',
        '可承受噪声、电话频带、房间混响，以及 6 % 以内的变速、12 % 以内的变速不变调、1⅓ 个半音以内的变调（三者之一）。共同部分至少需约八秒。',
      ),
      localized(
        'The same loop, sample, jingle or synthetic voice saying the same words agrees in two works without either being copied from the other.',
        '相同的循环乐段、采样、片头音乐或念出同样文字的合成语音，会在两部作品中吻合，并不表示一方抄自另一方。',
      ),
      localized(
        'Rooms were simulated in the bench; it says nothing of real takes from a loudspeaker to a telephone.',
        '基准测试中的房间为模拟；不代表扬声器到手机的真实翻录结果。',
      ),
    ],
  },
  appliesTo: holdsSound,
  async print({ path, media, context }) {
    const read = await readPeaks({ path, media, context });
    if (!read.ok) return read;
    const bytes = peaksToBytes(read.frames, read.peaks);
    const print: Print = { method: 'landmarks', variant: 'whole', version, quality: null, bytes };
    return { ok: true, prints: [print], warnings: read.warnings };
  },
  text: ({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url'),
  indexed: () => null,
  queried: () => null,
  compare(suspect, known, searched) {
    const [one, other] = [usable(suspect), usable(known)];
    if (one === null || other === null) return null;
    const match = matchSounds(one, constellationOf(other));
    return match === null ? null : soundClaim(match.best, searched);
  },
};

function usable(prints: readonly Print[]): Uint32Array | null {
  const print = prints.find((one) => one.method === 'landmarks' && one.version === version);
  return print === undefined ? null : (peaksFromBytes(print.bytes)?.peaks ?? null);
}
