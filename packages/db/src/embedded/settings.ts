/**
 * How the embedded server runs: durable, silent about values, and small enough for a laptop. Given on its command line
 * at every start, so that a new version of Khoj brings its settings along.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  password_encryption: "scram-sha-256",

  shared_buffers: "64MB",
  work_mem: "8MB",
  maintenance_work_mem: "64MB",
  max_connections: "40",
  max_wal_size: "512MB",
  min_wal_size: "64MB",
  // One machine, no replicas: less WAL for bulk work, fewer processes.
  wal_level: "minimal",
  max_wal_senders: "0",
  io_method: "sync",
  autovacuum_max_workers: "2",
  max_parallel_workers_per_gather: "0",
  max_logical_replication_workers: "0",
  jit: "off",

  log_destination: "stderr",
  logging_collector: "off",
  log_line_prefix: "%m [%p] %q%u %e ",
  log_connections: "on",
  log_statement: "ddl",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  // No statement text beside an error and no DETAIL ("Failing row contains …"): both may quote a note.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
  lc_messages: "C",
  timezone: "UTC",
  log_timezone: "UTC",
};
