import type { LabelOverview } from '#shared/domain/label.ts';
import { useWords } from '../../../state/text.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { Marked } from '../credential/words-shown.tsx';
import styles from './labels.module.css';

export interface PlacesPageProps {
  readonly places: readonly string[];
  readonly complete: boolean;
  readonly overview: LabelOverview;
}

/** Where was looked: without this an absence says nothing. */
export function PlacesPage({ places, complete, overview }: PlacesPageProps) {
  const { text } = useWords();
  return (
    <div className={styles.page}>
      <p>
        <Marked flag={complete ? 'ok' : 'warning'}>
          {text(complete ? 'labels.places.complete' : 'labels.places.incomplete')}
        </Marked>
      </p>
      <div className={styles.wide}>
        <DataTable
          label={text('labels.view.places')}
          columns={[
            { id: 'place', title: text('labels.place') },
            { id: 'found', title: text('labels.places.found'), align: 'end' },
          ]}
          rows={places.map((place) => ({
            id: place,
            cells: [
              <code key="place" className={styles.code}>
                {place}
              </code>,
              overview.statements.filter((statement) => statement.place === place).length || '–',
            ],
          }))}
        />
      </div>
      <p className={styles.muted}>{text('labels.places.note')}</p>
    </div>
  );
}
