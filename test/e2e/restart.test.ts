import { expect, images, node, runButton, test } from './rig.ts';

test('a reload in the middle of a run shows the run as it is', async ({ editor, server }) => {
  await expect(runButton(editor)).toContainText('free');
  await runButton(editor).click();
  const generate = node(editor, 'SequentialGenerate');
  await expect(generate).toHaveAttribute('data-state', 'running');
  await editor.reload();
  await expect(generate).toHaveAttribute('data-state', 'running');
  await expect(editor.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect(images(generate)).toHaveCount(3);
  await expect(editor.getByText(/^Complete/)).toBeVisible();
  const jobs: unknown = await (await editor.request.get(`${server.url}/api/v2/jobs`)).json();
  expect(jobs).toMatchObject({ jobs: [{ outcome: 'complete' }] });
  await editor.reload();
  await expect(images(generate)).toHaveCount(3);
});

test('the server killed in the middle of a run: nothing is edited away, the run goes on', async ({
  page,
  server,
}) => {
  await page.goto(server.url);
  const prompt = node(page, 'Prompt').getByRole('textbox');
  await prompt.fill('Generate 3 images of an owl who repairs clocks');
  await expect(runButton(page)).toContainText('free');
  await runButton(page).click();
  const generate = node(page, 'SequentialGenerate');
  // Before the provider has answered nobody knows whether it took the job: then the run would wait for a person.
  await expect(generate.getByText(/queued|drawing/).first()).toBeVisible();
  await server.kill();
  await server.start();
  await expect(images(generate)).toHaveCount(3);
  await expect(prompt).toHaveValue('Generate 3 images of an owl who repairs clocks');
  await expect(page.getByText(/^Complete/)).toBeVisible();
  await expect.poll(() => server.outputs()).toHaveLength(4);
});
