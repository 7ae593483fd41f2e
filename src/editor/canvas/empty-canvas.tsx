import { chooseFile } from '../app/commands/import-workflow.ts';
import { openDocument } from '../app/commands/workflow-files.ts';
import { useEditor } from '../app/editor.ts';
import { useSession } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { TemplateCards } from '../ui/template-cards.tsx';

import styles from './empty-canvas.module.css';

/** What an empty canvas says: one line, and workflows to begin with. */
export function EmptyCanvas() {
  const editor = useEditor();
  const templates = useSession((state) => state.templates);
  return (
    <div className={styles['empty']}>
      <p>Double-click to add a node, or start from a template.</p>
      {templates.length > 0 && (
        <div className={styles['cards']}>
          <TemplateCards
            templates={templates.slice(0, 6)}
            onChoose={(template) => openDocument(editor, template.document)}
          />
        </div>
      )}
      <div className={styles['actions']}>
        <Button onClick={() => editor.session.setState({ dialog: { type: 'workflows' } })}>
          Open a workflow
        </Button>
        <Button onClick={() => editor.session.setState({ dialog: { type: 'templates' } })}>
          All templates
        </Button>
        <Button onClick={() => chooseFile(editor)}>Import a file</Button>
      </div>
    </div>
  );
}
