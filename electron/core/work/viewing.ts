import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TileSource } from '#shared/contract/contract.ts';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { type Evidence, Sha256 } from '#shared/domain/evidence.ts';
import { Reason } from '#shared/domain/run.ts';
import { createCell, evidenceMissing } from '../analysis/cell.ts';
import type { CaseStore } from '../case/store.ts';
import { defaultLimits } from '../media/limits.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import { damageOf } from './evidence-check.ts';

const Picture = z.object({
  mime: z.enum(['image/webp', 'image/jpeg', 'image/png']),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  sha256: Sha256,
});

/** A small picture in the cache. */
export type KeptPicture = z.infer<typeof Picture> & { readonly path: string };

/** `pyramid.json` beside the tiles; see `media/tiles.ts`. */
const Pyramid = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  tileSize: z.number().int().positive(),
  levels: z.number().int().positive(),
  format: z.literal('png'),
  orientation: z.number().int().min(1).max(8),
  conversion: z.enum(['none', 'high-byte', 'to-srgb']),
  profile: z.boolean(),
  warnings: z.array(z.string()),
});
type Pyramid = z.infer<typeof Pyramid>;

/** A task that may find the file cannot be shown answers with the reason instead. */
function attempted<T>(value: z.ZodType<T>) {
  return z.union([
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), reason: Reason }),
  ]);
}

/** Longest side of the pictures in lists, and of the first picture in the viewer, in pixels. */
const thumbnailSide = 192;
const overviewSide = 1024;
const pictured = new Set<string>(['image', 'video', 'audio']);

export interface Viewing {
  thumbnail(store: CaseStore, evidence: Evidence): Promise<KeptPicture | null>;
  overview(store: CaseStore, evidence: Evidence): Promise<KeptPicture | null>;
  tiles(
    store: CaseStore,
    caseId: string,
    evidence: Evidence,
    signal?: AbortSignal,
  ): Promise<Result<TileSource>>;
  tilePath(store: CaseStore, evidence: Evidence, level: number, name: string): string;
}

/**
 * Pictures for the screen, made in workers on demand and kept in the case's `cache/` folder, which may be
 * deleted at any time. Several requests for the same picture share one task.
 */
export function createViewing(ports: Ports): Viewing {
  const running = new Map<string, Promise<unknown>>();

  function once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = running.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const made = make().finally(() => running.delete(key));
    running.set(key, made);
    return made;
  }

  function folderOf(store: CaseStore, evidence: Evidence): string {
    const root = store.readOnly
      ? join(ports.paths.temporary, 'cache', store.info().id)
      : join(store.folder.directory, 'cache');
    return join(root, evidence.sha256);
  }

  /** Run a picture task in a private cell; on success `keep` moves what it wrote out of the cell. */
  async function inCell<T>(
    store: CaseStore,
    evidence: Evidence,
    task: string,
    input: object,
    schema: z.ZodType<T>,
    keep: (out: string, value: T) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<Result<T>> {
    const work = store.readOnly ? join(ports.paths.temporary, 'work') : store.folder.work;
    const cell = await createCell(work, ports.id(), store.evidencePath(evidence.sha256));
    if (cell === null) return fail('input-output', evidenceMissing, evidence.sha256);
    try {
      const answer = await ports.workers.run(
        task,
        { ...input, path: cell.evidence, media: evidence.media, folder: cell.artifacts },
        attempted(schema),
        {
          priority: 'interactive',
          limits: defaultLimits,
          affinity: evidence.sha256,
          ...(signal === undefined ? {} : { signal }),
        },
      );
      if (!answer.ok) return problem('not-viewable', answer.failure.message);
      if (!answer.value.ok) return fail('not-viewable', answer.value.reason.text, answer.value.reason.detail);
      await keep(cell.artifacts, answer.value.value);
      return succeed(answer.value.value);
    } finally {
      await cell.remove();
    }
  }

  async function picture(
    store: CaseStore,
    evidence: Evidence,
    name: string,
    side: number,
  ): Promise<KeptPicture | null> {
    if (!pictured.has(evidence.media.kind)) return null;
    const folder = folderOf(store, evidence);
    const path = join(folder, name);
    const description = `${path}.json`;
    if (await exists(description))
      return { path, ...Picture.parse(JSON.parse(await readFile(description, 'utf8'))) };
    return once(path, async () => {
      const made = await inCell(
        store,
        evidence,
        'preview',
        { maxSide: side, name },
        Picture,
        async (out, value) => {
          await mkdir(folder, { recursive: true });
          await rename(join(out, name), path);
          await writeFile(description, JSON.stringify(value));
        },
      );
      if (made.ok) return { path, ...made.value };
      ports.log('info', 'no picture', { evidence: evidence.sha256, detail: made.problem.detail });
      return null;
    });
  }

  async function pyramid(
    store: CaseStore,
    evidence: Evidence,
    signal?: AbortSignal,
  ): Promise<Result<Pyramid>> {
    const folder = folderOf(store, evidence);
    const target = join(folder, 'tiles');
    const description = join(target, 'pyramid.json');
    if (await exists(description))
      return succeed(Pyramid.parse(JSON.parse(await readFile(description, 'utf8'))));
    return once(target, () =>
      inCell(
        store,
        evidence,
        'pyramid',
        {},
        Pyramid,
        async (out) => {
          await mkdir(folder, { recursive: true });
          await rm(target, { recursive: true, force: true });
          await rename(join(out, 'tiles'), target);
        },
        signal,
      ),
    );
  }

  return {
    thumbnail: (store, evidence) => picture(store, evidence, 'thumbnail', thumbnailSide),
    overview: (store, evidence) => picture(store, evidence, 'overview', overviewSide),
    async tiles(store, caseId, evidence, signal) {
      if (evidence.media.kind !== 'image') return problem('not-viewable', evidence.media.format);
      const damage = await damageOf(store, evidence, { signal });
      if (damage !== null) return fail('case-damaged', damage, evidence.sha256);
      const made = await pyramid(store, evidence, signal);
      if (!made.ok) return made;
      const { width, height, tileSize, levels, format, orientation } = made.value;
      const base = `/media/${caseId}/tiles/${evidence.sha256}`;
      const overview = `/media/${caseId}/overview/${evidence.sha256}`;
      return succeed({
        width,
        height,
        tileSize,
        levels,
        format,
        orientation,
        base,
        overview,
        conversion: made.value.conversion,
        profile: made.value.profile,
        warnings: made.value.warnings,
      });
    },
    tilePath: (store, evidence, level, name) =>
      join(folderOf(store, evidence), 'tiles', 'levels', String(level), name),
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
