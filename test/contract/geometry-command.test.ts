import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GeometryEvaluation } from '#shared/domain/geometry.ts';
import { edgeGeometry, sceneCamera, shadowGeometry, shadowScene } from '../fixtures/make/shadow-scene.ts';
import { CommandLine } from '../support/command-line.ts';

const assay = new CommandLine();
afterAll(() => assay.remove());

describe('assay geometry', () => {
  const picture = assay.path('scene.png');
  const file = (name: string, content: unknown) => {
    const path = assay.path(`${name}.json`);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  beforeAll(async () => writeFileSync(picture, await shadowScene(2)));

  test('prints one document: the shadow that was pasted in is named', async () => {
    const constraints = file('pasted', shadowGeometry(2));
    const asked = ['geometry', picture, '--constraints', constraints];
    const { status, stdout, stderr } = await assay.run([...asked, '--json']);
    expect([status, stderr]).toEqual([0, '']);
    const printed = JSON.parse(stdout) as { evaluation: unknown; limits: unknown[] };
    const { groups } = GeometryEvaluation.parse(printed.evaluation);
    expect(groups).toMatchObject([{ answer: 'inconsistent', remedies: [['pillar-3']] }]);
    expect(printed.limits.length).toBeGreaterThan(3);
    const plain = await assay.run([...asked, '--language', 'zh-CN']);
    expect(plain.status).toBe(0);
    expect(plain.stdout).toContain('不一致');
    expect(plain.stdout).toContain('去掉“Pillar 3”后');
    expect(plain.stdout).not.toMatch(/伪造|造假/);
  });

  test('untouched shadows are consistent, and the edges give the camera', async () => {
    const whole = await assay.run([
      ...['geometry', picture, '--constraints', file('whole', shadowGeometry(null))],
    ]);
    expect(whole.stdout).toContain('Shadows of one light: consistent');
    expect(whole.stdout).toContain('The light is in front of the camera.');
    const edges = ['geometry', picture, '--constraints', file('edges', edgeGeometry()), '--json'];
    const { evaluation } = JSON.parse((await assay.run(edges)).stdout) as { evaluation: unknown };
    const { camera } = GeometryEvaluation.parse(evaluation);
    expect(camera?.answer).toBe('consistent');
    const [low, , high] = camera!.focal!;
    expect(low < sceneCamera.focal && sceneCamera.focal < high).toBe(true);
  });

  test('a file that is not a drawing is refused with the place of the fault', async () => {
    for (const [name, content, fault] of [
      ['broken', '{', 'JSON'],
      ['misspelt', { uncertanity: 3 }, 'uncertanity'],
      ['negative', { uncertainty: -3 }, 'uncertainty'],
      ['kind', { groups: [{ id: 'a', kind: 'lamp', marks: [] }] }, 'kind'],
    ] as const) {
      const { status, stdout, stderr } = await assay.run([
        ...['geometry', picture, '--constraints', file(name, content)],
      ]);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain(fault);
    }
    const text = file('text', 'plain words');
    const refused = await assay.run(['geometry', text, '--constraints', file('empty', {})]);
    expect([refused.status, refused.stdout]).toEqual([2, '']);
  });
});
