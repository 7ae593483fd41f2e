import type { Literal } from '#core/document/schema.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';

/** What every widget is given. It shows a literal and reports what a person makes of it; it keeps no value of its own. */
export interface WidgetProps {
  readonly port: PortDescriptor;
  readonly value: Literal | undefined;
  /** Called with every keystroke; undefined goes back to the initial value. */
  readonly onChange: (value: Literal | undefined) => void;
  /** The person is done with this field: the next change is an undo step of its own. */
  readonly onDone: () => void;
  /** The node's title and the port's label, read aloud. */
  readonly label: string;
  /** A red frame, with the sentence that says why. */
  readonly problem: string | undefined;
  /** Names that stand for other inputs of the node in this text, as `{name}`. */
  readonly variables?: readonly string[];
}
