/** Names that are the same in every language; what is not among them is said as OCPI says it. */
const PLUG_NAMES: Readonly<Record<string, string>> = {
  IEC_62196_T1: "Type 1",
  IEC_62196_T1_COMBO: "CCS1",
  IEC_62196_T2: "Type 2",
  IEC_62196_T2_COMBO: "CCS2",
  CHADEMO: "CHAdeMO",
  DOMESTIC_F: "Schuko",
};

export const plugName = (standard: string): string => PLUG_NAMES[standard] ?? standard;
