import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { convolved, impulseResponse, noiseSamples } from '../tools/acoustics.ts';
import { aac, heard, rms, throughSound, written } from '../tools/sound.ts';

/** Programme over the noise of room and microphone, dB. */
const roomNoise = 25;

export const attack = fileAttack({
  id: 'sound.room',
  media: 'audio',
  family: 'capture',
  title: localized('Played in a room and recorded', '室内播放并重录'),
  about: localized(
    'Model: reverberation of .35 s with the ratio of direct to reverberant sound given, small loudspeaker and microphone (180 Hz to 9 kHz), clock 60 ppm off, noise at 25 dB, mono, AAC 64 kbit/s. No real room was used.',
    '模型：混响时间 0.35 秒并给定直达声与混响声之比，小型扬声器与传声器（180 Hz–9 kHz），时钟偏差 60 ppm，25 dB 噪声，单声道，AAC 64 kbit/s。未使用真实房间。',
  ),
  cite: 'Polack, La transmission de l’énergie sonore dans les salles (1988); room model of the project’s reference measurements',
  ladder: fileLadder(
    [12, 6, 3, 0, -6, -12],
    6,
    { id: (ratio) => `db${ratio}`, label: (ratio) => `${String(ratio).replace('-', '−')} dB` },
    async (source, ratio, bench) => {
      const sound = await heard(source, bench);
      if ('reason' in sound) return sound;
      const { rate, channels } = sound;
      const mono = new Float32Array(sound.samples.length / channels);
      for (let at = 0; at < sound.samples.length; at += 1)
        mono[Math.floor(at / channels)]! += sound.samples[at]! / channels;
      const room = { rate, directToReverberant: ratio, decay: 0.35, seed: bench.seed };
      const wet = convolved(mono, impulseResponse(room));
      const gain = rms(wet) / 10 ** (roomNoise / 20);
      const noise = noiseSamples(wet.length, 'pink', bench.seed + 1);
      let peak = 0;
      for (let at = 0; at < wet.length; at += 1) {
        wet[at]! += gain * noise[at]!;
        peak = Math.max(peak, Math.abs(wet[at]!));
      }
      const level = peak > 0.95 ? 0.95 / peak : 1;
      const recorded = { rate, channels: 1, samples: wet.map((value) => value * level) };
      const { path } = await written(recorded, bench, 'room.wav');
      const filter = `highpass=f=180,lowpass=f=9000,asetrate=${Math.round(rate * 1.00006)},aresample=${rate}`;
      return throughSound({ path, media: { format: 'wav' } }, [{ ...aac(64), filter }], bench);
    },
  ),
});
