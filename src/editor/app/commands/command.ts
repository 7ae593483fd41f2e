import type { Editor } from '../editor.ts';

/** Something a person can do, in one place for menus, keys, buttons and the sheet of shortcuts. */
export interface Command {
  readonly id: string;
  /** As menus say it. */
  readonly title: string;
  /** Heading in the sheet of shortcuts. */
  readonly group: 'Run' | 'Edit' | 'Nodes' | 'Arrange' | 'View' | 'Workflow';
  /** Shortcuts as tinykeys reads them; the first one is shown. */
  readonly keys?: readonly string[];
  /** Works while a text field has the focus. */
  readonly inTextFields?: boolean;
  /** Works on what is selected; a node that the keyboard has led to counts as selected. */
  readonly onSelection?: boolean;
  /** Shown but not offered when false. */
  enabled?(editor: Editor): boolean;
  run(editor: Editor): void | Promise<void>;
}
