import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { ScrollRegion } from "./scroll-region.tsx";

/** A dense table in its own scroll area, so that head and first column can stay. `label` names it for screen readers. */
export function Table({ label, className, children, ...props }: ComponentProps<"table"> & { label: string }) {
  return (
    <ScrollRegion
      label={label}
      className="relative max-h-full overflow-auto rounded-card border bg-card -outline-offset-2 print:overflow-visible print:border-0"
    >
      <table
        data-slot="table"
        className={cn("w-full border-separate border-spacing-0 text-dense", className)}
        {...props}
      >
        {children}
      </table>
    </ScrollRegion>
  );
}

export function TableHead({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={cn("sticky top-0 z-10 bg-card", className)} {...props} />;
}

export const TableBody = (props: ComponentProps<"tbody">) => <tbody {...props} />;

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      data-slot="table-row"
      className={cn("group h-row hover:bg-hover aria-selected:bg-brand-tint [&:last-child>td]:border-b-0", className)}
      {...props}
    />
  );
}

const PINNED = "sticky left-0 z-1 bg-card group-hover:bg-hover group-aria-selected:bg-brand-tint";

type ColumnProps = {
  /** Numbers stand right, so that digits line up. The unit is in the head. */
  numeric?: boolean;
  /** Stays at the left while the rest scrolls. */
  pinned?: boolean;
};

export type SortDirection = "ascending" | "descending";

type TableHeaderProps = ComponentProps<"th"> &
  ColumnProps & { sorted?: SortDirection | null; onSort?: () => void; children?: ReactNode };

/** A column's head. With `onSort` it is a button and says its direction. */
export function TableHeader({ numeric, pinned, sorted, onSort, className, children, ...props }: TableHeaderProps) {
  const Arrow = sorted === "ascending" ? ArrowUp : sorted === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={onSort ? (sorted ?? "none") : undefined}
      className={cn(
        "h-8 border-b bg-card px-3 text-left text-meta font-medium whitespace-nowrap text-muted",
        numeric && "text-right",
        pinned && PINNED,
        className,
      )}
      {...props}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn("inline-flex min-h-6 items-center gap-1 hover:text-fg", sorted && "text-fg")}
        >
          {children}
          <Arrow aria-hidden="true" className="size-3.5" />
        </button>
      ) : (
        children
      )}
    </th>
  );
}

export function TableCell({ numeric, pinned, className, ...props }: ComponentProps<"td"> & ColumnProps) {
  return (
    <td
      className={cn("border-b px-3 whitespace-nowrap", numeric && "text-right", pinned && PINNED, className)}
      {...props}
    />
  );
}
