import type { Template } from '#core/api/workflows.ts';

import styles from './template-cards.module.css';

interface TemplateCardsProps {
  readonly templates: readonly Template[];
  readonly onChoose: (template: Template) => void;
}

/** Starter workflows with their pictures. */
export function TemplateCards({ templates, onChoose }: TemplateCardsProps) {
  return (
    <ul className={styles['cards']}>
      {templates.map((template) => (
        <li key={template.id}>
          <button type="button" className={styles['card']} onClick={() => onChoose(template)}>
            {template.picture !== null && (
              <img className={styles['picture']} src={template.picture} alt="" loading="lazy" />
            )}
            <span className={styles['title']}>{template.title}</span>
            <span className={styles['description']}>{template.description}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
