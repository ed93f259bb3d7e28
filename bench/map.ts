import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../packages/service/test/support/chromium.ts';
import buildConsole from '../scripts/console-setup.ts';
import { machine, type Question, type Settings, spread, spreadOf, time } from './measure.ts';
import { bodyFor } from './post.ts';
import { type BenchServer, withServer } from './server.ts';

/** Pixels of a canvas for each of the page, as on an ordinary screen and a fine one. */
const ratios = [1, 2] as const;
const FRAMES = 90;

/** What one drag over the map costs in Chromium, without a graphics card: the page draws every frame whole. */
export const mapQuestion: Question = {
  name: 'map',
  asks: 'how long does a frame of the console’s map take while it is moved?',
  async ask(settings: Settings) {
    buildConsole();
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      for (const n of settings.sizes)
        await withServer({ ...settings, flags: ['--log-level', 'error'] }, async (server) => {
          const { body } = await server.post(bodyFor(n, settings));
          const { run_id: run } = JSON.parse(body.toString()) as { run_id: string };
          for (const ratio of ratios) say({ n, ratio, ...(await drag(browser, server, run, ratio)) }, settings);
        });
    } finally {
      await browser.close();
    }
  },
};

interface Dragged {
  /** From the address to the first picture of the map. */
  readonly shown: number;
  /** What each frame kept the page busy for. */
  readonly frames: readonly number[];
  /** Processor time of the page's thread for a frame, with all that goes with it. */
  readonly cpu: number;
}

async function drag(browser: Browser, { url, headers }: BenchServer, run: string, ratio: number): Promise<Dragged> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: ratio });
  const [{ 'x-customer-api-id': apiId, 'x-secret': secret } = {}] = headers;
  await context.addInitScript(prepare, JSON.stringify({ kind: 'pair', apiId, secret }));
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(`${url}/segmentations/${run}`);
  const canvas = page.locator('.plane-box canvas');
  await canvas.waitFor({ timeout: 60_000 });
  const shown = (performance.now() - start) / 1000;
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  // Not counted: until then the hot code is being compiled.
  await move(page, box, FRAMES / 3);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const before = await busy();
  await page.evaluate('frames.length = 0');
  await move(page, box, FRAMES);
  const cpu = ((await busy()) - before) / FRAMES;
  const frames = await page.evaluate<number[]>('frames');
  await context.close();
  return { shown, frames: frames.map((ms) => ms / 1000), cpu };
}

/** Runs in the page before its own scripts: signs in, and notes what each animation frame takes. */
function prepare(session: string): void {
  sessionStorage.setItem('clientele.session', session);
  const frames: number[] = [];
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) =>
    ask((now) => {
      const begun = performance.now();
      draw(now);
      frames.push(performance.now() - begun);
    });
  Object.assign(window, { frames });
}

/** Moves the pressed pointer around, a frame for each place. */
async function move(page: Page, box: { x: number; y: number; width: number; height: number }, steps: number) {
  for (let i = 0; i < steps; i++) {
    const angle = (i / steps) * 2 * Math.PI;
    await page.mouse.move(
      box.x + box.width * (0.5 + 0.2 * Math.sin(angle)),
      box.y + box.height * (0.5 + 0.2 * Math.cos(angle)),
    );
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

function say({ n, ratio, shown, frames, cpu }: Dragged & { n: number; ratio: number }, { json }: Settings): void {
  // Frames of the measurement itself draw nothing.
  const drawn = frames.filter((seconds) => seconds > 0.000_3);
  if (json)
    console.log(JSON.stringify({ question: 'map', n, ratio, shown, frame: spreadOf(drawn), cpu, machine: machine() }));
  else
    console.log(
      `map   ${String(n).padStart(7)} customers, ${ratio} px a point: a frame ${spread(drawn)}, of the processor ${time(cpu)}, the result was there after ${time(shown)}`,
    );
}
