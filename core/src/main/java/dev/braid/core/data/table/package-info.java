/**
 * The source {@code table}: rows of JSONL, JSON, CSV or TSV files with a mapping of columns. Values
 * stay as they are, except files, which are resolved against the folder of the table and may not
 * leave it. What a value means is up to readers and tasks.
 */
@NullMarked
package dev.braid.core.data.table;

import org.jspecify.annotations.NullMarked;
