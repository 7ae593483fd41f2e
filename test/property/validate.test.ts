import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import { nodeDescriptorSchema, type NodeDescriptor, type PortDescriptor } from '#core/node/descriptor.ts';
import type { PortRule } from '#core/node/port-rule.ts';
import { portTypes } from '#core/node/port-type.ts';
import { diagnosticSchema, isError } from '#core/run/diagnostic.ts';
import { plan } from '#engine/plan.ts';
import { validate } from '#engine/validate.ts';
import { allNodes } from '#test/rig/planned.ts';

import { arbitraryDocument, runs } from './arbitrary-document.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'constructor');
const portName = fc.constantFrom('x', 'y', 'value', 'a', 'toString');
const typeNames = ['A', 'B', 'C', 'valueOf'];
const typeName = fc.constantFrom(...typeNames);

const rules: readonly PortRule[] = [
  { kind: 'text', maxLength: 2 },
  { kind: 'integer', min: 0, max: 3 },
  { kind: 'boolean' },
  { kind: 'choice', options: ['a'] },
  { kind: 'pattern', pattern: '^a$', example: 'a' },
  { kind: 'resolution' },
  { kind: 'image' },
];

const ports = fc.uniqueArray(
  fc.record({
    name: portName,
    portType: fc.constantFrom(...portTypes),
    cardinality: fc.constantFrom('one' as const, 'many' as const),
    optional: fc.integer({ min: 0, max: 9 }).map((chance) => chance > 0),
    rule: fc.constantFrom(...rules),
    label: fc.string(),
    initial: fc.option(fc.constantFrom<PortDescriptor['initial']>(1, 'a', [1, 'a'], null, {}), {
      nil: undefined,
      freq: 1,
    }),
  }),
  { selector: ({ name }) => name, maxLength: 4 },
);

const descriptor: fc.Arbitrary<NodeDescriptor> = fc.record({
  type: typeName,
  version: fc.constant(1),
  title: fc.string(),
  description: fc.string(),
  category: fc.string(),
  aliases: fc.constant([]),
  effect: fc.constantFrom('pure' as const, 'paid' as const, 'save' as const),
  inputs: ports,
  outputs: ports,
});
/** A few node types out of those that documents name, or all of them. */
const catalog = fc
  .tuple(fc.array(descriptor, { minLength: 4, maxLength: 4 }), fc.integer({ min: 0, max: 8 }))
  .map(
    ([descriptors, kept]) =>
      new Map(descriptors.slice(0, kept).map((each, at) => [typeNames[at] ?? '', each])),
  );

const mostlyUnique = <T extends { id: string }>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.uniqueArray(item, { selector: (each) => each.id, minLength: 1, maxLength: 4 }),
    },
    fc.array(item, { maxLength: 6 }),
  );

/** Few names, so that ids collide, edges meet and circles close. */
const tangled = (types: fc.Arbitrary<string>): fc.Arbitrary<WorkflowDocument> =>
  fc.record({
    format: fc.constant('batchwork' as const),
    version: fc.constant(1 as const),
    name: fc.constant('Tangled'),
    nodes: mostlyUnique(
      fc.record(
        {
          id,
          type: types,
          position: fc.constant({ x: 0, y: 0 }),
          inputs: fc.dictionary(
            portName,
            fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<NodeInstance['inputs'][string]>,
            {
              noNullPrototype: true,
            },
          ),
          mode: fc.constantFrom('mute' as const, 'bypass' as const),
        },
        { requiredKeys: ['id', 'type', 'position', 'inputs'], noNullPrototype: true },
      ),
    ),
    edges: fc.array(
      fc.record({
        from: fc.record({ node: id, output: portName }),
        to: fc.record({ node: id, input: portName }),
      }),
      { maxLength: 3 },
    ),
    groups: fc.constant([]),
    notes: fc.constant([]),
  });

const targets = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.array(id, { maxLength: 3 }));

test('whatever the document, the nodes and the targets: an answer with diagnostics, never an exception', () => {
  let sound = 0;
  const documents = fc.oneof({ weight: 4, arbitrary: tangled(typeName) }, arbitraryDocument);
  fc.assert(
    fc.property(documents, catalog, targets, (document, descriptors, wanted) => {
      for (const each of descriptors.values()) nodeDescriptorSchema.parse(each);
      const before = JSON.stringify(document);
      const validation = validate(document, descriptors, wanted === undefined ? {} : { targets: wanted });
      expect(JSON.stringify(document)).toBe(before);
      for (const diagnostic of validation.diagnostics) diagnosticSchema.parse(diagnostic);
      expect(validation.ok || validation.diagnostics.some(isError)).toBe(true);
      if (!validation.ok) return;
      sound += 1;
      const place = new Map(validation.workflow.nodes.map((node, index) => [node.id, index]));
      for (const [index, { inputs }] of validation.workflow.nodes.entries())
        for (const source of inputs.flatMap((input) => (input.kind === 'edge' ? [input.source.node] : [])))
          expect(place.get(source)).toBeLessThan(index);
      for (const root of validation.workflow.roots) expect(place.has(root)).toBe(true);
    }),
    { numRuns: runs },
  );
  expect(sound).toBeGreaterThan(0);
});

test('whatever is wired to whatever, planning answers and never throws', () => {
  let valid = 0;
  fc.assert(
    fc.property(tangled(fc.constantFrom(...allNodes.descriptors.keys())), (document) => {
      const validation = validate(document, allNodes.descriptors);
      if (!validation.ok) return;
      valid += 1;
      const planned = plan(validation.workflow, { definitions: allNodes.definitions });
      for (const diagnostic of planned.diagnostics) diagnosticSchema.parse(diagnostic);
      expect(planned.ok || planned.diagnostics.length > 0).toBe(true);
    }),
    { numRuns: runs },
  );
  expect(valid).toBeGreaterThan(0);
});
