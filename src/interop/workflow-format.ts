/** Our document, what ComfyUI's editor saves, and the prompt of its API. */
export const workflowFormats = ['batchwork', 'comfy', 'comfy-api'] as const;
export type WorkflowFormat = (typeof workflowFormats)[number];
