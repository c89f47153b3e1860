/** OCPI 2.2.1-d2 mod_locations, ConnectorType. What is not known is left empty, so that there is no UNKNOWN. */
export const CONNECTOR_TYPES = [
  ...(["IEC_62196_T2", "IEC_62196_T2_COMBO", "CHADEMO", "IEC_62196_T1", "IEC_62196_T1_COMBO"] as const),
  ...(["IEC_62196_T3A", "IEC_62196_T3C", "SAE_J3400", "TESLA_R", "TESLA_S", "CHAOJI", "GBT_AC", "GBT_DC"] as const),
  ...(["DOMESTIC_A", "DOMESTIC_B", "DOMESTIC_C", "DOMESTIC_D", "DOMESTIC_E", "DOMESTIC_F", "DOMESTIC_G"] as const),
  ...(["DOMESTIC_H", "DOMESTIC_I", "DOMESTIC_J", "DOMESTIC_K", "DOMESTIC_L", "DOMESTIC_M", "DOMESTIC_N"] as const),
  ...(["DOMESTIC_O", "IEC_60309_2_single_16", "IEC_60309_2_three_16", "IEC_60309_2_three_32"] as const),
  ...(["IEC_60309_2_three_64", "NEMA_5_20", "NEMA_6_30", "NEMA_6_50", "NEMA_10_30", "NEMA_10_50"] as const),
  ...(["NEMA_14_30", "NEMA_14_50", "PANTOGRAPH_BOTTOM_UP", "PANTOGRAPH_TOP_DOWN"] as const),
] as const;

export type ConnectorType = (typeof CONNECTOR_TYPES)[number];
