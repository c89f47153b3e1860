import { askedOf } from "@/server/core/request-headers.ts";
import { runtime } from "@/server/handle.ts";

/** The bare address: of a company's own host name it is what its drivers type, elsewhere it is the installation's office. */
export async function GET(request: Request): Promise<Response> {
  const face = await runtime()
    .faces.find(askedOf(request.headers))
    .catch((error: unknown) => console.error(error)); // the page that it leads to says so in words
  const location = `${face ? "/drive" : "/admin"}${new URL(request.url).search}`;
  return new Response(null, { status: 307, headers: { location } });
}
