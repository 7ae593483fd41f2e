import { describe, expect, test } from 'vitest';

import { readWorkflowText } from '#interop/read-workflow.ts';
import { loadNodes } from '#platform/node-folder.ts';

const { descriptors: catalog } = await loadNodes('nodes');

function read(prompt: unknown) {
  const result = readWorkflowText(typeof prompt === 'string' ? prompt : JSON.stringify(prompt), { catalog });
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result;
}

describe('API prompts', () => {
  test('a Seedream node of the second kind with grown image inputs, linked values and a bare NaN', () => {
    const { document, report, idMap } = read(
      `{"1":{"class_type":"ByteDanceSeedreamNodeV2","is_changed":[NaN],"_meta":{"title":"Draw"},"inputs":{
        "prompt":["7",0],"model":"seedream 5.0 lite","model.size_preset":"(2K) 2048x2048 (1:1)",
        "model.max_images":["8",0],"model.images.image_1":["3",0],"model.images.image_2":["4",0],
        "seed":5,"watermark":true}},
      "3":{"class_type":"LoadImage","inputs":{"image":"a.png"}},
      "4":{"class_type":"LoadImage","inputs":{"image":"b.png"}},
      "7":{"class_type":"PrimitiveStringMultiline","inputs":{"value":"three foxes"}},
      "8":{"class_type":"PrimitiveInt","inputs":{"value":3}},
      "9":{"class_type":"SaveImage","inputs":{"images":["1",0],"filename_prefix":"x"}}}`,
    );
    const nodes = new Map(document.nodes.map((node) => [node.id, node]));
    expect(nodes.get('1')).toMatchObject({
      type: 'SequentialGenerate',
      title: 'Draw',
      inputs: { resolution: '2048x2048 (1:1)', seed: 5 },
    });
    expect(nodes.get('8')).toMatchObject({ type: 'Count', inputs: { count: 3 } });
    const into = (node: string, input: string) =>
      document.edges.find(({ to }) => to.node === node && to.input === input)?.from;
    expect(into('1', 'prompt')).toEqual({ node: '7', output: 'text' });
    expect(into('1', 'count')).toEqual({ node: '8', output: 'count' });
    expect(into('1', 'references')).toEqual({ node: '1-merge-1', output: 'images' });
    expect(into('1-merge-1', 'b')).toEqual({ node: '4', output: 'images' });
    expect(into('9', 'images')).toEqual({ node: '1', output: 'images' });
    expect(report.map(({ code }) => code)).toEqual(['mapped', 'value-changed', 'image-to-pick']);
    expect(report[1]?.message).toContain('seedream 5.0 lite');
    expect(report[1]?.message).toContain('watermark');
    expect([...idMap]).toEqual(['1', '3', '4', '7', '8', '9'].map((id) => [id, id]));
  });

  test('an unknown class stays a placeholder with its values, wires and title', () => {
    const { document, report } = read({
      '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
      '6': {
        class_type: 'CLIPTextEncode',
        inputs: { text: 'a fox', clip: ['4', 1] },
        _meta: { title: 'Positive' },
      },
      '7': { class_type: 'Odd', inputs: { list: { __value__: [1, 2] }, lost: ['99', 0] } },
    });
    expect(document.nodes[1]).toMatchObject({
      type: 'CLIPTextEncode',
      title: 'Positive',
      inputs: { text: 'a fox' },
    });
    expect(document.edges).toEqual([{ from: { node: '4', output: '1' }, to: { node: '6', input: 'clip' } }]);
    expect(document.nodes[2]).toMatchObject({
      inputs: { list: [1, 2] },
      comfy: { inputs: { lost: ['99', 0] } },
    });
    expect(report.map(({ code }) => code)).toEqual(['placeholder', 'link-dropped']);
  });

  test.each([
    ['no JSON', '{"1":', 'not-json'],
    ['a list', '[]', 'not-a-workflow'],
    ['some other object', '{"a":1}', 'not-a-workflow'],
  ])('%s is refused in one sentence', (_name, text, code) => {
    const result = readWorkflowText(text, { catalog });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code, severity: 'error' }] });
  });
});
