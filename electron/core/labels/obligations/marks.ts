import type { PresentCredential } from '#shared/domain/credential.ts';
import { readSourceType } from '#shared/domain/digital-source-type.ts';
import type { LabelStatement } from '#shared/domain/label.ts';
import { saysGenerated } from './define.ts';
import type { DutyFacts } from './facts.ts';

/** Machine-readable statements of a file about generative AI, as several rules need them. */

/** Id of the standard of GB 45438-2025. */
const aigcStandard = 'gb45438-aigc';

export function aigcLabels({ overview }: DutyFacts): LabelStatement[] {
  return overview.statements.filter(({ standard, kind }) => standard === aigcStandard && kind === 'label');
}

/** What is left of an AIGC label whose value is gone. */
export function aigcResidue({ overview }: DutyFacts): LabelStatement[] {
  return overview.statements.filter(({ standard, kind }) => standard === aigcStandard && kind === 'residue');
}

/** Labels of any standard that say, or leave possible, that a model made or changed the content. */
export function generatedLabels({ overview }: DutyFacts): LabelStatement[] {
  return overview.statements.filter(saysGenerated);
}

/** The same without the national label: to the Measures they are traces. */
export function otherGeneratedLabels(facts: DutyFacts): LabelStatement[] {
  return generatedLabels(facts).filter(({ standard }) => standard !== aigcStandard);
}

export function traces({ overview }: DutyFacts): LabelStatement[] {
  return overview.statements.filter(({ kind }) => kind === 'trace');
}

export function fieldOf({ fields }: LabelStatement, name: string): string {
  return fields.find((field) => field.name.toLowerCase() === name.toLowerCase())?.value.trim() ?? '';
}

/** The credential, when one could be read. */
export function presentCredential({ credential }: DutyFacts): PresentCredential | null {
  return credential.state === 'read' && credential.value.state === 'present' ? credential.value : null;
}

/** Does the signature hold, and do the hashes fit this file? Says nothing about whom to believe. */
export function credentialHolds({ verdict }: PresentCredential): boolean {
  return (
    verdict.signature === 'valid' &&
    verdict.claims === 'intact' &&
    (verdict.content === 'intact' || verdict.content === 'partly-covered')
  );
}

/** Statements of the credential itself that say a model had a part. */
export function signedGeneratedLabels(facts: DutyFacts): LabelStatement[] {
  return generatedLabels(facts).filter(({ carrier }) => carrier === 'credential');
}

/** Ways in which a credential claims that a second, imperceptible layer was applied. */
export function watermarkClaims({ store }: PresentCredential): string[] {
  return store.manifests.flatMap(({ assertions, actions }) => [
    ...assertions.filter(({ label }) => label.startsWith('c2pa.soft-binding')).map(({ label }) => label),
    ...actions.filter(({ action }) => action.startsWith('c2pa.watermarked')).map(({ action }) => action),
  ]);
}

/** Does an action of the credential say that the content was captured, not generated? */
export function capturedBySigner({ store }: PresentCredential): boolean {
  return store.manifests.some(({ label, actions }) =>
    label === store.active
      ? actions.some(
          ({ digitalSourceType }) =>
            digitalSourceType !== null && readSourceType(digitalSourceType).type?.class === 'captured',
        )
      : false,
  );
}
