# The memory settings of ./braid, for scripts that source this; see there.
export MALLOC_MMAP_MAX_="${MALLOC_MMAP_MAX_:-0}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-4000000000}"
export MALLOC_TOP_PAD_="${MALLOC_TOP_PAD_:-67108864}"
