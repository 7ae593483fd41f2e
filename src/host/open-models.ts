import type { ImageModel, ProviderId } from '#core/model/image-model.ts';
import type { ModelRegistry } from '#core/run/capabilities.ts';
import { sha256 } from '#platform/digest.ts';
import type { KeyStore } from '#platform/keys.ts';
import type { Settings } from '#platform/settings.ts';
import { systemClock } from '#platform/system-clock.ts';
import type { ProviderFetch } from '#providers/provider-options.ts';
import { createRunComfyModel } from '#providers/runcomfy/create-runcomfy-model.ts';
import { createWaveSpeedModel } from '#providers/wavespeed/create-wavespeed-model.ts';

/** Every demo request carries it; the embedded emulator takes any token. */
const demoToken = 'batchwork-demo';

/** The provider clients. `local` is RunComfy's, pointed at the embedded emulator. */
export function openModels(options: {
  settings: Settings;
  keys: KeyStore;
  fetch: ProviderFetch;
  emulatorUrl: string;
}): ModelRegistry {
  const { settings, keys, fetch, emulatorUrl } = options;
  const common = { fetch, clock: systemClock, digest: sha256 };
  const models: Record<ProviderId, ImageModel> = {
    runcomfy: createRunComfyModel({
      ...common,
      provider: 'runcomfy',
      title: 'RunComfy',
      demo: false,
      baseUrl: settings.runcomfy.baseUrl,
      key: () => keys.get('runcomfy'),
      keyVariable: 'RUNCOMFY_TOKEN',
    }),
    wavespeed: createWaveSpeedModel({
      ...common,
      provider: 'wavespeed',
      title: 'WaveSpeed',
      demo: false,
      baseUrl: settings.wavespeed.baseUrl,
      key: () => keys.get('wavespeed'),
      keyVariable: 'WAVESPEED_API_KEY',
    }),
    local: createRunComfyModel({
      ...common,
      provider: 'local',
      title: 'Demo',
      demo: true,
      baseUrl: emulatorUrl,
      key: () => demoToken,
    }),
  };
  const auto = (): ImageModel => {
    if (keys.get('runcomfy') !== undefined) return models.runcomfy;
    return keys.get('wavespeed') === undefined ? models.local : models.wavespeed;
  };
  return {
    get: (provider) => models[provider],
    resolve: (choice) => (choice === 'auto' ? auto() : models[choice]),
  };
}
