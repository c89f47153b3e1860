/** Why a driver's start is not even asked of the station. The app has words and a next step for each. */
export const START_OBSTACLES = [
  "blocked",
  "offline",
  "occupied",
  "finishing",
  "fault",
  "out",
  "yours",
  "elsewhere",
  "price",
] as const;
export type StartObstacle = (typeof START_OBSTACLES)[number];
