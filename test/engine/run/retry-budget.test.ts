import { expect, test } from 'vitest';

import { createRetryBudget } from '#engine/purchase/retry-budget.ts';

const spendAll = (spend: () => boolean): number => {
  let retries = 0;
  while (spend()) retries += 1;
  return retries;
};

test('F25 a provider in trouble is asked again a hundred times, then once for every five good answers; others are not concerned', () => {
  const budget = createRetryBudget();
  expect(spendAll(() => budget.spend('one'))).toBe(100);
  for (let answer = 0; answer < 24; answer += 1) budget.earn('one');
  expect(spendAll(() => budget.spend('one'))).toBe(4);
  for (let answer = 0; answer < 10_000; answer += 1) budget.earn('one');
  expect(spendAll(() => budget.spend('one'))).toBe(100);
  expect(budget.spend('other')).toBe(true);
});
