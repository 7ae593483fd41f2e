import { expect, test } from 'vitest';

import { accepts, portTypes } from '#core/node/port-type.ts';

test('an input takes its own type, and a number takes a whole number too', () => {
  const pairs = portTypes.flatMap((input) =>
    portTypes.filter((output) => accepts(input, output)).map((output) => `${output} > ${input}`),
  );
  expect(new Set(pairs)).toEqual(
    new Set([...portTypes.map((type) => `${type} > ${type}`), 'integer > number']),
  );
});
