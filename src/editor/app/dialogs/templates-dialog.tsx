import { useSession } from '../../state/stores.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TemplateCards } from '../../ui/template-cards.tsx';
import { openDocument } from '../commands/workflow-files.ts';
import { useEditor } from '../editor.ts';

/** Starter workflows. Choosing one leaves the present workflow behind Undo. */
export function TemplatesDialog({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor();
  const templates = useSession((state) => state.templates);
  return (
    <Dialog title="New from template" wide onClose={onClose}>
      <TemplateCards templates={templates} onChoose={(template) => openDocument(editor, template.document)} />
    </Dialog>
  );
}
