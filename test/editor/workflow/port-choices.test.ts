import { expect, test } from 'vitest';

import { portChoices, portsOfNode } from '#editor/workflow/port-choices.ts';

import { catalog } from '../catalog.ts';
import { storyboard } from '../workflows.ts';

const endOf = (node: string, key: string) => {
  const port = portsOfNode(storyboard(), catalog, node).find((candidate) => candidate.key === key);
  if (port === undefined) throw new Error(`${node} has no ${key}.`);
  return port.end;
};

test('the ports of a node say what they are wired with', () => {
  expect(portsOfNode(storyboard(), catalog, 'grid').map(({ label }) => label)).toEqual([
    'Images (input, from Sequential Generate)',
    'Columns (input)',
    'Gap (input)',
    'Background (input)',
    'Cell (input)',
    'Labels (input)',
    'Format (input)',
    'Image (output, to Save)',
  ]);
});

test('what is wired comes first, what would be replaced is named, a circle is not offered', () => {
  expect(
    portChoices(storyboard(), catalog, endOf('grid', 'output:image')).map(({ label, connected }) => [
      label,
      connected,
    ]),
  ).toEqual([
    ['Save · Images (connected)', true],
    ['Save · Images (in place of Sequential Generate)', false],
  ]);
  expect(portChoices(storyboard(), catalog, endOf('generate', 'input:references'))).toEqual([]);
});
