import { Combobox } from '@base-ui/react/combobox';
import { useRef } from 'react';

import styles from './combo-box.module.css';

interface Item {
  readonly key: string;
  readonly label: string;
}

interface ComboBoxProps<T extends Item> {
  readonly label: string;
  readonly items: readonly T[];
  readonly value: T | null;
  readonly placeholder?: string;
  /** What stands in the list when nothing is in it. */
  readonly none: string;
  readonly onChange: (value: T | null) => void;
}

/** One of a list, to be found by typing. Its list opens within the dialog that it stands in. */
export function ComboBox<T extends Item>({
  label,
  items,
  value,
  placeholder,
  none,
  onChange,
}: ComboBoxProps<T>) {
  const root = useRef<HTMLDivElement>(null);
  return (
    <div ref={root} className={styles['box']}>
      <Combobox.Root<T>
        items={items}
        value={value}
        onValueChange={onChange}
        itemToStringLabel={(item) => item.label}
        isItemEqualToValue={(a, b) => a.key === b.key}
        autoHighlight
      >
        <label className={styles['label']}>
          {label}
          <Combobox.Input className={styles['input']} placeholder={placeholder} />
        </label>
        <Combobox.Portal container={root}>
          <Combobox.Positioner className={styles['positioner']} positionMethod="fixed" sideOffset={4}>
            <Combobox.Popup className={styles['popup']}>
              <Combobox.Empty className={styles['none']}>{none}</Combobox.Empty>
              <Combobox.List className={styles['list']}>
                {(item: T) => (
                  <Combobox.Item key={item.key} value={item} className={styles['item']}>
                    {item.label}
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </div>
  );
}
