import { describe, expect, it } from 'vitest';
import type { FigureKind, FigureOf } from '#shared/domain/figure.ts';
import { languages, localized } from '#shared/domain/localized.ts';
import { byteTotals, describeFigure, timelineInstant } from '#shared/text/describe-figure.ts';
import { everyFigure } from '../fixtures/make/report-input.ts';

function figure<K extends FigureKind>(kind: K): FigureOf<K> {
  return everyFigure().find((candidate): candidate is FigureOf<K> => candidate.kind === kind)!;
}

describe('describeFigure', () => {
  it.each(languages)(
    'says something about every kind, fills every placeholder and stays short in %s',
    (language) => {
      for (const one of everyFigure()) {
        const text = describeFigure(one, language);
        expect(text.length).toBeGreaterThan(3);
        expect(text.length).toBeLessThan(700);
        expect(text).not.toMatch(/\{[a-zA-Z]+\}|undefined|NaN/);
      }
    },
  );

  it('counts and measures what is there', () => {
    expect(describeFigure(figure('scalar'), 'en')).toBe('92.5 % — Estimated from the tables.');
    expect(describeFigure(figure('table'), 'en')).toContain(
      'Table of 450 rows; columns: Group, Field, Value.',
    );
    expect(describeFigure(figure('table'), 'en')).toContain('2 rows are flagged');
    // SOI, APP1, IFD0, Make, Model, 300 entries, SOS.
    expect(describeFigure(figure('tree'), 'en')).toBe(
      'Tree of 306 nodes on 3 levels; at the top: SOI, APP1, SOS.',
    );
    expect(describeFigure(figure('heatmap'), 'zh-CN')).toBe(
      '热图，256 × 144 个值，范围 0 至 32 grey levels。可与受检图像逐像素叠加。',
    );
    expect(describeFigure(figure('bytes'), 'en')).toContain('unexplained 33,565');
  });

  it('finds the peak of a series', () => {
    const series = [{ name: localized('Left', '左'), x: [1, 2, 3], y: [5, 9.25, 7] }];
    expect(describeFigure({ ...figure('plot'), series }, 'en')).toBe(
      'Line plot of Level (dB) against Frequency (Hz). Left: 3 points, x from 1 to 3, y from 5 to 9.25, highest at x = 2.',
    );
  });

  it('orders dates by instant, not by text, and puts unreadable ones last', () => {
    const at = (time: string) => ({ lane: 'a', label: '', at: time });
    const events = [at('2026-01-01T01:00:00+08:00'), at('2025-12-31T20:00:00Z'), at('garbage')];
    expect(describeFigure({ ...figure('timeline'), events }, 'en')).toBe(
      'Timeline of 3 events from 2026-01-01T01:00:00+08:00 to garbage; lanes: a.',
    );
    expect(describeFigure({ ...figure('timeline'), events: [] }, 'en')).toBe('Timeline without events.');
  });

  it('walks a tree of any depth', () => {
    let node = { label: 'leaf', children: [] as FigureOf<'tree'>['roots'] };
    for (let depth = 0; depth < 50_000; depth += 1) node = { label: 'n', children: [node] };
    expect(describeFigure({ ...figure('tree'), roots: [node] }, 'en')).toContain(
      '50,001 nodes on 50,001 levels',
    );
  });

  it('sums the bytes of each role to the size of the file', () => {
    const bytes = figure('bytes');
    expect([...byteTotals(bytes).values()].reduce((sum, value) => sum + value, 0)).toBe(bytes.size);
  });
});

describe('timelineInstant', () => {
  it('reads ISO 8601 and seconds only', () => {
    expect(timelineInstant(12.5)).toBe(12.5);
    expect(timelineInstant('2026-03-09T14:05:33+08:00')).toBe(Date.UTC(2026, 2, 9, 6, 5, 33));
    expect(timelineInstant('2026-03-09 14:05:33')).toBe(Date.UTC(2026, 2, 9, 14, 5, 33));
    expect(timelineInstant('2026-03-09')).toBe(Date.UTC(2026, 2, 9));
    for (const text of ['0000:00:00', '2026', 'March 9, 2026', '', '2026-13-40'])
      expect(timelineInstant(text)).toBeNaN();
  });
});
