import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { usualNames } from '../service/src/orders/usual-names.ts';
import { figureStyle } from '../service/src/report/style-figures.ts';
import { pageStyle } from '../service/src/report/style.ts';
import { themeSheet } from '../service/src/report/tokens.ts';

const SHEET = 'virtual:report.css';

/** The report's own colours and rules as a style sheet, so that a figure looks the same in both. */
function reportSheet(): Plugin {
  return {
    name: 'report-sheet',
    resolveId: (id) => (id === SHEET ? `\0${SHEET}` : undefined),
    load: (id) => (id === `\0${SHEET}` ? [themeSheet(), pageStyle, figureStyle].join('\n') : undefined),
  };
}

const ORDERS = 'virtual:order-columns';

/** The names that columns of orders usually have, as the service knows them. */
function orderColumns(): Plugin {
  return {
    name: 'order-columns',
    resolveId: (id) => (id === ORDERS ? `\0${ORDERS}` : undefined),
    load: (id) => (id === `\0${ORDERS}` ? `export const usualNames = ${JSON.stringify(usualNames)};` : undefined),
  };
}

export default defineConfig({
  plugins: [react(), reportSheet()],
  resolve: {
    conditions: ['development', 'module', 'browser'],
    alias: [
      {
        find: /^sample:online-retail/,
        replacement: join(import.meta.dirname, '../../examples/online-retail/customers.csv'),
      },
    ],
  },
  worker: { format: 'es', plugins: () => [orderColumns()] },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // A style or script inside the page would need an exception from its policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/console.json': 'http://127.0.0.1:8080' } },
});
