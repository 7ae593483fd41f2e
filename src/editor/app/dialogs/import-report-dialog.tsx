import type { ImportReport, ReportCode } from '#interop/report.ts';

import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

import styles from './dialogs.module.css';

/** What a person has something to do about comes first. */
const urgent: ReadonlySet<ReportCode> = new Set([
  'placeholder',
  'image-to-pick',
  'value-changed',
  'link-dropped',
  'unreadable-kept',
  'key-removed',
]);

/** Says what became of a workflow of another program, in a few sentences. */
export function ImportReportDialog({
  source,
  report,
  onClose,
}: {
  readonly source: string;
  readonly report: ImportReport;
  readonly onClose: () => void;
}) {
  const sorted = report.toSorted((a, b) => Number(urgent.has(b.code)) - Number(urgent.has(a.code)));
  return (
    <Dialog title={`Imported ${source}`} onClose={onClose}>
      <ul className={styles['report']}>
        {sorted.map(({ code, message }) => (
          <li key={code}>{message}</li>
        ))}
      </ul>
      <div className={styles['buttons']}>
        <Button look="primary" onClick={onClose}>
          Show the workflow
        </Button>
      </div>
    </Dialog>
  );
}
