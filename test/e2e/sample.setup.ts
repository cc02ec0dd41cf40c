import { expect, test as setup } from '@playwright/test';
import { startConfinedHost } from './driver/loopback.ts';
import { examineSample } from './driver/sample-case.ts';
import { Workstation } from './driver/workstation.ts';

setup('the sample is examined by every method', async () => {
  setup.setTimeout(300_000);
  await examineSample();
});

setup('the program opens with the sample', async ({ page }) => {
  const host = await startConfinedHost('--sample');
  const desk = new Workstation(page);
  await page.goto(host.entrance);
  await desk.openStage('examine');
  await expect(desk.exhibit('lake-signed.jpg')).toBeVisible();
  await host.stop();
});
