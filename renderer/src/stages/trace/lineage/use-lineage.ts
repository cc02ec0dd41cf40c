import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import type { Job } from '#shared/contract/events.ts';
import type { EdgeState, Lineage, LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { calls } from '../../../bridge/bridge.ts';
import { rememberJob } from '../../../state/activity.ts';
import { useWords } from '../../../state/text.ts';
import { shortName, shownLineage, sureness } from './lineage-view.ts';

/** The lineages of a case, and the one on screen. */
export function useLineages(caseId: string, opened: string | null) {
  const list = useQuery(calls.lineage.list.queryOptions({ input: { caseId } }));
  const shown = shownLineage(list.data ?? [], opened);
  const input = shown === null ? skipToken : { caseId, lineage: shown.id };
  const answer = useQuery(calls.lineage.get.queryOptions({ input }));
  return {
    list: list.data,
    shown,
    lineage: answer.data ?? null,
    loading: list.isPending || (shown !== null && answer.isPending),
    error: list.error ?? answer.error,
    again: () => {
      void list.refetch();
      if (shown !== null) void answer.refetch();
    },
  };
}

/** Relate exhibits; what is opened then is the newest. */
export function useRelate(onStarted: () => void) {
  return useMutation(
    calls.lineage.run.mutationOptions({
      onSuccess: (started) => {
        rememberJob(started);
        onStarted();
      },
    }),
  );
}

/** The relating of this case that ended last, when this host still knows it. */
export function useEndedRelating(caseId: string): Job | undefined {
  const jobs = useQuery(calls.job.list.queryOptions());
  return jobs.data?.findLast(
    (job) => job.kind === 'lineage' && job.caseId === caseId && job.state !== 'running',
  );
}

/** Their state says it all. */
const stepless: ReadonlySet<EdgeState> = new Set(['missing-parent', 'same-content']);

/** The words of a graph's parts, the same in drawing, table and details. */
export function useLineageWords({ nodes }: Pick<Lineage, 'nodes'>) {
  const { text, pick, number } = useWords();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nodeName = ({ sha256, number: exhibit, name }: LineageNode): string =>
    sha256 === null ? text('lineage.missing') : exhibit === null ? name : `${exhibit} · ${name}`;
  const percent = (share: number): string => `${number(Math.round(100 * share))} %`;
  /** `probably derived · 87 %`. */
  const state = (edge: LineageEdge): string => {
    const share = sureness(edge);
    const said = text(`lineage.state.${edge.state}`);
    return share === null ? said : `${said} · ${percent(share)}`;
  };
  /** What was done. Of a link without a direction it is told from one end, and says from which. */
  const step = (edge: LineageEdge): string => {
    const from = byId.get(edge.from);
    const words = pick(edge.summary);
    return edge.state !== 'same-source' || from === undefined
      ? words
      : text('lineage.read', { from: shortName(from), step: words });
  };
  return {
    nodeName,
    percent,
    nameOf: (id: string): string => {
      const node = byId.get(id);
      return node === undefined ? id : nodeName(node);
    },
    state,
    step,
    /** State and step in one line, the step only where it says more. */
    line: (edge: LineageEdge): string =>
      stepless.has(edge.state) ? state(edge) : `${state(edge)} · ${step(edge)}`,
    stepOf: (edge: LineageEdge): string => (stepless.has(edge.state) ? '' : step(edge)),
    /** Both ends with the arrow that is said, or none. */
    ends: (from: string, to: string, directed: boolean): string => `${from} ${directed ? '→' : '–'} ${to}`,
  };
}
