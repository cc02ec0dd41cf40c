import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const pictures = fileURLToPath(new URL('../../../out/screenshots', import.meta.url));

/** Take a picture of the page as it is, and hold it, or the part given, against the rules of axe. */
export async function expectClean(page: Page, name: string, part?: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  // What shows under the pointer, and what is still moving, is not what is looked at.
  await page.mouse.move(2, 2);
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
  const axe = new AxeBuilder({ page });
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
    name,
  ).toEqual([]);
}
