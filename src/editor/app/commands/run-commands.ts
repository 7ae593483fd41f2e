import { z } from 'zod';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { diagnosticSchema, isError } from '#core/run/diagnostic.ts';
import { emptySnapshot } from '#core/run/snapshot.ts';

import { messageOf, RemoteError } from '../../remote/remote-error.ts';
import { documentOf, sheetOf } from '../../state/document-store.ts';
import { activeRuns, showRun, stoppableRun } from '../../state/run-store.ts';
import { nothing } from '../../state/session-store.ts';
import { advanceSeeds } from '../../workflow/after-run.ts';
import { findNode } from '../../workflow/document-index.ts';
import { viewNode, titleOf } from '../../workflow/node-view.ts';
import type { Editor } from '../editor.ts';
import { refreshJobs } from '../follow-runs.ts';
import { notify } from '../notices.ts';
import type { Command } from './command.ts';

/** What is run, and how. */
export interface RunChoice {
  /** Only these nodes and what they need. */
  readonly targets?: readonly string[] | undefined;
  /** Another document than the one that is open; its seeds do not move on. */
  readonly workflow?: WorkflowDocument;
  /** Buys anew, also what is known already. */
  readonly force?: boolean;
}

/**
 * Lets a workflow from elsewhere run from now on, and runs it as it was `seen`. One that was changed meanwhile, in
 * another way than by the person who looks at it, is shown anew.
 */
export async function trustAndRun(
  editor: Editor,
  { choice, seen }: { choice: RunChoice; seen: WorkflowDocument },
): Promise<void> {
  const { document, session, foreignFiles } = editor;
  session.setState({ dialog: null });
  if (documentOf(document.getState()) === seen) {
    const { file } = sheetOf(document.getState());
    document.updateSheet({ foreign: false });
    if (file !== null) foreignFiles.delete(file);
  }
  await startRun(editor, choice);
}

/** Starts a run of the document as it stands. One from elsewhere is shown to the person first. */
export async function startRun(
  editor: Editor,
  { targets, force, workflow: other }: RunChoice = {},
): Promise<void> {
  const { document, session, runs, remote } = editor;
  if (session.getState().starting) return;
  if (sheetOf(document.getState()).foreign) {
    session.setState({
      dialog: { type: 'first-run', targets, workflow: other, ...(force === true ? { force } : {}) },
    });
    return;
  }
  // What was wrong with the last try is no longer of interest.
  session.setState(({ notices }) => ({
    starting: true,
    notices: notices.filter(({ tone }) => tone !== 'error'),
  }));
  const tab = document.getState().active;
  const workflow = other ?? documentOf(document.getState());
  const { file } = sheetOf(document.getState());
  const request = {
    workflow,
    ...(file === null ? {} : { workflow_file: file }),
    ...(targets === undefined ? {} : { targets: [...targets] }),
    ...(force === true ? { force } : {}),
  };
  const key = editor.newKey();
  void editor.ownWorkflows.remember(workflow);
  try {
    // The key makes asking twice safe: a lost answer is asked for again and never starts a second run.
    const job = await remote.startJob(request, key).catch((error: unknown) => {
      if (error instanceof RemoteError && error.code === 'offline') return remote.startJob(request, key);
      throw error;
    });
    const { tabs, active } = document.getState();
    const before = tabs.find(({ id }) => id === tab)?.sheet.runs ?? [];
    document.updateSheet({ runs: [...before, job.id] }, tab);
    runs.setState(({ documents, snapshots }) => ({
      documents: new Map(documents).set(job.id, workflow),
      snapshots: snapshots.has(job.id) ? snapshots : new Map(snapshots).set(job.id, emptySnapshot(job.id)),
    }));
    // Somebody who went to another tab meanwhile sees this run when they are back.
    if (active === tab) {
      showRun(runs, job.id);
      if (other === undefined) moveSeedsOn(editor);
    }
    void refreshJobs(editor);
  } catch (error) {
    tellRefusal(editor, error);
  } finally {
    session.setState({ starting: false });
  }
}

