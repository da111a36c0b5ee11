"""Parquet from memory, read in the thread that asks.

Arrow's own threads abort a program that ends soon after they have begun, as a command does that
refuses its input.
"""

import pyarrow as pa
import pyarrow.parquet as pq


def parquet_table(content: bytes, schema: pa.Schema) -> pa.Table:
    """The table of a parquet file; an ArrowException if it is damaged."""
    source = pa.BufferReader(content)
    return pq.read_table(source, schema=schema, use_threads=False, pre_buffer=False)
