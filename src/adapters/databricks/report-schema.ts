import { z } from 'zod';

// What Databricks tells of SQL tasks, dashboards and alerts. All that is not named is left behind. Nothing here is worth
// losing the rest of an answer for, so what can't be read counts as not told.

const text = z.string().optional();
const time = z.number().optional();
const told = { error: z.object({ message: text }).optional(), start_time: time, end_time: time };

const statements = {
  output_link: text,
  warehouse_id: text,
  sql_statements: z.array(z.object({ lookup_key: text })).optional(),
};

const widgets = z.array(z.object({ widget_id: text, widget_title: text, status: text, output_link: text, ...told }));

export const REPORT_FIELDS = {
  sql_output: z
    .object({
      query_output: z.object(statements).optional(),
      dashboard_output: z.object({ warehouse_id: text, widgets: widgets.optional() }).optional(),
      alert_output: z.object({ alert_state: text, ...statements }).optional(),
    })
    .optional()
    .catch(undefined),
  dashboard_output: z
    .object({
      page_snapshots: z
        .array(
          z.object({
            page_display_name: text,
            widget_error_details: z.array(z.object({ message: text })).optional(),
          }),
        )
        .optional(),
    })
    .optional()
    .catch(undefined),
  alert_output: z.object({ alert_state: text }).optional().catch(undefined),
};
