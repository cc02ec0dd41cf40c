import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CertificateFacts } from '#shared/domain/certificate.ts';
import {
  ConformingProduct,
  DenyEntry,
  TrustChoice,
  TrustFile,
  TrustKind,
  TrustLine,
} from '#shared/domain/trust.ts';
import { sha256Of } from './digest.ts';
import { editionFolders } from './editions-folder.ts';
import { gatherFiles } from './gather.ts';
import { readContent } from './list-content.ts';
import { type Recognition, recogniseLists } from './recognise.ts';

/** What workers do for the management of lists: read files that strangers wrote. */

export const RecogniseInput = z.object({
  paths: z.array(z.string()).max(1000),
  choice: TrustChoice,
  /** A folder of lists is read in place: editions that were imported into it are not met again. */
  inPlace: z.boolean(),
  now: z.iso.datetime(),
});

/** Task `trust-recognise`: which lists are in these files and folders? */
export async function recogniseTask(input: unknown): Promise<Recognition> {
  const { paths, choice, inPlace, now } = RecogniseInput.parse(input);
  const gathering = await gatherFiles(paths, inPlace ? editionFolders : undefined);
  const { lists, refused, ignored } = recogniseLists(gathering, choice, new Date(now));
  return {
    candidates: lists.map(({ candidate }) => candidate),
    refused: [...refused],
    ignored: [...ignored],
  };
}

export const ContentInput = z.object({
  kind: TrustKind,
  files: z.array(TrustFile.extend({ path: z.string() })).max(10),
  now: z.iso.datetime(),
});

/** All that is in a list, for its pages on the screen. `fault`: why it cannot be read. */
export const ListPages = z.object({
  fault: z.string().nullable(),
  certificates: z.array(CertificateFacts),
  products: z.array(ConformingProduct),
  denials: z.array(DenyEntry),
  lines: z.array(TrustLine),
});
export type ListPages = z.infer<typeof ListPages>;

export const noPages: ListPages = { fault: null, certificates: [], products: [], denials: [], lines: [] };

/** Task `trust-content`: the pages of a list whose kind is known. */
export async function contentTask(input: unknown): Promise<ListPages> {
  const { kind, files, now } = ContentInput.parse(input);
  const read = await Promise.all(files.map(async (file) => ({ ...file, bytes: await readFile(file.path) })));
  const changed = read.find((file) => sha256Of(file.bytes) !== file.sha256);
  if (changed !== undefined) return { ...noPages, fault: `${changed.name}: changed since it was imported` };
  const reading = readContent(kind, read, new Date(now));
  if (!reading.ok) return { ...noPages, fault: reading.refusal.message.en };
  const { anchors, allowed, products, denials, lines } = reading.content;
  return {
    fault: null,
    certificates: [...anchors, ...allowed].map((one) => one.facts),
    products: [...products],
    denials: [...denials],
    lines: [...lines],
  };
}
