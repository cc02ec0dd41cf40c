import { Columns2, FileText, FlaskConical, Inbox, Microscope, Route, Scale, Stamp } from 'lucide-react';
import { capsOf } from '../state/command-center.ts';
import { useWords } from '../state/text.ts';
import { stages, useView, view } from '../state/view.ts';
import { RailItem } from '../ui/rail-item.tsx';
import styles from './stage-rail.module.css';

const icons = {
  intake: Inbox,
  examine: Microscope,
  trace: Route,
  compare: Columns2,
  conclude: Scale,
  report: FileText,
  mark: Stamp,
  survive: FlaskConical,
} as const;

/** The stages of the work, top to bottom in the order in which they are done. */
export function StageRail() {
  const { text } = useWords();
  const present = useView((value) => value.stage);
  return (
    <nav className={styles.rail} aria-label={text('stage.rail')}>
      {stages.map((stage) => {
        const Icon = icons[stage];
        return (
          <RailItem
            key={stage}
            icon={<Icon aria-hidden="true" />}
            label={text(`stage.${stage}`)}
            keys={capsOf(`stage-${stage}`)}
            current={stage === present}
            onPress={() => view.set({ stage })}
          />
        );
      })}
    </nav>
  );
}
