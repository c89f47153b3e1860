import { StationList } from "@/components/drive/station-list.tsx";

type Props = { searchParams: Promise<{ view?: string | string[] }> };

export default async function DrivePage({ searchParams }: Props) {
  return <StationList view={(await searchParams).view === "map" ? "map" : "list"} />;
}
