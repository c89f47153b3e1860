import { z } from "zod";
import { text } from "../fields.ts";
import { IdTagInfo } from "./id-tag-info.ts";

/** OCPP 1.6, 6.1 and 6.2. */
export const AuthorizeRequest = z.strictObject({ idTag: text(20) });
export const AuthorizeResponse = z.strictObject({ idTagInfo: IdTagInfo });
