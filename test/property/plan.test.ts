import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { fingerprintExecution, fingerprintPurchase } from '#engine/fingerprint.ts';
import { plan, type Planned } from '#engine/plan.ts';
import { validate } from '#engine/validate.ts';
import { sha256 } from '#test/rig/memory-capabilities.ts';
import { allNodes } from '#test/rig/planned.ts';

import { runs } from './arbitrary-document.ts';
import { arbitraryGraph, shuffled } from './arbitrary-graph.ts';

const planAny = (document: WorkflowDocument): Planned => {
  const validation = validate(document, allNodes.descriptors);
  return validation.ok ? plan(validation.workflow, { definitions: allNodes.definitions }) : validation;
};

/** Everything a plan says, without the definitions and with step numbers as node ids. */
function told(planned: Planned): unknown {
  if (!planned.ok) return new Set(planned.diagnostics.map((diagnostic) => JSON.stringify(diagnostic)));
  const { steps } = planned.plan;
  return steps.map((step) => ({
    node: step.node,
    waitsFor: step.waitsFor,
    consumers: new Set(step.consumers.map((index) => steps[index]?.node)),
    priority: step.priority,
    executions: step.executions,
    known: step.known,
    bounds: step.bounds,
    purchases: step.purchases?.map(({ requests, ...purchase }) => ({
      ...purchase,
      fingerprints: requests.map((request) => fingerprintPurchase(sha256, request)),
    })),
  }));
}

test('every edge of a plan goes forward, and everybody is waited for by name', () => {
  let planned = 0;
  fc.assert(
    fc.property(arbitraryGraph, (document) => {
      const result = planAny(document);
      if (!result.ok) return;
      planned += 1;
      const { steps, positions } = result.plan;
      for (const step of steps) {
        expect(positions.get(step.node)).toBe(step.index);
        const sources = new Set(
          step.inputs.flatMap((input) => (input.kind === 'edge' ? [input.source.node] : [])),
        );
        expect(step.waitsFor).toBe(sources.size);
        for (const source of sources) {
          const before = steps[positions.get(source) ?? -1];
          expect(before?.index).toBeLessThan(step.index);
          expect(before?.consumers.filter((index) => index === step.index)).toHaveLength(1);
          expect(before?.priority).toBeGreaterThanOrEqual(step.priority);
        }
      }
    }),
    { numRuns: runs },
  );
  // Or the property would have been about nothing.
  expect(planned).toBeGreaterThan(runs / 20);
});

test('the order of nodes and edges in the file changes neither plan nor fingerprints', () => {
  const pairs = arbitraryGraph.chain((document) => fc.tuple(fc.constant(document), shuffled(document)));
  fc.assert(
    fc.property(pairs, ([document, other]) => {
      expect(told(planAny(other))).toEqual(told(planAny(document)));
    }),
    { numRuns: runs },
  );
});

test('bounds hold: what is known never exceeds them, and executions match the purchases', () => {
  fc.assert(
    fc.property(arbitraryGraph, (document) => {
      const result = planAny(document);
      for (const step of result.ok ? result.plan.steps : []) {
        for (const [output, batch] of step.known ?? []) expect(step.bounds.get(output)).toBe(batch.length);
        expect(step.purchases?.length ?? step.executions).toBe(step.executions);
      }
    }),
    { numRuns: runs },
  );
});

test('a fingerprint depends on the values alone, not on the order they were given in', () => {
  const definition = allNodes.definitions.get('PromptTemplate');
  if (definition === undefined) throw new Error('no PromptTemplate');
  const values = fc.record({
    template: fc.string(),
    subject: fc.string(),
    scene: fc.string(),
    style: fc.string(),
  });
  fc.assert(
    fc.property(values, values, (one, other) => {
      const reversed = Object.fromEntries(Object.entries(one).toReversed());
      const print = fingerprintExecution(sha256, definition, one);
      expect(fingerprintExecution(sha256, definition, reversed)).toBe(print);
      const same = JSON.stringify(one) === JSON.stringify(other);
      expect(fingerprintExecution(sha256, definition, other) === print).toBe(same);
    }),
    { numRuns: runs },
  );
});
