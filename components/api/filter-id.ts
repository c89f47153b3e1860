import { createParser } from "nuqs";

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id in the address that the server is asked for. What is none filters nothing. */
export const parseAsFilterId = createParser({ parse: (text) => (UUID.test(text) ? text : null), serialize: String });
