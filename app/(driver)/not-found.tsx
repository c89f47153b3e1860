import { DeadEnd } from "@/components/drive/dead-end.tsx";

/** A sticker of a station that is gone, or a mistyped address. */
export default function DriverNotFound() {
  return <DeadEnd problem="notFound" />;
}
