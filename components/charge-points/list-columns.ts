/** The list's columns on a wide screen: its head and its rows are separate grids of the same measures. */
export const STATION_COLUMNS = "@4xl:grid-cols-[14rem_minmax(0,1fr)] @6xl:grid-cols-[19rem_minmax(0,1fr)]";
/** Number, state, power, energy, cost, duration. The state has what the others leave: it may be long. */
export const COLUMNS =
  "gap-x-3 @4xl:grid-cols-[2rem_minmax(0,1fr)_5.5rem_5.5rem_5rem_5.5rem] @6xl:grid-cols-[2rem_minmax(0,1fr)_6rem_6.5rem_6.5rem_7rem]";
