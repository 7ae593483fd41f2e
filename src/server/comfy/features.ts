/** Bytes of one upload. */
export const uploadLimit = 100 * 1024 * 1024;

/** What `GET /features` and the WebSocket's `feature_flags` say. */
export const features = { supports_preview_metadata: false, max_upload_size: uploadLimit } as const;
