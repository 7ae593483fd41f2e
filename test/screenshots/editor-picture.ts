import { expect } from '@playwright/test';
import { chromium } from 'playwright';
import sharp from 'sharp';

import { findChromium } from '../rig/chromium.ts';

/** Opens the editor as a new user does, runs the first template with the demo and answers with what is then seen. */
export async function editorPicture(url: string): Promise<Buffer> {
  const executablePath = findChromium();
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    await page.goto(url);
    await expect(page.getByRole('button', { name: /^Run/ }).first()).toContainText('free', {
      timeout: 30_000,
    });
    await page.keyboard.press('i');
    await page.getByRole('button', { name: /^Run/ }).first().click();
    await expect(page.getByText(/^Complete/).first()).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Shift+Digit1');
    // Notices leave by themselves; the picture waits for that.
    await expect(page.getByRole('log', { name: 'Notices' })).toHaveText('', { timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    return await sharp(await page.screenshot())
      .png({ palette: true, quality: 90 })
      .toBuffer();
  } finally {
    await browser.close();
  }
}
