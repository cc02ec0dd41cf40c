import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Evidence, Sha256 } from '#shared/domain/evidence.ts';
import { calls } from '../../bridge/bridge.ts';
import { type ColorMapName, defaultColorMap } from '../../figures/color-maps.ts';
import { HeatmapTools } from '../../figures/heatmap-scale.tsx';
import { useWords } from '../../state/text.ts';
import { MenuButton } from '../../ui/menu.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { overlayRequest, type ViewerOverlay } from '../../viewer/image-viewer.tsx';
import { letterOf, type Picture } from '../../viewer/picture.ts';
import { Viewer } from '../../viewer/viewer.tsx';
import { useCover } from '../examine/covered.tsx';
import { latest } from './use-compared.ts';

export interface PicturesComparedProps {
  readonly caseId: string;
  readonly exhibits: readonly Evidence[];
}

/** Run and figure laid over an exhibit, by the exhibit's hash. */
type Choices = Readonly<Record<string, { readonly run: string; readonly figure: string } | undefined>>;

/** The exhibits that can be shown as pictures, under one viewport. */
export function PicturesCompared({ caseId, exhibits }: PicturesComparedProps) {
  const { text } = useWords();
  const [choices, setChoices] = useState<Choices>({});
  // The pictures may be seen; what a method drew on them may not while it is covered.
  const cover = useCover(caseId);
  const open = exhibits.filter(({ sha256 }) => cover(sha256) === false);
  const [colors, setColors] = useState<ColorMapName | null>(null);
  const tiles = useQueries({
    queries: exhibits.map(({ sha256 }) => ({
      ...calls.evidence.tiles.queryOptions({ input: { caseId, evidence: sha256 } }),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
    combine: (answers) => answers.map(({ data, isError }) => ({ data, isError })),
  });
  const chosen = Object.fromEntries(open.map(({ sha256 }) => [sha256, choices[sha256]]));
  const overlays = useOverlays(caseId, exhibits, chosen);
  const pictures = useMemo(
    () =>
      exhibits.flatMap((exhibit, index): readonly Picture[] => {
        const source = tiles[index]?.data;
        if (source === undefined) return [];
        const { sha256, number, name } = exhibit;
        const overlay = overlayRequest(caseId, overlays[index] ?? null, colors);
        return [{ key: sha256, number, name, source, overlay }];
      }),
    [exhibits, tiles, overlays, colors, caseId],
  );

  const missing = exhibits.flatMap((_, index) => (tiles[index]?.isError ? [letterOf(index)] : []));
  const waiting = tiles.some(({ data, isError }) => data === undefined && !isError);
  const heatmap = overlays.find((overlay) => overlay?.figure.kind === 'heatmap')?.figure;
  if (waiting) return <EmptyState>{text('viewer.preparing')}</EmptyState>;
  return (
    <>
      {missing.length > 0 && (
        <Notice kind="caution" title={text('compare.no-picture', { letters: missing.join(', ') })} />
      )}
      {pictures.length > 0 && (
        <Viewer
          pictures={pictures}
          tools={
            <>
              {heatmap?.kind === 'heatmap' && (
                <HeatmapTools
                  scale={heatmap.scale}
                  colors={colors ?? defaultColorMap(heatmap.scale.diverging)}
                  onColors={setColors}
                />
              )}
              <OverlayMenu
                caseId={caseId}
                exhibits={exhibits}
                cover={cover}
                choices={choices}
                onChange={setChoices}
              />
            </>
          }
        />
      )}
    </>
  );
}

/** The chosen figures, once their runs are here. */
function useOverlays(
  caseId: string,
  exhibits: readonly Evidence[],
  choices: Choices,
): readonly (ViewerOverlay | null)[] {
  return useQueries({
    queries: exhibits.map(({ sha256 }) => ({
      ...calls.examine.run.queryOptions({ input: { caseId, run: choices[sha256]?.run ?? '' } }),
      enabled: choices[sha256] !== undefined,
    })),
    combine: (answers) =>
      answers.map((answer, index): ViewerOverlay | null => {
        const choice = choices[exhibits[index]?.sha256 ?? ''];
        const figure = answer.data?.figures.find((one) => one.id === choice?.figure);
        return choice === undefined || figure === undefined ? null : { run: choice.run, figure };
      }),
  });
}

interface OverlayMenuProps extends PicturesComparedProps {
  readonly cover: (exhibit: Sha256) => boolean | null;
  readonly choices: Choices;
  readonly onChange: (choices: Choices) => void;
}

const overlayKinds = ['heatmap', 'regions', 'image'];

/** Figures of the latest runs on each exhibit that can lie over its picture. */
function OverlayMenu({ caseId, exhibits, cover, choices, onChange }: OverlayMenuProps) {
  const { text, pick } = useWords();
  const cards = useQuery(calls.app.analyses.queryOptions());
  const runs = useQueries({
    queries: exhibits.map(({ sha256 }) =>
      calls.examine.runs.queryOptions({ input: { caseId, evidence: sha256 } }),
    ),
  });
  const groups = exhibits.map(({ sha256 }, index) => {
    const all = cover(sha256) === false ? (runs[index]?.data ?? []) : [];
    const newest = [...new Set(all.map((run) => run.analysis))].flatMap(
      (analysis) => latest(all.filter((run) => run.analysis === analysis)) ?? [],
    );
    const figures = newest.flatMap((run) =>
      run.figures.filter((figure) => overlayKinds.includes(figure.kind)).map((figure) => ({ run, figure })),
    );
    const letter = letterOf(index);
    return {
      id: sha256,
      heading: text('compare.overlay.of', { letter }),
      entries: [
        {
          id: JSON.stringify([sha256, null, null]),
          label: text('compare.overlay.none', { letter }),
          checked: choices[sha256] === undefined,
        },
        ...figures.map(({ run, figure }) => {
          const title = cards.data?.find((card) => card.id === run.analysis)?.title;
          return {
            id: JSON.stringify([sha256, run.id, figure.id]),
            label: text('compare.overlay.entry', {
              letter,
              title: `${title === undefined ? run.analysis : pick(title)} · ${figure.id}`,
            }),
            checked: choices[sha256]?.run === run.id && choices[sha256]?.figure === figure.id,
          };
        }),
      ],
    };
  });
  if (groups.every((group) => group.entries.length < 2)) return null;
  return (
    <MenuButton
      label={text('compare.overlays')}
      groups={groups}
      onAction={(id) => {
        const [sha256, run, figure] = JSON.parse(id) as [string, string | null, string | null];
        onChange({ ...choices, [sha256]: run === null || figure === null ? undefined : { run, figure } });
      }}
    />
  );
}
