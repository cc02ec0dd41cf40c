import { describe, expect, it } from 'vitest';
import { orderedAnalyses } from '#core/work/examination.ts';
import { inOrderOfWork, pixelsByCost } from '#core/work/order-of-work.ts';

describe('the order of work', () => {
  const family = (id: string) => id.split('.')[0]!;
  const worked = inOrderOfWork(orderedAnalyses).map(({ id }) => id);

  it('knows the cost of every method on pixels', () => {
    const pixels = orderedAnalyses.map(({ id }) => id).filter((id) => family(id) === 'pixels');
    expect(pixelsByCost.toSorted()).toEqual(pixels.toSorted());
  });

  it('is by cost among them and as it was among the others', () => {
    expect(worked.map(family)).toEqual(orderedAnalyses.map(({ id }) => family(id)));
    expect(worked.filter((id) => family(id) === 'pixels')).toEqual(pixelsByCost);
    const others = orderedAnalyses.map(({ id }) => id).filter((id) => family(id) !== 'pixels');
    expect(worked.filter((id) => family(id) !== 'pixels')).toEqual(others);
  });

  it('keeps to a choice', () => {
    const chosen = orderedAnalyses.filter(({ id }) => ['pixels.copy-move', 'pixels.histogram'].includes(id));
    expect(inOrderOfWork(chosen).map(({ id }) => id)).toEqual(['pixels.histogram', 'pixels.copy-move']);
  });
});
