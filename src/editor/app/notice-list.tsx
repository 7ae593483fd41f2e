import { X } from 'lucide-react';
import { createPortal } from 'react-dom';

import { useSession, useStores } from '../state/stores.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { dismiss } from './notices.ts';

import styles from './app.module.css';

/** What the editor has to tell, read aloud politely. */
export function NoticeList() {
  const { session } = useStores();
  const notices = useSession((state) => state.notices);
  const place = useSession((state) => state.noticePlace);
  const list = (
    <section aria-label="Notices" className={styles['notices']} role="log" aria-live="polite">
      {notices.map(({ id, tone, message, action }) => (
        <div key={id} className={styles['notice']} data-tone={tone}>
          <p>{message}</p>
          {action !== undefined && (
            <Button
              onClick={() => {
                dismiss(session, id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton label="Dismiss" onClick={() => dismiss(session, id)}>
            <X size={14} />
          </IconButton>
        </div>
      ))}
    </section>
  );
  return place === null ? list : createPortal(list, place);
}
