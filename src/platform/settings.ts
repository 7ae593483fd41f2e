import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { loadEnvFile as loadIntoProcess } from 'node:process';

import { z } from 'zod';

import type { LaneLimits } from './journal/lanes.ts';

/** A setting that cannot be used; the message names the variable and what was expected. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export interface ProviderSettings {
  /** The key from the environment, which wins over one set in the editor. */
  readonly key: string | undefined;
  /** Origin of the API, without path. */
  readonly baseUrl: string;
  readonly lane: LaneLimits;
}

/** Everything that the environment and the command line say (design: settings). */
export interface Settings {
  /** Absolute path. */
  readonly dataFolder: string;
  /** Absolute path of what Save publishes. */
  readonly outputFolder: string;
  readonly host: string;
  readonly port: number;
  /** An asked-for port that is taken is an error; the usual one gives way to the next free one. */
  readonly portAsked: boolean;
  /** What everyone who comes in has to bring; asked for as soon as other machines can reach the server. */
  readonly token: string | undefined;
  /** Names under which the server may be reached beside those of this machine. */
  readonly allowedHosts: readonly string[];
  readonly runcomfy: ProviderSettings;
  readonly wavespeed: ProviderSettings;
  readonly databaseUrl: string | undefined;
  readonly assetsUrl: string | undefined;
  /** Runs that may wait and work at a time; more are refused. */
  readonly queueLimit: number;
  readonly caps: { readonly runUsd: number; readonly dayUsd: number };
  /** Whether saved images carry their workflow, where the environment says so. */
  readonly embedWorkflow: boolean | undefined;
  /** Variables that set a cap; such a cap cannot be changed anywhere else. */
  readonly capVariables: { readonly maxRunUsd?: string; readonly maxDayUsd?: string };
  /** ms; base of every waiting time. Undefined: adaptive, about 1000. */
  readonly pollMs: number | undefined;
}

/** What the command line says; wins over the environment. */
export interface SettingsOverrides {
  readonly dataFolder?: string | undefined;
  readonly outputFolder?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly token?: string | undefined;
  readonly allowedHosts?: readonly string[] | undefined;
}

const count = z.coerce.number('expected a whole number').int('expected a whole number').min(0).max(1_000_000);
const dollars = z.coerce
  .number('expected an amount in USD')
  .min(0, 'expected an amount in USD of at least 0')
  .max(1_000_000);
const port = z.coerce
  .number('expected a port from 0 to 65535')
  .int('expected a port from 0 to 65535')
  .min(0, 'expected a port from 0 to 65535')
  .max(65_535, 'expected a port from 0 to 65535');
const origin = z.string().transform((text, context) => {
  const url = URL.parse(text.trim());
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    context.addIssue('expected a URL such as https://api.example.com');
  else if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
    context.addIssue('expected the API host alone, without a path');
  return url?.origin ?? '';
});

/** Fewest characters of a token: what is shorter can be guessed. */
const shortestToken = 16;
const token = z
  .string()
  .trim()
  .min(shortestToken, `expected at least ${shortestToken} characters`)
  .regex(/^[\x21-\x7E]+$/, 'expected visible characters without spaces');
const hostNames = z.string().transform((text, context) =>
  text
    .split(',')
    .map((part) => part.trim().replaceAll(/^\[|\]$/g, ''))
    .filter((part) => part !== '')
    .map((part) => {
      const isAddress = isIP(part) === 6;
      const name = /^[\w.-]+$/.test(part) || isAddress ? part : '';
      // As browsers write it.
      const hostname = URL.parse(`http://${isAddress ? `[${name}]` : name}`)?.hostname;
      if (hostname === undefined)
        context.addIssue('expected host names without port, such as studio.example');
      return (hostname ?? '').replaceAll(/^\[|\]$/g, '');
    }),
);

