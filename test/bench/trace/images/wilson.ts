/** Upper end of Wilson's interval for a share (E. B. Wilson, JASA 22, 1927), 95 %, in words. */
export function wilson(hits: number, all: number): string {
  if (all === 0) return 'nothing measured';
  const z = 1.96;
  const share = hits / all;
  const middle = share + (z * z) / (2 * all);
  const reach = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const upper = (middle + reach) / (1 + (z * z) / all);
  return `at most ${upper.toExponential(2)} of pairs (Wilson, 95 %, n = ${all})`;
}
