import { useQuery } from '@tanstack/react-query';
import type { Sha256 } from '#shared/domain/evidence.ts';
import { regionName } from '#shared/text/region-words.ts';
import { calls } from '../../../bridge/bridge.ts';
import { useStore } from '../../../state/store.ts';
import { useWords } from '../../../state/text.ts';
import { view } from '../../../state/view.ts';
import { BearingMark } from '../../../ui/marks.tsx';
import { opened, placeKey } from './region-store.ts';

export interface MarkedRegionsProps {
  readonly caseId: string;
  readonly evidence: Sha256;
  /** Class names of the list of statements they stand among. */
  readonly styles: {
    readonly list: string | undefined;
    readonly source: string | undefined;
    readonly link: string | undefined;
  };
}

/** Regions the analyst carried into the findings, as statements among those of the methods. */
export function MarkedRegions({ caseId, evidence, styles }: MarkedRegionsProps) {
  const { text, pick } = useWords();
  const input = { caseId, evidence };
  const record = useQuery(calls.regions.get.queryOptions({ input }));
  const open = useStore(opened, (value) => value.open[placeKey(input)]);
  const regions = open?.history.now ?? record.data?.regions ?? [];
  const carried = regions.map((region, index) => ({ region, index })).filter(({ region }) => region.finding);
  if (carried.length === 0) return null;
  return (
    <section>
      <h3>{text('regions.marked')}</h3>
      <ul className={styles.list}>
        {carried.map(({ region, index }) => (
          <li key={region.id}>
            <BearingMark bearing="informational" />
            <div>
              <p>
                {[pick(regionName(region, index)), region.remark.trim()]
                  .filter((part) => part !== '')
                  .join(': ')}
              </p>
              <p className={styles.source}>
                <button type="button" className={styles.link} onClick={() => view.set({ tab: 'regions' })}>
                  {text('regions.show')}
                </button>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
