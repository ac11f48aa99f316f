import { mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { runLesson } from './lessons';
import { projectRoot } from './project';
import { ensureChromium, SetupError } from './setup';

const lesson = '01-convolution-by-hand';
/** The part that shows code, its numbers and the trace of one of them on one screen. */
const part = 'All the numbers';
const picture = join(projectRoot, 'docs', 'lesson-01.png');

/** A browser as root, without a screen, that asks nothing of the network. */
const quietArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

main().catch((error: unknown) => {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
});

/** `npm run screenshot`: runs the first lesson and takes the README's picture of it. */
async function main(): Promise<void> {
  const executablePath = await ensureChromium();
  if (!executablePath) throw new SetupError('The picture needs a Chromium or Chrome.');
  const { html, problems } = await runLesson(lesson);
  if (problems.length > 0) throw new SetupError(problems.join('\n'));
  mkdirSync(dirname(picture), { recursive: true });
  const browser = await chromium.launch({ executablePath, args: quietArguments });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    await page.goto(pathToFileURL(html).href);
    const top = await page.getByRole('heading', { name: part }).boundingBox();
    if (!top) throw new SetupError(`The lesson has no heading "${part}" to take the picture from.`);
    const clip = { x: 0, y: top.y - 16, width: 1000, height: 1130 };
    await page.screenshot({ path: picture, fullPage: true, clip });
  } finally {
    await browser.close();
  }
  console.log(relative(projectRoot, picture));
}
