/**
 * The CALLERROR codes of OCPP-J 1.6 (table 7). Both odd spellings, FormationViolation and
 * OccurenceConstraintViolation, are the wire values of 1.6; later versions spell them differently.
 */
export const OCPP_ERROR_CODES = [
  "NotImplemented",
  "NotSupported",
  "InternalError",
  "ProtocolError",
  "SecurityError",
  "FormationViolation",
  "PropertyConstraintViolation",
  "OccurenceConstraintViolation",
  "TypeConstraintViolation",
  "GenericError",
] as const;
export type OcppErrorCode = (typeof OCPP_ERROR_CODES)[number];

/** What a CALLERROR says; `description` is at most 255 characters on the wire. */
export type OcppError = { readonly code: OcppErrorCode; readonly description: string };

export const ocppError = (code: OcppErrorCode, description: string): OcppError => ({
  code,
  description: description.slice(0, 255),
});
