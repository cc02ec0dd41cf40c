import { readFile } from 'node:fs/promises';
import { adapters } from './adapters.ts';
import type { Trial } from './trials.ts';

/** What a run was made of. */
export interface Heading {
  readonly half: string;
  readonly corpus: string;
  readonly seed: number;
  readonly megapixels: number;
  readonly photographs: readonly string[];
  /** Begins the SHA-256 of all files made; one for each run that was joined. */
  readonly files: readonly string[];
}

export interface Run {
  readonly heading: Heading;
  readonly trials: readonly Trial[];
}

/** The heading, then one trial a line, as JSON. */
export function trialLines({ heading, trials }: Run): string {
  const lines = trials.map(({ adapter: { id, reading: way }, ...rest }) =>
    JSON.stringify({ id, way, ...rest, reading: rest.reading && { ...rest.reading, regions: null } }),
  );
  return `${[JSON.stringify(heading), ...lines].join('\n')}\n`;
}

/** Runs of different methods on the same photographs, as one. */
export async function joinedRuns(paths: readonly string[]): Promise<Run> {
  const runs = await Promise.all(paths.map(readRun));
  const [first] = runs;
  if (first === undefined) throw new Error('--join: no file');
  const same = ({ files: _, ...rest }: Heading): string => JSON.stringify(rest);
  if (runs.some(({ heading }) => same(heading) !== same(first.heading)))
    throw new Error('--join: runs of other photographs or settings');
  return {
    heading: { ...first.heading, files: runs.flatMap(({ heading }) => heading.files) },
    trials: runs.flatMap(({ trials }) => trials),
  };
}

async function readRun(path: string): Promise<Run> {
  const [head, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const trials = lines.map((line): Trial => {
    const { id, way, ...rest } = JSON.parse(line) as Omit<Trial, 'adapter'> & { id: string; way?: string };
    const adapter = adapters.find((one) => one.id === id && one.reading === way);
    if (adapter === undefined) throw new Error(`${path}: no adapter ${id} ${way ?? ''}`);
    return { ...rest, adapter };
  });
  return { heading: JSON.parse(head!) as Heading, trials };
}
