import styles from './app.module.css';

/** Three sheets of one batch. */
export function Logo() {
  return (
    <svg className={styles['logo']} width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect x="11" y="3" width="18" height="18" rx="4" fill="var(--accent)" opacity="0.3" />
      <rect x="7" y="7" width="18" height="18" rx="4" fill="var(--accent)" opacity="0.55" />
      <rect x="3" y="11" width="18" height="18" rx="4" fill="var(--accent)" />
      <path d="M8 23.5l4-5 2.6 3.2L16.2 20l2.8 3.5Z" fill="var(--on-accent)" />
      <circle cx="15.5" cy="15.8" r="1.6" fill="var(--on-accent)" />
    </svg>
  );
}