const environmentSchema = z.object({
  RUNCOMFY_TOKEN: z.string().trim().optional(),
  RUNCOMFY_BASE_URL: origin.default('https://model-api.runcomfy.net'),
  RUNCOMFY_CONCURRENCY: count.default(2),
  RUNCOMFY_PER_MINUTE: count.default(0),
  WAVESPEED_API_KEY: z.string().trim().optional(),
  WAVESPEED_BASE_URL: origin.default('https://api.wavespeed.ai'),
  WAVESPEED_CONCURRENCY: count.default(2),
  WAVESPEED_PER_MINUTE: count.default(2),
  BATCHWORK_DATA: z.string().default('data'),
  BATCHWORK_HOST: z.string().trim().default('127.0.0.1'),
  PORT: port.optional(),
  BATCHWORK_TOKEN: token.optional(),
  BATCHWORK_ALLOWED_HOSTS: hostNames.default([]),
  BATCHWORK_DATABASE_URL: z.string().optional(),
  BATCHWORK_ASSETS_URL: z.string().optional(),
  BATCHWORK_EMBED_WORKFLOW: z.stringbool({ error: 'expected 1 or 0' }).optional(),
  BATCHWORK_MAX_RUN_USD: dollars.default(5),
  BATCHWORK_MAX_DAY_USD: dollars.default(25),
  BATCHWORK_QUEUE_LIMIT: count.default(50_000),
  BATCHWORK_POLL_MS: z.coerce
    .number('expected milliseconds')
    .min(1, 'expected at least 1 ms')
    .max(3_600_000)
    .optional(),
});

/** The port that is taken when none was asked for. */
const usualPort = 8190;

/**
 * Reads the settings. An empty variable counts as not set.
 * @throws SettingsError naming every variable that cannot be used.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  overrides: SettingsOverrides = {},
): Settings {
  const given = {
    ...environment,
    ...(overrides.token === undefined ? {} : { BATCHWORK_TOKEN: overrides.token }),
    ...(overrides.allowedHosts === undefined
      ? {}
      : { BATCHWORK_ALLOWED_HOSTS: overrides.allowedHosts.join(',') }),
  };
  const set = Object.entries(given).filter(([, value]) => value !== undefined && value.trim() !== '');
  const parsed = environmentSchema.safeParse(Object.fromEntries(set));
  if (!parsed.success)
    throw new SettingsError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`).join(' '),
    );
  const values = parsed.data;
  const dataFolder = resolve(overrides.dataFolder ?? values.BATCHWORK_DATA);
  const askedPort = overrides.port ?? values.PORT;
  return {
    dataFolder,
    outputFolder:
      overrides.outputFolder === undefined ? join(dataFolder, 'output') : resolve(overrides.outputFolder),
    host: overrides.host ?? values.BATCHWORK_HOST,
    port: askedPort ?? usualPort,
    portAsked: askedPort !== undefined,
    token: values.BATCHWORK_TOKEN,
    allowedHosts: values.BATCHWORK_ALLOWED_HOSTS,
    runcomfy: {
      key: values.RUNCOMFY_TOKEN,
      baseUrl: values.RUNCOMFY_BASE_URL,
      lane: { concurrency: values.RUNCOMFY_CONCURRENCY, perMinute: values.RUNCOMFY_PER_MINUTE },
    },
    wavespeed: {
      key: values.WAVESPEED_API_KEY,
      baseUrl: values.WAVESPEED_BASE_URL,
      lane: { concurrency: values.WAVESPEED_CONCURRENCY, perMinute: values.WAVESPEED_PER_MINUTE },
    },
    databaseUrl: values.BATCHWORK_DATABASE_URL,
    assetsUrl: values.BATCHWORK_ASSETS_URL,
    queueLimit: values.BATCHWORK_QUEUE_LIMIT,
    embedWorkflow: values.BATCHWORK_EMBED_WORKFLOW,
    caps: { runUsd: values.BATCHWORK_MAX_RUN_USD, dayUsd: values.BATCHWORK_MAX_DAY_USD },
    capVariables: {
      ...(set.some(([name]) => name === 'BATCHWORK_MAX_RUN_USD')
        ? { maxRunUsd: 'BATCHWORK_MAX_RUN_USD' }
        : {}),
      ...(set.some(([name]) => name === 'BATCHWORK_MAX_DAY_USD')
        ? { maxDayUsd: 'BATCHWORK_MAX_DAY_USD' }
        : {}),
    },
    pollMs: values.BATCHWORK_POLL_MS,
  };
}

/** Reads `<folder>/.env` into the process, if there is one. Variables that are set already keep their value. */
export function loadEnvFile(folder: string): void {
  const file = join(folder, '.env');
  if (existsSync(file)) loadIntoProcess(file);
}
