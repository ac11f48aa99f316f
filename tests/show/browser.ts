import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { ensureChromium } from '../../kernel/setup';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OpenPage {
  readonly page: Page;
  /** Whatever the page has complained of: console errors and warnings, exceptions, requests. */
  readonly complaints: string[];
}

export interface Browsing {
  /** Opens a file, without any network: a request for anything but a file is a complaint. */
  openFile(file: string): Promise<OpenPage>;
  /** Opens HTML as a page of its own. */
  openHtml(body: string, options?: { dark?: boolean; head?: string }): Promise<OpenPage>;
}

/** Tests in a real Chromium; skipped, with a line that says so, where there is none. */
export function describeInBrowser(name: string, define: (browsing: Browsing) => void): void {
  describe(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'convlab-page-'));
    let browser: Browser | undefined;
    let pages = 0;
    beforeAll(async () => {
      const executablePath = await ensureChromium();
      if (executablePath) browser = await chromium.launch({ executablePath, args: quiet });
    });
    beforeEach((context) => {
      if (!browser) context.skip('there is no Chromium on this machine');
    });
    afterEach(async () => {
      for (const context of browser?.contexts() ?? []) await context.close();
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    });

    async function openFile(file: string): Promise<OpenPage> {
      const context = await browser!.newContext({ viewport: { width: 1100, height: 900 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.route('**', (route) => {
        const url = route.request().url();
        if (/^(file|data|blob):/.test(url)) return route.continue();
        complaints.push(`request: ${url}`);
        return route.abort();
      });
      await page.goto(pathToFileURL(file).href);
      return { page, complaints };
    }

    define({
      openFile,
      openHtml(body, { dark = false, head = '' } = {}) {
        const file = join(folder, `page-${pages++}.html`);
        const colours = dark ? 'background:#111;color:#eee' : 'background:#fff;color:#111';
        writeFileSync(
          file,
          `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>test</title>${head}</head>` +
            `<body style="${colours}">${body}</body></html>`,
        );
        return openFile(file);
      },
    });
  });
}
