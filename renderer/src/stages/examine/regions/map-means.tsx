import type { RegionMeasurement } from '#shared/domain/region.ts';
import { useWords } from '../../../state/text.ts';
import styles from './regions.module.css';
import { useTitles } from './use-titles.ts';

/** Means of the methods' maps inside and outside of a region, each in the unit of its map. */
export function MapMeans({ maps }: Pick<RegionMeasurement, 'maps'>) {
  const { text, pick, number } = useWords();
  const titleOf = useTitles();
  const value = (mean: number | null) => (mean === null ? '–' : number(mean, 3));
  return (
    <table className={styles.means}>
      <thead>
        <tr>
          <th scope="col">{text('regions.map')}</th>
          <th scope="col">{text('regions.inside')}</th>
          <th scope="col">{text('regions.outside')}</th>
        </tr>
      </thead>
      <tbody>
        {maps.map(({ run, figure, analysis, title, inside, outside, unit }) => (
          <tr key={`${run} ${figure}`}>
            <th scope="row">
              {titleOf(analysis)}
              <span>
                {pick(title)}
                {unit !== '' && ` (${unit})`}
              </span>
            </th>
            <td>{value(inside)}</td>
            <td>{value(outside)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
