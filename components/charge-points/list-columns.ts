/** The list's columns on a wide screen: its head and its rows are separate grids of the same measures. */
export const STATION_COLUMNS = "@4xl:grid-cols-[17rem_1fr] @6xl:grid-cols-[22rem_1fr]";
/** Number, state, power, energy, cost, duration. */
export const COLUMNS =
  "gap-x-3 @4xl:grid-cols-[2rem_minmax(0,1fr)_5.5rem_6rem_6rem_6.5rem] @6xl:grid-cols-[2.5rem_minmax(0,1fr)_7rem_8rem_8rem_8rem]";
