import { assertNever } from '#shared/assert-never.ts';
import type { Case } from '#shared/domain/case.ts';
import { CompareStage } from '../stages/compare/compare-stage.tsx';
import { ConcludeStage } from '../stages/conclude/conclude-stage.tsx';
import { ExamineStage } from '../stages/examine/examine-stage.tsx';
import { IntakeStage } from '../stages/intake/intake-stage.tsx';
import { WindowDrop } from '../stages/intake/window-drop.tsx';
import { MarkStage } from '../stages/mark/mark-stage.tsx';
import { ReportStage } from '../stages/report/report-stage.tsx';
import { SurviveStage } from '../stages/survive/survive-stage.tsx';
import { TraceStage } from '../stages/trace/trace-stage.tsx';
import { useWords } from '../state/text.ts';
import { type Stage, useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ScreenGuard } from '../ui/screen-guard.tsx';
import styles from './app.module.css';
import { StageRail } from './stage-rail.tsx';

/** Rail and stage of an open case. */
export function CasePages({ shown }: { readonly shown: Case }) {
  const stage = useView((value) => value.stage);
  const { text } = useWords();
  return (
    <div className={styles.pages}>
      <StageRail />
      <main className={styles.stage} aria-label={text(`stage.${stage}`)}>
        <ScreenGuard
          key={stage}
          fallback={(error, reset) => (
            <Notice
              kind="problem"
              title={text('problem.screen')}
              action={<Button onPress={reset}>{text('common.retry')}</Button>}
            >
              <p>{text('problem.screen.note')}</p>
              <code>{error.message}</code>
            </Notice>
          )}
        >
          <StageView stage={stage} shown={shown} />
        </ScreenGuard>
      </main>
      {!shown.readOnly && <WindowDrop caseId={shown.id} />}
    </div>
  );
}

function StageView({ stage, shown }: { readonly stage: Stage; readonly shown: Case }) {
  switch (stage) {
    case 'intake':
      return <IntakeStage shown={shown} />;
    case 'examine':
      return <ExamineStage shown={shown} />;
    case 'trace':
      return <TraceStage shown={shown} />;
    case 'compare':
      return <CompareStage shown={shown} />;
    case 'conclude':
      return <ConcludeStage shown={shown} />;
    case 'report':
      return <ReportStage shown={shown} />;
    case 'mark':
      return <MarkStage shown={shown} />;
    case 'survive':
      return <SurviveStage shown={shown} />;
    default:
      return assertNever(stage);
  }
}
