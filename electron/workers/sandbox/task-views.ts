import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { roomOf } from '#core/analysis/cell.ts';
import { emptyView, type WorkerView } from './view.ts';

/**
 * Which files each task is given, read from its input. Only fields that name files are looked at: a report or a label
 * may hold any text a stranger wrote, also one that looks like a path. A task that is missing here sees no file at all.
 */
const views: Readonly<Record<string, (input: unknown) => WorkerView>> = {
  analysis(input) {
    const { evidence, scratch, artifacts } = AnalysisFiles.parse(input);
    return view([evidence.path, evidence.companion], [scratch, artifacts]);
  },
  identify: reads,
  'content-hash': reads,
  preview: inFolder,
  pyramid: inFolder,
  'label-plan': reads,
  'label-write'(input) {
    const { order, drafts } = LabelFiles.parse(input);
    const recording = order.audible?.recording ?? null;
    return large([order.source, ...sidecars(order.source), recording], [dirname(drafts.file)]);
  },
  'label-check': reads,
  'mark-plan': reads,
  'mark-write'(input) {
    const { source, target } = z.object({ source: z.string(), target: z.string() }).parse(input);
    return large([source], [dirname(target)]);
  },
  'mark-check'(input) {
    const { path, before } = z.object({ path: z.string(), before: z.string() }).parse(input);
    return view([path, before], []);
  },
  'mark-fingerprint': reads,
  'mark-model-check': reads,
  'camera-fingerprint'(input) {
    const { paths, out } = z.object({ paths: z.array(z.string()), out: z.string() }).parse(input);
    return view(paths, [dirname(out)]);
  },
  'region-means'(input) {
    const { files } = z.object({ files: Files }).parse(input);
    return view(
      files.map(({ path }) => path),
      [],
    );
  },
  'survival-read': inFolder,
  'survival-attack': inFolder,
  fingerprint(input) {
    const { path, out } = z.object({ path: z.string(), out: z.string() }).parse(input);
    return view([path], [dirname(out)]);
  },
  'fingerprint-match'(input) {
    const { suspect, known } = z.object({ suspect: z.string(), known: Files }).parse(input);
    return view([suspect, ...known.map(({ path }) => path)], []);
  },
  align(input) {
    const { first, second, folder } = Pair.extend({ folder: z.string() }).parse(input);
    return view([first.path, second.path], [dirname(folder)]);
  },
  'lineage-pair'(input) {
    const { first, second } = Pair.parse(input);
    return view([first.path, second.path], []);
  },
  'hash-list'(input) {
    const { folder } = z.object({ folder: z.string() }).parse(input);
    return large([], [folder]);
  },
  'trace-origin': inFolder,
  report(input) {
    const { pictures, resources, output } = ReportFiles.parse(input);
    const shown = pictures.map(({ path }) => path);
    return view([...shown, resources.template, ...resources.fonts], [dirname(output)]);
  },
  'sign-build'(input) {
    const { order, drafts } = z.object({ order: SignOrderFiles, drafts: Drafts }).parse(input);
    const parents = order.ingredients.map(({ path }) => path);
    return large(
      [order.source, ...parents, ...[order.source, ...parents].flatMap(sidecars)],
      [dirname(drafts.file)],
    );
  },
  'sign-seal'(input) {
    const { drafts } = z.object({ drafts: Drafts }).parse(input);
    return large([], [dirname(drafts.file)]);
  },
  'package-timestamps'(input) {
    const { stamped, files } = z.object({ stamped: z.string(), files: Files }).parse(input);
    return view([stamped, ...files.map(({ path }) => path)], []);
  },
  'trust-recognise'(input) {
    return view(z.object({ paths: z.array(z.string()) }).parse(input).paths, []);
  },
  'trust-content'(input) {
    const { files } = z.object({ files: Files }).parse(input);
    return view(
      files.map(({ path }) => path),
      [],
    );
  },
};

/** Tasks whose files are declared. */
export const declaredTasks: readonly string[] = Object.keys(views);

/** The files a task is given; an input that has not the fields of its task gets none and fails in the worker. */
export function viewOfTask(task: string, input: unknown): WorkerView {
  try {
    return Object.hasOwn(views, task) ? views[task]!(input) : emptyView;
  } catch (error) {
    if (error instanceof z.ZodError) return emptyView;
    throw error;
  }
}

const Files = z.array(z.object({ path: z.string() }));
const Pair = z.object({ first: z.object({ path: z.string() }), second: z.object({ path: z.string() }) });
const Drafts = z.object({ file: z.string() });
const SignOrderFiles = z.object({ source: z.string(), ingredients: Files });
const AnalysisFiles = z.object({
  evidence: z.object({ path: z.string(), companion: z.string().nullish() }),
  scratch: z.string(),
  artifacts: z.string(),
});
const LabelFiles = z.object({
  order: z.object({
    source: z.string(),
    audible: z.object({ recording: z.string().optional() }).nullish(),
  }),
  drafts: z.object({ file: z.string() }),
});
const ReportFiles = z.object({
  pictures: Files,
  resources: z.object({ template: z.string(), fonts: z.array(z.string()) }),
  output: z.string(),
});

function reads(input: unknown): WorkerView {
  return view([z.object({ path: z.string() }).parse(input).path], []);
}

/** One file and a folder to write to that may have to be made first. */
function inFolder(input: unknown): WorkerView {
  const { path, folder } = z.object({ path: z.string(), folder: z.string() }).parse(input);
  return view([path], [folder]);
}

/** Credentials that by their name belong to a file (`sidecar-beside.ts` looks for these two). */
function sidecars(source: string): string[] {
  return [`${source}.c2pa`, join(dirname(source), `${basename(source, extname(source))}.c2pa`)];
}

/** Paths of a cell become the two halves of its room, which all cells of one evidence share. */
function view(read: readonly (string | null | undefined)[], write: readonly string[]): WorkerView {
  const files = read.filter((path): path is string => typeof path === 'string' && isAbsolute(path));
  const folders = write.filter((path) => isAbsolute(path));
  const rooms = [...files, ...folders].flatMap((path) => roomOf(path) ?? []);
  const outside = (path: string) => roomOf(path) === null;
  return {
    read: unique([...rooms.map(({ input }) => input), ...files.filter(outside)]),
    write: unique([...rooms.map(({ output }) => output), ...folders.filter(outside)]),
  };
}

function large(read: readonly (string | null)[], write: readonly string[]): WorkerView {
  return { ...view(read, write), large: true };
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
