import { StationList } from "@/components/drive/station-list.tsx";

export default function DrivePage() {
  return <StationList />;
}
