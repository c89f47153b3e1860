import { createParser } from "nuqs";

/** A text in the address that the server is asked for. A NUL, which nothing stored can hold, is dropped. */
export const parseAsFilterText = createParser({
  parse: (text) => text.replaceAll("\0", "") || null,
  serialize: String,
});
