import type { Publication } from '#shared/domain/publication.ts';

/**
 * Measures for Labeling, Art. 9: the log of a delivery without a visible label is kept for at least six months.
 * ISO date six months after the delivery, or the month's last day when it has no such day.
 */
export function keepLogUntil({ unlabelledDelivery }: Publication): string | null {
  const { agreed, on } = unlabelledDelivery;
  if (agreed !== 'yes' || on === '') return null;
  const [year, month, day] = on.slice(0, 10).split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + 6, 0)).getUTCDate();
  const until = new Date(Date.UTC(year, month - 1 + 6, Math.min(day, last)));
  return until.toISOString().slice(0, 10);
}
