import { spawnSync } from 'node:child_process';

/**
 * Every campaign at its long size; a size that the environment names is kept. Takes some hours; the figures are printed
 * as each part ends, and a failing part prints how to see it again.
 */
const sizes = {
  BATCHWORK_CAMPAIGN: 'long',
  BATCHWORK_SIMULATION_SEEDS: '1000000',
  BATCHWORK_MODEL_RUNS: '20000',
  BATCHWORK_CLI_KILLS: '2500',
  BATCHWORK_SERVER_KILLS: '2500',
  BATCHWORK_POWER_STATES: '100000',
};

const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'campaign', '--testTimeout', '86400000'],
  { stdio: 'inherit', env: { ...sizes, ...process.env } },
);
process.exitCode = status ?? 1;
