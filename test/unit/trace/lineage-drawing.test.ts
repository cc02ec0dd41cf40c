import { Parser } from 'htmlparser2';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { lineageGraphml } from '#core/trace/lineage/graphml.ts';
import { lineageSvg } from '#core/trace/lineage/svg.ts';
import { type LineageEdge, LineageGraph, type LineageNode } from '#shared/domain/lineage.ts';
import { localized, verbatim } from '#shared/domain/localized.ts';

const hostile = `"/><script>alert(1)</script><image href='https://x.test/a' onload=alert(1)> ]]> &amp; \u0000\u0008\u202e 图片.jpg`;

function node(id: string, name: string, more: Partial<LineageNode> = {}): LineageNode {
  const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: true } as const;
  const sha256 = id.padStart(64, '0').replace(/[^0-9a-f]/g, 'a');
  return { id, sha256, name, number: 1, media, group: null, date: null, root: null, ...more };
}

function edge(from: string, to: string, more: Partial<LineageEdge> = {}): LineageEdge {
  return {
    ...{ from, to, state: 'derived-from', directed: true, confidence: 0.97, logit: 3.5, transform: null },
    summary: localized(`cropped ${hostile}`, `裁剪 ${hostile}`),
    evidence: [
      {
        cue: 'crop',
        says: 'forward',
        value: 1,
        weight: 2,
        statement: localized(`because ${hostile}`, `因为 ${hostile}`),
      },
    ],
    ...more,
  };
}

const graph = LineageGraph.parse({
  nodes: [
    node('n1', hostile, { root: 0.9, date: { at: '2026-05-04T10:00:00Z', from: 'publication' } }),
    node('n2', 'copy.png'),
    node('n3', 'other.webp', { root: 0.1 }),
    { ...node('missing-1', ''), sha256: null, media: null, number: null },
  ],
  edges: [
    edge('n1', 'n2'),
    edge('n2', 'n3', { directed: false, state: 'same-source', logit: -0.2, confidence: 0.45 }),
    edge('missing-1', 'n1', { state: 'missing-parent', summary: verbatim('–'), evidence: [] }),
  ],
  pairs: { compared: 3, left: 0 },
  warnings: [],
});

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** All elements and all text, by a parser that is none of ours. */
function parsed(xml: string): { readonly elements: Element[]; readonly text: string } {
  const elements: Element[] = [];
  let text = '';
  const parser = new Parser(
    {
      onopentag: (name, attributes) => void elements.push({ name, attributes }),
      ontext: (part) => {
        text += part;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return { elements, text };
}

/** libxml2, through the SVG renderer, refuses anything that is not well-formed. */
async function isWellFormed(svg: string): Promise<boolean> {
  try {
    await sharp(Buffer.from(svg)).png().toBuffer();
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

const carrying = (xml: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><metadata>${xml.replace(/^<\?xml.*?\?>/, '')}</metadata></svg>`;

test('the check of well-formedness refuses what is not', async () => {
  expect(await isWellFormed(carrying('<a b="1"/>'))).toBe(true);
  expect(await isWellFormed(carrying('<a>'))).toBe(false);
  expect(await isWellFormed(carrying('<a>&nothing;</a>'))).toBe(false);
});

test('GraphML is well-formed, declares what it uses and says which edges have no direction', async () => {
  const xml = lineageGraphml(graph, 'en');
  expect(await isWellFormed(carrying(xml))).toBe(true);
  const { elements, text } = parsed(xml);
  const keys = new Set(elements.filter(({ name }) => name === 'key').map(({ attributes }) => attributes.id));
  const used = elements.filter(({ name }) => name === 'data').map(({ attributes }) => attributes.key);
  expect(used.filter((key) => !keys.has(key))).toEqual([]);
  const ids = elements.filter(({ name }) => name === 'node').map(({ attributes }) => attributes.id);
  expect(ids).toEqual(['n1', 'n2', 'n3', 'missing-1']);
  const edges = elements.filter(({ name }) => name === 'edge').map(({ attributes }) => attributes);
  expect(edges.map(({ source, target, directed }) => [source, target, directed])).toEqual([
    ['n1', 'n2', 'true'],
    ['n2', 'n3', 'false'],
    ['missing-1', 'n1', 'true'],
  ]);
  expect(elements.some(({ name }) => name === 'script' || name === 'image')).toBe(false);
  // Names come out as they went in, but for characters XML has no place for.
  expect(text).toContain(
    `<script>alert(1)</script><image href='https://x.test/a' onload=alert(1)> ]]> &amp; `,
  );
  for (const character of ['\u202e', '\u0008']) expect(text).not.toContain(character);
});

test('the drawing holds no element, attribute or address from names', async () => {
  const thumbnails = new Map([
    [graph.nodes[1]!.sha256!, 'data:image/png;base64,iVBORw0KGgo='],
    [graph.nodes[2]!.sha256!, 'data:image/svg+xml;base64,PHN2Zz4='],
    [graph.nodes[0]!.sha256!, 'https://x.test/" onload="alert(1)'],
  ]);
  for (const language of ['en', 'zh-CN'] as const) {
    const svg = await lineageSvg(graph, { language, thumbnails });
    expect(await isWellFormed(svg)).toBe(true);
    const { elements, text } = parsed(svg);
    const names = new Set(elements.map(({ name }) => name));
    expect([...names].sort()).toEqual(
      ['defs', 'g', 'image', 'marker', 'path', 'polyline', 'rect', 'svg', 'text', 'tspan'].sort(),
    );
    const pictures = elements.filter(({ name }) => name === 'image');
    expect(pictures.map(({ attributes }) => attributes.href)).toEqual(['data:image/png;base64,iVBORw0KGgo=']);
    for (const { attributes } of elements) {
      expect(Object.keys(attributes).filter((name) => name.startsWith('on'))).toEqual([]);
    }
    expect(text).toContain(language === 'en' ? 'direction unknown' : '方向不明');
    const lines = elements.filter(({ name }) => name === 'polyline').map(({ attributes }) => attributes);
    expect(lines.map((line) => line['stroke-dasharray'])).toEqual([undefined, '7 4', '2 3']);
    expect(lines.map((line) => line['marker-end'] !== undefined)).toEqual([true, false, true]);
  }
});
