/** Addresses of the bytes, on the page's own origin in every host; they answer to Range. */

const part = encodeURIComponent;

/** The evidence itself, as stored. */
export function evidenceAddress(caseId: string, sha256: string): string {
  return `/media/${part(caseId)}/evidence/${sha256}`;
}

export function thumbnailAddress(caseId: string, sha256: string): string {
  return `/media/${part(caseId)}/thumbnail/${sha256}`;
}

/** A larger picture, upright as it is shown; of a film one of its first frames. */
export function overviewAddress(caseId: string, sha256: string): string {
  return `/media/${part(caseId)}/overview/${sha256}`;
}

/** A file a comparison made: the original laid on the suspect, a change map, a text. */
export function comparisonAddress(caseId: string, comparison: string, name: string): string {
  return `/media/${part(caseId)}/comparison/${part(comparison)}/${part(name)}`;
}

/** A file a run made: heatmap, picture. */
export function artifactAddress(caseId: string, run: string, name: string): string {
  return `/media/${part(caseId)}/artifact/${part(run)}/${part(name)}`;
}
