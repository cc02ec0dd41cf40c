import type { ReactNode } from 'react';
import styles from './data-table.module.css';
import { visibleNode } from './visible-node.ts';

export interface DataColumn {
  readonly id: string;
  readonly title: string;
  readonly align?: 'end';
  readonly width?: string;
}

export interface DataRow {
  readonly id: string;
  readonly cells: readonly ReactNode[];
}

/** A plain table for a page of rows. The first cell of a row is its heading. */
export function DataTable({
  label,
  columns,
  rows,
}: {
  readonly label: string;
  readonly columns: readonly DataColumn[];
  readonly rows: readonly DataRow[];
}) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              className={column.align === 'end' ? styles.end : undefined}
              style={column.width === undefined ? {} : { width: column.width }}
            >
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            {columns.map((column, place) => {
              const className = column.align === 'end' ? styles.end : undefined;
              return place === 0 ? (
                <th key={column.id} scope="row" className={className}>
                  {visibleNode(row.cells[place])}
                </th>
              ) : (
                <td key={column.id} className={className}>
                  {visibleNode(row.cells[place])}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
