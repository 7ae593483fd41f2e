/** The two wire formats spoken here. */
export type Family = 'runcomfy' | 'wavespeed';

/** One model of the catalogue. */
export interface EmulatedModel {
  readonly family: Family;
  readonly id: string;
  readonly title: string;
  /** Whether it draws a batch; the others draw one image. */
  readonly sequential: boolean;
  /** Most reference images; 0 for a model that takes none, otherwise at least one is required. */
  readonly references: number;
}

/** Ids and reference limits from the providers' model pages of the Seedream 4.5 family. */
export const emulatedModels: readonly EmulatedModel[] = [
  {
    family: 'runcomfy',
    id: 'bytedance/seedream-4-5/sequential',
    title: 'Seedream 4.5 Sequential',
    sequential: true,
    references: 0,
  },
  {
    family: 'runcomfy',
    id: 'bytedance/seedream-4-5/edit-sequential',
    title: 'Seedream 4.5 Edit Sequential',
    sequential: true,
    references: 14,
  },
  {
    family: 'runcomfy',
    id: 'bytedance/seedream-4-5/text-to-image',
    title: 'Seedream 4.5',
    sequential: false,
    references: 0,
  },
  {
    family: 'runcomfy',
    id: 'bytedance/seedream-4-5/edit',
    title: 'Seedream 4.5 Edit',
    sequential: false,
    references: 14,
  },
  {
    family: 'wavespeed',
    id: 'bytedance/seedream-v4.5/sequential',
    title: 'Seedream V4.5 Sequential',
    sequential: true,
    references: 0,
  },
  {
    family: 'wavespeed',
    id: 'bytedance/seedream-v4.5/edit-sequential',
    title: 'Seedream V4.5 Edit Sequential',
    sequential: true,
    references: 10,
  },
  {
    family: 'wavespeed',
    id: 'bytedance/seedream-v4.5',
    title: 'Seedream V4.5',
    sequential: false,
    references: 0,
  },
  {
    family: 'wavespeed',
    id: 'bytedance/seedream-v4.5/edit',
    title: 'Seedream V4.5 Edit',
    sequential: false,
    references: 10,
  },
];

/** The model of that exact id; undefined when the provider has none. */
export const findModel = (family: Family, id: string): EmulatedModel | undefined =>
  emulatedModels.find((model) => model.family === family && model.id === id);
