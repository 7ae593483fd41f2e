import { readFileSync } from 'node:fs';

import { expect, node, runButton, test } from '../rig.ts';
import { attackScript, call, workflow } from './hostile.ts';

/** The functions of the attack script, which also drop files. */
const dropper = readFileSync(attackScript, 'utf8');
const markup = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

test('a workflow whose every text is markup is shown as text', async ({ editor, server }) => {
  const outside: string[] = [];
  editor.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(?:blob|data):/.test(url)) outside.push(url);
  });
  // As text, since some of its keys are none that an object should have.
  const hostile = `{"format":"batchwork","version":1,"name":${JSON.stringify(markup)},"nodes":[
    {"id":"a","type":"Prompt","title":${JSON.stringify(markup)},"position":{"x":0,"y":0},"inputs":{"text":${JSON.stringify(markup)}}},
    {"id":"b","type":${JSON.stringify(markup)},"title":${JSON.stringify(markup)},"position":{"x":300,"y":0},"inputs":{${JSON.stringify(markup)}:1,"__proto__":{"polluted":1}}},
    {"id":"__proto__","type":"constructor","position":{"x":600,"y":0},"inputs":{"toString":"x"},"color":"red;background:url(http://evil.example)"},
    {"id":"s","type":"Save","position":{"x":600,"y":300},"inputs":{"filename_prefix":${JSON.stringify(`../${markup}`)}}}],
    "edges":[{"from":{"node":"b","output":${JSON.stringify(markup)}},"to":{"node":"s","input":"images"}}],
    "groups":[{"id":"g","title":${JSON.stringify(markup)},"position":{"x":-50,"y":-50},"size":{"width":900,"height":600}}],
    "notes":[{"id":"n","text":${JSON.stringify(`${markup} [link](javascript:window.hacked=1)`)},"position":{"x":0,"y":400}}],
    "__proto__":{"polluted":1}}`;
  await editor.evaluate(dropper);
  await call(editor, 'dropFile', { name: 'hostile.json', text: hostile });
  await expect(node(editor, 'Prompt')).toBeVisible();
  await expect(editor.getByText(markup).first()).toBeVisible();
  await runButton(editor).click();
  await expect(editor.getByRole('dialog')).toContainText('<img src=x');
  expect(await editor.evaluate('globalThis.hacked')).toBeUndefined();
  expect(await editor.evaluate('({}).polluted')).toBeUndefined();
  expect(outside).toEqual([]);
});

test('a workflow from elsewhere asks before its first run, and not again after it', async ({
  editor,
  server,
}) => {
  await editor.evaluate(dropper);
  await call(editor, 'dropFile', { name: 'stranger.json', text: JSON.stringify(workflow) });
  await expect(node(editor, 'SequentialGenerate')).toHaveCount(1);
  await runButton(editor).click();
  const dialog = editor.getByRole('dialog', { name: 'Run a workflow from elsewhere?' });
  await expect(dialog).toContainText('Up to 1 image in 1 call');
  await expect(dialog).toContainText('the demo on this machine');
  await expect(dialog).toContainText('stolen_00001');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await (await fetch(`${server.url}/api/v2/jobs`)).json()).toEqual({ jobs: [] });
  // The question outlives a reload.
  await editor.reload();
  await expect(node(editor, 'SequentialGenerate')).toHaveCount(1);
  await runButton(editor).click();
  await dialog.getByRole('button', { name: /^Run/ }).click();
  await expect(node(editor, 'Save')).toHaveAttribute('data-state', 'complete');
  expect(await server.outputs()).toEqual(['stolen_00001.jpg']);
  await runButton(editor).click();
  await expect.poll(() => server.outputs()).toHaveLength(2);
  await expect(dialog).toHaveCount(0);
});
