import { readFileSync } from 'node:fs';

import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

import { findChromium } from './test/rig/chromium.ts';

/** What is tried with faults, kills and chance; `npm run campaign` tries it at length. */
const campaigns = ['kill', 'chaos', 'simulation', 'model-based'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

const executablePath = findChromium();

/**
 * Parts that libraries bring along and the editor never calls: zod's JSON Schemas, and the colours of the transitions by
 * which the canvas zooms. Together 9 kB of the first load. They are built as functions that do nothing.
 */
const uncalled =
  /\/(?:zod\/v4\/core\/(?:json-schema-processors|to-json-schema)|d3-color\/dist\/d3-color)\.m?js$/;
const withoutUncalled: Plugin = {
  name: 'without-uncalled',
  apply: 'build',
  load(id) {
    if (!uncalled.test(id)) return null;
    const text = readFileSync(id, 'utf8');
    const declared = [...text.matchAll(/^export (?:const|function|class) (\w+)/gm)].map(([, name]) => name);
    const listed = [...text.matchAll(/^export \{(.+?)\}/gm)].flatMap(([, list = '']) =>
      list.split(',').map((entry) => entry.trim().split(' as ').at(-1)),
    );
    return [...declared, ...listed].map((name) => `export const ${name} = () => {};`).join('\n');
  },
};

/** Builds the editor, and runs the unit and browser tests. The server and the command line run from source. */
export default defineConfig({
  plugins: [react(), withoutUncalled],
  build: {
    target: 'baseline-widely-available',
    outDir: 'dist/editor',
    sourcemap: true,
    manifest: true,
    rolldownOptions: {
      // What is needed at once is one file, however many later parts share pieces of it.
      output: { codeSplitting: { groups: [{ name: 'editor', tags: ['$initial'] }] } },
    },
    // React, React Flow and zod are most of the first load; its budget is measured gzipped.
    chunkSizeWarningLimit: 800,
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/browser/**', 'test/clients/**', ...campaigns],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'campaign',
          environment: 'node',
          include: campaigns,
          testTimeout: 120_000,
          // Processes that are killed run two at a time, for two cores.
          maxConcurrency: 2,
        },
      },
      {
        extends: true,
        // Programs that talk to ComfyUI, as published, against the real server.
        test: {
          name: 'clients',
          environment: 'node',
          include: ['test/clients/**/*.test.ts'],
          globalSetup: ['test/clients/install.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        // Dependencies that are found late make a fresh checkout's first browser run start over.
        optimizeDeps: {
          include: [
            'react',
            'react/jsx-dev-runtime',
            'react-dom',
            'react-dom/client',
            '@base-ui/react/combobox',
            'yet-another-react-lightbox',
            'yet-another-react-lightbox/plugins/captions',
            'yet-another-react-lightbox/plugins/download',
            'yet-another-react-lightbox/plugins/zoom',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: executablePath === undefined ? {} : { executablePath },
            }),
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
          },
        },
      },
    ],
  },
});
