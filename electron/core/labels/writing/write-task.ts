import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LabelStatement } from '#shared/domain/label.ts';
import type { LabelledFile } from '#shared/domain/labelling.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { identify } from '../../intake/identify.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { findStores } from '../../provenance/carriers/find-stores.ts';
import { sidecarBeside } from '../../provenance/sign/sidecar-beside.ts';
import type { Carrier, Piece, WritePlan } from '../define.ts';
import { carrierOf, readLabels } from '../read-labels.ts';
import { type Composed, composeLabels } from './compose-labels.ts';
import { contentRefusal } from './content-equality.ts';
import { copyPieces, hashCopied } from './copy-pieces.ts';
import { type LabelOrder, orderFault } from './order.ts';
import { checkCopy } from './read-back.ts';
import { renderContent } from './render-content.ts';
import { CheckInput, type CheckOutput, WriteInput, type WriteOutput } from './tasks.ts';
import {
  asReason,
  carriedOver,
  carriesCredential,
  contentChanged,
  credentialBeside,
  extension,
  noCarrier,
  unreadable,
} from './words.ts';
import { writtenEntries } from './written-entry.ts';

/** In a worker: write the labelled copy under its draft name, and read it back. The source is only read. */
export async function writeLabels(raw: unknown, context: TaskContext): Promise<WriteOutput> {
  const { order, drafts } = WriteInput.parse(raw);
  // A second attempt after a crash finds what the first one left.
  for (const path of [drafts.rendered, drafts.file]) await rm(path, { force: true });
  const fault = orderFault(order);
  if (fault !== null) return refusal(asReason('order', fault));
  const media = asNamed(await identify(order.source, basename(order.out)), order.out);
  if (media.extensionFits === false) return refusal(extension(basename(order.out), media.format));
  const carrier = carrierOf(media.format);
  if (order.labels.length > 0 && carrier?.write === undefined) return refusal(noCarrier(media.format));
  const stores = await findStores(order.source, media, { signal: context.signal });
  if ((stores.stores.length > 0 || stores.remote !== null) && !order.sign) return refusal(carriesCredential);
  const before = carrier === undefined ? null : await readLabels(order.source, media, context.signal);
  if (before !== null && !before.complete) return refusal(unreadable(before.warnings));
  const beside = await sidecarBeside(order.source);
  const notes: Localized[] = beside === null ? [] : [credentialBeside(beside)];

  const rendered = await renderContent(order, media, drafts.rendered, context);
  if (!rendered.ok) return refusal(asReason('rendering', rendered.reason));
  notes.push(...rendered.notes);
  const content = rendered.made ? drafts.rendered : order.source;

  const existing = before?.statements ?? [];
  const composed = composeLabels(order, media, carrier, existing);
  if (!composed.ok) return refusal(composed.reason);
  notes.push(...composed.notes);
  const writing = [...composed.composed];
  if (rendered.made && carrier !== undefined) {
    const kept = await lostLabel(content, carrier, existing, writing, context);
    if (kept !== null) {
      writing.push(kept);
      notes.push(carriedOver);
    }
  }
  const written = await writeEntries(content, drafts.file, carrier, writing, context);
  if (!written.ok) return written;
  if (!rendered.made) {
    const other = await contentRefusal(order.source, drafts.file, media, context);
    if (other !== null) return refusal(asReason(contentChanged.code, contentChanged.text, other));
  }

  const promised = {
    entries: written.plan === null ? [] : entriesOf(writing, written.plan),
    others: existing
      .filter(({ standard }) => !writing.some((one) => one.standard === standard))
      .map(({ standard, key, raw: value }) => ({ standard, key, raw: value })),
  };
  const checked = await checkCopy(drafts.file, media, promised, context);
  if (!checked.ok) return refusal(checked.reason);
  context.progress(1);
  return {
    ok: true,
    changes: [...changesBetween(existing, checked.statements, writing), ...drawnChanges(order)],
    rest: rendered.made ? 'rendered' : written.rest,
    readBack: [...checked.readBack],
    notes,
    promised,
  };
}

/**
 * Markdown without front matter is plain text to every reader of bytes. Who asks for a copy by a name of Markdown says
 * what it is, and the label's own front matter will show it.
 */
function asNamed(media: Media, out: string): Media {
  const markdown = media.format === 'text' && /\.(?:md|markdown)$/i.test(out);
  return markdown ? { ...media, format: 'markdown' } : media;
}

