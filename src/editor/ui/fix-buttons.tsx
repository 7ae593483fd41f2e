import type { Diagnostic } from '#core/run/diagnostic.ts';

import { commandOf } from '../app/commands/command-table.ts';
import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { fixesFor, type Fix } from '../workflow/fixes.ts';

interface FixButtonsProps {
  readonly diagnostic: Diagnostic;
  /** So many at most, the likeliest first. */
  readonly most?: number;
  readonly className?: string | undefined;
}

/** What would mend a problem, each as a button; nothing where only a person knows. */
export function FixButtons({ diagnostic, most = 2, className }: FixButtonsProps) {
  const editor = useEditor();
  const catalog = useSession((state) => state.catalog);
  const document = useDocument(documentOf);
  const mend = (fix: Fix): void => {
    if ('command' in fix) {
      void commandOf(fix.command).run(editor);
      return;
    }
    editor.document.seal();
    editor.document.apply(fix.edit);
    editor.document.seal();
  };
  return fixesFor(diagnostic, { document, catalog })
    .slice(0, most)
    .map((fix) => (
      <button key={fix.label} type="button" className={className} onClick={() => mend(fix)}>
        {fix.label}
      </button>
    ));
}
