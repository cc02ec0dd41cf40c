import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { plainPng } from '../fixtures/make/containers.ts';
import { escapeXml, internationalText, jpegWithXmp, xmpPacket } from '../fixtures/make/xmp.ts';
import { CommandLine } from '../support/command-line.ts';
import { hostileStrings } from '../support/hostile-strings.ts';
import { liveOn, ranOn, watchForScripts } from './driver/live-text.ts';
import { type RunningHost, startHost } from './driver/loopback.ts';
import { Workstation } from './driver/workstation.ts';

/** R16 of the reliability goals on screen: nothing that is in a file, its name or a note comes alive or turns text. */

test.describe.configure({ mode: 'serial' });

const assay = new CommandLine();
const worst = '<img src=x onerror=alert(1)>\u202egpj.exe\u200b\u0007 {count} =1+1';
let host: RunningHost;
let desk: Workstation;
let complaints: string[];

/** Names a file system takes. */
const names = hostileStrings
  .filter((text) => !/[/\0]/.test(text) && text.trim() !== '' && Buffer.byteLength(text) < 200)
  .map((text, index) => `${String(index).padStart(2, '0')} ${text}`);

/** A property for every string that XML can hold. */
function hostilePacket(): string {
  const held = hostileStrings.map((text) =>
    text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''),
  );
  const items = held.map((text) => `<rdf:li>${escapeXml(text)}</rdf:li>`).join('');
  const creator = `<dc:creator><rdf:Seq><rdf:li>${escapeXml(held[0]!)}\u202e</rdf:li></rdf:Seq></dc:creator>`;
  return xmpPacket(
    `<dc:subject><rdf:Bag>${items}</rdf:Bag></dc:subject>${creator}<xmp:CreatorTool>Tool \u202e\u200b</xmp:CreatorTool>`,
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
  );
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await browser.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
  await watchForScripts(page);
  desk = new Workstation(page);

  const files = assay.path('files');
  mkdirSync(files);
  for (const name of names) writeFileSync(join(files, name), name);
  const chunks = hostileStrings.map((text, index) =>
    internationalText(`Key ${index}`, text.replaceAll('\0', '')),
  );
  const examined = ['pieces.png', 'packet.jpg', 'words.txt'].map((name) => assay.path(name));
  const aigc = JSON.stringify({
    AIGC: { Label: '1', ContentProducer: worst, ProduceID: worst, ContentPropagator: worst },
  });
  const generator = `${worst}\nSteps: 20, Sampler: ${worst}, Seed: 1, Size: 8x8, Model: ${worst}`;
  const fields = {
    parameters: generator,
    AIGC: aigc,
    Software: worst,
    prompt: `{"1": {"inputs": {"text": "${worst}"}}}`,
  };
  const known = Object.entries(fields).map(([key, value]) => internationalText(key, value));
  writeFileSync(examined[0]!, plainPng([...known, ...chunks]));
  writeFileSync(examined[1]!, jpegWithXmp(hostilePacket()));
  writeFileSync(examined[2]!, hostileStrings.join('\n'));
  const folder = assay.path('hostile.case');
  // First, so that they are in sight in the list.
  const done = await assay.run(['examine', ...examined, '--case', folder]);
  expect(done.status, done.stderr).toBe(0);
  const made = await assay.run(['intake', files, '--case', folder]);
  expect(made.stderr).toBe('');

  host = await startHost();
  await page.goto(host.entrance);
  await page
    .getByRole('button', { name: desk.text('start.open'), exact: true })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(folder);
  await dialog.getByRole('button', { name: desk.text('start.open'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
});
test.afterAll(async () => {
  await host.stop();
  await assay.remove();
});

async function expectDead(where: string): Promise<void> {
  // What was just asked for is there once nothing is being waited for.
  await desk.page.waitForTimeout(150);
  expect.soft(await liveOn(desk.page), where).toEqual([]);
}

test('names of files, in the list from its first to its last', async () => {
  const { page } = desk;
  await desk.openStage('intake');
  const list = page.getByRole('grid', { name: desk.text('evidence.list') });
  await expect(list.getByRole('row').nth(1)).toBeVisible();
  for (let seen = 0; seen < names.length; seen += 15) {
    await expectDead(`names from ${seen}`);
    await list.hover();
    await page.mouse.wheel(0, 600);
  }
});

for (const name of ['pieces.png', 'packet.jpg', 'words.txt'])
  test(`what every method says of ${name}`, async () => {
    const { page } = desk;
    await desk.openStage('examine');
    await desk.exhibit(name).click();
    await desk.tab('examine.tab.overview').click();
    await expectDead(`overview of ${name}`);
    const found = page.getByText(desk.text('outcome.found'), { exact: true });
    const answered = page.getByRole('option').filter({ has: found });
    await expect(answered.first()).toBeVisible();
    let escapes = 0;
    for (const run of await answered.all()) {
      const title = await run.textContent();
      await run.click();
      await expectDead(`${name}: ${title}`);
      // Shown, and as text: an empty page is no proof.
      escapes += await page.getByText('\\u{202E}').count();
    }
    expect(escapes).toBeGreaterThan(0);
  });

test('findings, the report and the custody log', async () => {
  for (const stage of ['conclude', 'report', 'trace', 'compare', 'mark'] as const) {
    await desk.openStage(stage);
    await expectDead(stage);
  }
});

test('a name that is typed', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: desk.text('menu.case'), exact: true }).click();
  await page.getByRole('menuitem', { name: desk.text('start.new') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(desk.text('start.name')).fill(worst);
  await dialog.getByRole('button', { name: desk.text('start.create') }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expectDead('a case of that name');
});

test('nothing ran, and nothing complained', async () => {
  expect(await ranOn(desk.page)).toEqual([]);
  expect(complaints).toEqual([]);
});
