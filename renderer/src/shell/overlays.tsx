import type { Case } from '#shared/domain/case.ts';
import { MethodSheet } from '../stages/examine/method-sheet.tsx';
import { SignDialog } from '../stages/examine/sign/sign-dialog.tsx';
import { AddPaths } from '../stages/intake/add-paths.tsx';
import { MakePackage } from '../stages/package/make-package.tsx';
import { OpenPackage } from '../stages/package/open-package.tsx';
import { NewCase } from '../stages/start/new-case.tsx';
import { OpenCase } from '../stages/start/open-case.tsx';
import { TrustDialog } from '../stages/trust/trust-dialog.tsx';
import { useOverlay } from '../state/overlays.ts';
import { CommandPalette } from './command-palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';

/** The dialogs; at most one is open. */
export function Overlays({ shown }: { readonly shown: Case | null }) {
  const open = useOverlay();
  switch (open) {
    case 'palette':
      return <CommandPalette />;
    case 'help':
      return <ShortcutSheet />;
    case 'case-new':
      return <NewCase />;
    case 'case-open':
      return <OpenCase />;
    case 'package-make':
      return shown === null ? null : <MakePackage shown={shown} />;
    case 'package-open':
      return <OpenPackage />;
    case 'trust':
      return <TrustDialog />;
    case 'method':
      return <MethodSheet />;
    case 'evidence-sign':
      return shown === null ? null : <SignDialog shown={shown} />;
    case 'intake-paths':
      return shown === null ? null : <AddPaths caseId={shown.id} />;
    case null:
      return null;
  }
}
