/**
 * How often marked shadows are called inconsistent: pillars at random places under a random sun, drawn with errors of
 * a known size, untouched or with one pillar whose sun stands elsewhere. `node test/bench/geometry.ts [scenes]`
 */
import { SeededNoise } from '#core/mark/attacks/tools/noise.ts';
import { evaluateGeometry } from '#core/pixels/geometry/evaluate.ts';
import { Geometry, type PicturePoint } from '#shared/domain/geometry.ts';
import { around, pinhole, shadowOf, unit, type Vector } from '../support/projected-scene.ts';

const size = { width: 4000, height: 3000 };
const camera = pinhole({ ...size, focal: 3600, at: [0, -12, 3], towards: [0, 0, 1] });
const stated = 4;

function sunAt(azimuth: number, elevation: number): Vector {
  return unit([
    Math.cos(azimuth) * Math.cos(elevation),
    Math.sin(azimuth) * Math.cos(elevation),
    Math.sin(elevation),
  ]);
}

interface Trial {
  readonly pillars: number;
  /** Largest true error of a drawn point, pixels. */
  readonly error: number;
  /** Degrees between the azimuths of the two suns; 0: nothing was pasted. */
  readonly turned: number;
}

function answerOf({ pillars, error, turned }: Trial, noise: SeededNoise): { answer: string; named: boolean } {
  const azimuth = noise.between(0, 2 * Math.PI);
  const elevation = noise.between(0.35, 1.1);
  const sign = noise.uniform() < 0.5 ? -1 : 1;
  const moved = ({ x, y }: PicturePoint) => {
    const length = error * Math.sqrt(noise.uniform());
    const angle = noise.between(0, 2 * Math.PI);
    return { x: x + length * Math.cos(angle), y: y + length * Math.sin(angle) };
  };
  const marks = Array.from({ length: pillars }, (_, index) => {
    const top: Vector = [noise.between(-4, 4), noise.between(-2, 8), noise.between(1, 2.2)];
    const sun = sunAt(azimuth + (index === 0 ? (sign * turned * Math.PI) / 180 : 0), elevation);
    const from = camera.pixel(shadowOf(top, sun, 0));
    const to = around(from, camera.pixel(top), 15).map(moved);
    return { id: `m${index}`, kind: 'cast', from: moved(from), to };
  });
  const geometry = Geometry.parse({ uncertainty: stated, groups: [{ id: 'sun', kind: 'light', marks }] });
  const group = evaluateGeometry(geometry, size.width, size.height).groups[0]!;
  return { answer: group.answer, named: group.remedies.some((set) => set.length === 1 && set[0] === 'm0') };
}

const scenes = Number(process.argv[2] ?? 1000);
const header = ['pillars', 'true error', 'turned', 'inconsistent', 'undetermined', 'named'];
console.log(`| ${header.join(' | ')} |\n|${'---|'.repeat(6)}`);
for (const pillars of [4, 6, 10]) {
  for (const [error, turned] of [
    [stated, 0],
    [2 * stated, 0],
    [4 * stated, 0],
    [stated, 5],
    [stated, 10],
    [stated, 20],
    [stated, 45],
    [stated, 90],
    [stated, 180],
  ] as const) {
    const noise = new SeededNoise(1);
    const counts = { inconsistent: 0, undetermined: 0, consistent: 0, named: 0 };
    for (let scene = 0; scene < scenes; scene += 1) {
      const { answer, named } = answerOf({ pillars, error, turned }, noise);
      counts[answer as 'inconsistent'] += 1;
      if (named) counts.named += 1;
    }
    const part = (count: number) => `${((100 * count) / scenes).toFixed(1)} %`;
    console.log(
      `| ${pillars} | ${error} px | ${turned}° | ${part(counts.inconsistent)} | ${part(counts.undetermined)} | ${part(counts.named)} |`,
    );
  }
}
