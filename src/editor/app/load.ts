import { messageOf } from '../remote/remote-error.ts';
import type { Editor } from './editor.ts';
import { notify } from './notices.ts';

/** Fetches the installed node types. */
export async function loadCatalog({ remote, session }: Editor): Promise<void> {
  try {
    const { nodes, diagnostics } = await remote.catalog();
    session.setState({
      catalog: new Map(nodes.map((node) => [node.type, node])),
      catalogDiagnostics: diagnostics,
    });
    for (const { message } of diagnostics) notify(session, 'warning', message);
  } catch (error) {
    notify(session, 'error', `The nodes could not be loaded. ${messageOf(error)}`);
  }
}

/** Fetches which providers have a key. */
export async function loadProviders({ remote, session }: Editor): Promise<void> {
  try {
    session.setState({ providers: await remote.providers() });
  } catch {
    // Shown as unknown; the dialog asks again when it opens.
  }
}

export async function loadTemplates({ remote, session }: Editor): Promise<void> {
  try {
    session.setState({ templates: await remote.templates() });
  } catch (error) {
    notify(session, 'warning', `The templates could not be loaded. ${messageOf(error)}`);
  }
}