/** Seeds that are not fixed become what they say they will after a run, in one step of their own. */
function moveSeedsOn({ document, session, random }: Editor): void {
  const seeds = advanceSeeds(documentOf(document.getState()), session.getState().catalog, random);
  if (seeds === undefined) return;
  document.seal();
  document.apply(seeds);
  document.seal();
}

/** Diagnostics that come with a refusal; none where the answer holds something else. */
const detailsSchema = z.looseObject({ diagnostics: z.array(diagnosticSchema) });

/** Says why a run was not started, and shows the node that is to blame. */
function tellRefusal(editor: Editor, error: unknown): void {
  const { session, document } = editor;
  const details = error instanceof RemoteError ? detailsSchema.safeParse(error.details) : undefined;
  const first = details?.data?.diagnostics.find(isError);
  const workflow = documentOf(document.getState());
  const node = first?.node === undefined ? undefined : findNode(workflow, first.node);
  if (first === undefined || node === undefined) {
    notify(session, 'error', first?.message ?? messageOf(error));
    return;
  }
  const title = titleOf(viewNode(workflow, session.getState().catalog, node));
  session.setState({ selectedNodes: new Set([node.id]), selectedEdges: nothing });
  notify(session, 'error', `${title}: ${first.message}`);
}

/** Asks the server to stop a run. What a provider has begun may still arrive, and is kept. */
export async function stopRun(editor: Editor, run: string): Promise<void> {
  const { runs, remote, session } = editor;
  runs.setState(({ stopping }) => ({ stopping: new Set(stopping).add(run) }));
  try {
    await remote.cancelJob(run);
  } catch (error) {
    notify(session, 'error', messageOf(error));
    runs.setState(({ stopping }) => ({ stopping: new Set([...stopping].filter((id) => id !== run)) }));
  }
}

const runToStop = ({ runs, document }: Editor): string | undefined =>
  stoppableRun(runs.getState(), sheetOf(document.getState()).runs);

export const runCommands: readonly Command[] = [
  {
    id: 'run',
    title: 'Run',
    group: 'Run',
    keys: ['$mod+Enter'],
    inTextFields: true,
    enabled: ({ session, document }) =>
      !session.getState().starting && documentOf(document.getState()).nodes.length > 0,
    run: (editor) => startRun(editor),
  },
  {
    id: 'run-selected',
    title: 'Run to the selected nodes',
    group: 'Run',
    keys: ['$mod+Shift+Enter'],
    inTextFields: true,
    enabled: ({ session }) => session.getState().selectedNodes.size > 0,
    run: (editor) => startRun(editor, { targets: selectedTargets(editor) }),
  },
  {
    id: 'run-anew',
    title: 'Run anew, buying again',
    group: 'Run',
    enabled: ({ session, document }) =>
      !session.getState().starting && documentOf(document.getState()).nodes.length > 0,
    run: (editor) => startRun(editor, { force: true }),
  },
  {
    id: 'stop',
    title: 'Stop',
    group: 'Run',
    keys: ['$mod+Alt+Enter'],
    inTextFields: true,
    enabled: (editor) => runToStop(editor) !== undefined,
    run: async (editor) => {
      const run = runToStop(editor);
      if (run !== undefined) await stopRun(editor, run);
    },
  },
  {
    id: 'stop-all',
    title: 'Stop all runs of this workflow',
    group: 'Run',
    enabled: (editor) => ownActive(editor).length > 0,
    run: async (editor) => {
      await Promise.all(ownActive(editor).map((run) => stopRun(editor, run)));
    },
  },
];

const ownActive = ({ runs, document }: Editor): readonly string[] =>
  activeRuns(runs.getState(), sheetOf(document.getState()).runs);

const selectedTargets = ({ session, document }: Editor): string[] => {
  const { selectedNodes } = session.getState();
  return documentOf(document.getState())
    .nodes.filter(({ id, mode }) => selectedNodes.has(id) && mode === undefined)
    .map(({ id }) => id);
};
