import type { Station } from "./station.ts";

/** OCPP 1.6 numbers connectors from 1 up (3.4); no box has so many, and a number beyond would only fill the database. */
const MOST_CONNECTOR = 255;
const INT4 = 2_147_483_647;

/** Whether a station may have a connector of this number; 0, the whole box, is none. */
export const isConnectorNumber = (number: number): boolean => number >= 1 && number <= MOST_CONNECTOR;

/** What a station said, as the column can hold it (32 bits). */
export const toKeptConnector = (number: number): number => Math.max(-INT4, Math.min(INT4, number));

/** Whether it can be a connector of this station; one that never told of its connectors may have any. */
export const mayHaveConnector = ({ connectors }: Pick<Station, "connectors">, number: number): boolean =>
  isConnectorNumber(number) && (connectors.size === 0 || connectors.has(number));
