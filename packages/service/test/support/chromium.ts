import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** The browser to test with; says what to install where there is none. */
export function chromiumPath(): string {
  const path = process.env['CHROMIUM_PATH'] ?? places.find((place) => existsSync(place));
  if (path === undefined)
    throw new Error(
      'The browser tests need Chromium. Install it (apt-get install chromium), or set CHROMIUM_PATH to its executable.',
    );
  return path;
}
