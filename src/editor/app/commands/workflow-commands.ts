import { documentOf } from '../../state/document-store.ts';
import type { Editor } from '../editor.ts';
import type { Command } from './command.ts';
import { chooseFile } from './import-workflow.ts';
import { newWorkflow } from './workflow-files.ts';

const hasNodes = ({ document }: Editor): boolean => documentOf(document.getState()).nodes.length > 0;

export const workflowCommands: readonly Command[] = [
  { id: 'new', title: 'New workflow', group: 'Workflow', keys: ['Alt+KeyN'], run: newWorkflow },
  {
    id: 'templates',
    title: 'New from template…',
    group: 'Workflow',
    run: ({ session }) => session.setState({ dialog: { type: 'templates' } }),
  },
  {
    id: 'open',
    title: 'Open…',
    group: 'Workflow',
    keys: ['$mod+o', 'w'],
    inTextFields: true,
    run: ({ session }) => session.setState({ dialog: { type: 'workflows' } }),
  },
  {
    id: 'save',
    title: 'Save',
    group: 'Workflow',
    keys: ['$mod+s'],
    inTextFields: true,
    run: async (editor) => (await import('./save-workflow.ts')).save(editor),
  },
  {
    id: 'save-as',
    title: 'Save as…',
    group: 'Workflow',
    keys: ['$mod+Shift+s'],
    inTextFields: true,
    run: ({ session }) => session.setState({ dialog: { type: 'save-as' } }),
  },
  { id: 'import', title: 'Import file…', group: 'Workflow', run: chooseFile },
  {
    id: 'copy-link',
    title: 'Copy a link that carries it',
    group: 'Workflow',
    enabled: hasNodes,
    run: async (editor) => (await import('./share-workflow.ts')).copyShareLink(editor),
  },
  {
    id: 'copy-command',
    title: 'Copy the command that runs it',
    group: 'Workflow',
    run: async (editor) => (await import('./share-workflow.ts')).copyCommand(editor),
  },
  {
    id: 'export',
    title: 'Export as JSON',
    group: 'Workflow',
    run: async (editor) => (await import('./export-workflow.ts')).exportFile(editor),
  },
  {
    id: 'export-comfy',
    title: 'Download for ComfyUI',
    group: 'Workflow',
    run: async (editor) => (await import('./export-workflow.ts')).exportComfy(editor),
  },
  {
    id: 'export-comfy-api',
    title: 'Download as ComfyUI API prompt',
    group: 'Workflow',
    run: async (editor) => (await import('./export-workflow.ts')).exportComfyApi(editor),
  },
];
