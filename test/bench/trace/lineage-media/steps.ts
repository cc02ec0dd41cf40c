/** A step from one file to a copy of it, as arguments of ffmpeg between input and output. */
export interface MediaStep {
  readonly name: string;
  readonly extension: string;
  /** How often it is drawn. */
  readonly share: number;
  readonly args: (next: () => number) => readonly string[];
}

const between = (next: () => number, from: number, to: number): number => from + (to - from) * next();
const oneOf = <T>(next: () => number, list: readonly T[]): T => list[Math.floor(next() * list.length)]!;

const aac = ['-c:a', 'aac', '-b:a'];

/** A room: early reflections and a tail, the microphone's band. */
const room = 'aecho=0.8:0.7:17|29|41|67|97:0.35|0.3|0.25|0.2|0.12,highpass=f=110,lowpass=f=7500,volume=0.8';

export const soundSteps: readonly MediaStep[] = [
  {
    name: 'aac',
    extension: 'm4a',
    share: 3,
    args: (next) => [...aac, oneOf(next, ['128k', '96k', '64k', '48k'])],
  },
  {
    name: 'aac at 44.1 kHz',
    extension: 'm4a',
    share: 2,
    args: (next) => ['-ar', '44100', ...aac, oneOf(next, ['128k', '96k', '64k'])],
  },
  {
    name: 'mp3',
    extension: 'mp3',
    share: 3,
    args: (next) => ['-c:a', 'libmp3lame', '-b:a', oneOf(next, ['128k', '96k', '64k'])],
  },
  {
    name: 'opus',
    extension: 'ogg',
    share: 2,
    args: (next) => ['-c:a', 'libopus', '-b:a', oneOf(next, ['64k', '32k', '24k'])],
  },
  { name: 'unpacked', extension: 'wav', share: 1, args: () => ['-ar', '48000', '-c:a', 'pcm_s16le'] },
  {
    name: 'quieter, unpacked',
    extension: 'flac',
    share: 1,
    args: (next) => ['-af', `volume=${between(next, 0.4, 0.8).toFixed(2)}`, '-c:a', 'flac'],
  },
  {
    name: 'clip',
    extension: 'm4a',
    share: 1.5,
    args: (next) => ['-ss', between(next, 1, 5).toFixed(1), '-t', '18', ...aac, '96k'],
  },
  { name: 'mono', extension: 'mp3', share: 1, args: () => ['-ac', '1', '-c:a', 'libmp3lame', '-b:a', '64k'] },
  {
    name: 'telephone',
    extension: 'wav',
    share: 1,
    args: () => ['-af', 'highpass=f=300,lowpass=f=3400', '-ac', '1', '-ar', '8000', '-c:a', 'pcm_mulaw'],
  },
  {
    name: 'room',
    extension: 'mp3',
    share: 1.5,
    args: () => ['-af', room, '-c:a', 'libmp3lame', '-b:a', '96k'],
  },
  {
    name: 'noise',
    extension: 'm4a',
    share: 1,
    args: (next) => [
      '-filter_complex',
      `anoisesrc=d=40:c=pink:a=${between(next, 0.01, 0.03).toFixed(3)}:r=48000:seed=7[n];[0:a][n]amix=inputs=2:duration=first:normalize=0`,
      ...[...aac, '96k'],
    ],
  },
];

const h264 = (crf: number): string[] => [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', crf.toFixed(0), '-pix_fmt', 'yuv420p'],
];
const scaled = (factor: number): string =>
  `scale=trunc(iw*${factor.toFixed(3)}/2)*2:trunc(ih*${factor.toFixed(3)}/2)*2`;
const platform = [...aac, '96k'];

export const filmSteps: readonly MediaStep[] = [
  {
    name: 'saved again',
    extension: 'mp4',
    share: 3,
    args: (next) => [...h264(between(next, 25, 33)), ...platform],
  },
  {
    name: 'reduced',
    extension: 'mp4',
    share: 3,
    args: (next) => ['-vf', scaled(between(next, 0.5, 0.85)), ...h264(between(next, 25, 31)), ...platform],
  },
  {
    name: 'enlarged',
    extension: 'mp4',
    share: 1,
    args: (next) => ['-vf', scaled(between(next, 1.3, 1.8)), ...h264(between(next, 24, 30)), ...platform],
  },
  {
    name: 'cropped',
    extension: 'mp4',
    share: 2,
    args: (next) => {
      const [wide, high] = [between(next, 0.75, 0.92), between(next, 0.75, 0.92)];
      const crop = `crop=trunc(iw*${wide.toFixed(3)}/2)*2:trunc(ih*${high.toFixed(3)}/2)*2`;
      return ['-vf', crop, ...h264(between(next, 24, 29)), ...platform];
    },
  },
  {
    name: 'bars',
    extension: 'mp4',
    share: 2,
    args: (next) => [
      ...[
        '-vf',
        oneOf(next, ['pad=iw:trunc(ih*0.7)*2:0:(oh-ih)/2', 'pad=trunc(iw*0.8)*2:ih:(ow-iw)/2:0:0x101014']),
      ],
      ...[...h264(between(next, 24, 30)), ...platform],
    ],
  },
  {
    name: 'logo',
    extension: 'mp4',
    share: 1.5,
    args: (next) => [
      ...[
        '-vf',
        `drawbox=x=iw*${between(next, 0.05, 0.6).toFixed(2)}:y=ih*0.06:w=iw/5:h=ih/12:c=yellow:t=fill`,
      ],
      ...[...h264(between(next, 24, 29)), ...platform],
    ],
  },
  {
    name: 'fewer frames',
    extension: 'mp4',
    share: 1.5,
    args: (next) => ['-r', oneOf(next, ['15', '20', '12']), ...h264(between(next, 24, 29)), ...platform],
  },
  { name: 'silent', extension: 'mp4', share: 1, args: (next) => ['-an', ...h264(between(next, 25, 30))] },
  {
    name: 'clip',
    extension: 'mp4',
    share: 1.5,
    args: (next) => [
      ...['-ss', between(next, 0.5, 2).toFixed(2)],
      ...h264(between(next, 24, 29)),
      ...platform,
    ],
  },
  {
    name: 'screen recording',
    extension: 'mp4',
    share: 1,
    args: (next) => [
      ...['-ss', '0.8', '-vf', 'scale=720:-2,pad=720:1280:0:(oh-ih)/2:0x101014', '-r', '30'],
      ...[...h264(between(next, 26, 31)), ...platform],
    ],
  },
];

export function stepOf(steps: readonly MediaStep[], next: () => number): MediaStep {
  let left = next() * steps.reduce((sum, { share }) => sum + share, 0);
  for (const step of steps) {
    left -= step.share;
    if (left < 0) return step;
  }
  return steps[0]!;
}