/** In a worker: a labelled draft was signed; what was promised of it must still be there. */
export async function checkLabels(raw: unknown, context: TaskContext): Promise<CheckOutput> {
  const { path, promised } = CheckInput.parse(raw);
  const media = await identify(path, null);
  const checked = await checkCopy(path, media, promised, context);
  return checked.ok ? { ok: true, readBack: [...checked.readBack] } : refusal(checked.reason);
}

type WrittenFile =
  | { readonly ok: true; readonly plan: WritePlan | null; readonly rest: LabelledFile['rest'] }
  | Extract<WriteOutput, { ok: false }>;

/** Put the entries into a copy of `content`, and compare what was to stay byte by byte. */
async function writeEntries(
  content: string,
  target: string,
  carrier: Carrier | undefined,
  composed: readonly Composed[],
  context: TaskContext,
): Promise<WrittenFile> {
  const { signal } = context;
  if (composed.length === 0) {
    await rename(content, target);
    return { ok: true, plan: null, rest: 'rendered' };
  }
  if (carrier?.write === undefined)
    throw new Error('entries were composed for a container that is only read');
  const reader = new ByteReader(content);
  let answer: ReturnType<NonNullable<Carrier['write']>>;
  try {
    answer = carrier.write(
      reader,
      composed.flatMap(({ entries }) => entries),
      signal,
    );
  } finally {
    reader.close();
  }
  if (!answer.ok) return refusal(asReason('carrier', answer.reason));
  const { pieces } = answer.plan;
  const copied = await copyPieces(content, pieces, target, {
    signal,
    onProgress: (fraction) => context.progress(0.5 + fraction * 0.3),
  });
  if ((await hashCopied(target, pieces, { signal })) !== copied.sourceSha256) return refusal(contentChanged);
  return { ok: true, plan: answer.plan, rest: restOf(pieces) };
}

/** A plan without a stretch of the source packs everything anew; that its content is equal is shown elsewhere. */
function restOf(pieces: readonly Piece[]): LabelledFile['rest'] {
  return pieces.some(({ from }) => from === 'source') ? 'bytes' : 'decoded';
}

/** Packing content anew may drop a label the file held: then it is written again as it was, word for word. */
async function lostLabel(
  content: string,
  carrier: Carrier,
  existing: readonly LabelStatement[],
  composed: readonly Composed[],
  { signal }: TaskContext,
): Promise<Composed | null> {
  const standard = 'gb45438-aigc';
  const held = existing.find((statement) => statement.standard === standard && statement.kind === 'label');
  if (held === undefined || composed.some((one) => one.standard === standard)) return null;
  if (carrier.writes?.includes('text') !== true) return null;
  const media: Media = await identify(content, null);
  const now = await readLabels(content, media, signal);
  if (now.statements.some((statement) => statement.standard === standard)) return null;
  return { standard, entries: [{ kind: 'text', key: 'AIGC', value: held.raw }] };
}

function entriesOf(composed: readonly Composed[], plan: WritePlan) {
  let at = 0;
  return composed.flatMap(({ standard, entries }) =>
    entries.flatMap((entry) => writtenEntries(standard, entry, plan.places[at++] ?? '')),
  );
}

function changesBetween(
  before: readonly LabelStatement[],
  after: readonly LabelStatement[],
  composed: readonly Composed[],
): LabelledFile['changes'] {
  return composed.flatMap(({ standard }) => {
    const [old, now] = [before, after].map((all) => all.find((one) => one.standard === standard));
    return (now?.fields ?? []).flatMap(({ name, value }) => {
      const earlier = old?.fields.find((field) => field.name === name)?.value ?? null;
      return earlier === value ? [] : [{ standard, place: now!.place, name, before: earlier, after: value }];
    });
  });
}

/** Labels for people have no fields: what was put where. */
function drawnChanges({ visible, audible, written }: LabelOrder): LabelledFile['changes'] {
  const change = (standard: string, place: string, after: string) => ({
    standard,
    place,
    name: 'text',
    before: null,
    after,
  });
  return [
    ...(visible === null ? [] : [change('visible', visible.position, visible.text)]),
    ...(audible === null
      ? []
      : [
          change(
            'audible',
            audible.place,
            audible.kind === 'rhythm' ? '· – · ·' : basename(audible.recording),
          ),
        ]),
    ...(written === null ? [] : [change('written', written.place, written.text)]),
  ];
}

function refusal(reason: Extract<WriteOutput, { ok: false }>['reason']) {
  return { ok: false, reason } as const;
}
