import type { Case } from '#shared/domain/case.ts';
import { useWords } from '../../state/text.ts';
import { Pane, PaneBorder, Panes } from '../../ui/panes.tsx';
import { CustodyLog } from './custody-log.tsx';
import styles from './report.module.css';
import { ReportForm } from './report-form.tsx';
import { ReportList } from './report-list.tsx';
import { VerifyCase } from './verify-case.tsx';

/** Reports on one side, the case's own record on the other. */
export function ReportStage({ shown }: { readonly shown: Case }) {
  const { text } = useWords();
  return (
    <Panes id="report">
      <Pane id="report-form" label={text('report.title')} size="42%" minimum={360}>
        <div className={styles.column}>
          <ReportForm shown={shown} />
          <ReportList caseId={shown.id} />
        </div>
      </Pane>
      <PaneBorder id="report-border" />
      <Pane id="report-custody" label={text('custody.title')} minimum={360}>
        <div className={styles.column}>
          <VerifyCase shown={shown} />
          <CustodyLog caseId={shown.id} />
        </div>
      </Pane>
    </Panes>
  );
}
