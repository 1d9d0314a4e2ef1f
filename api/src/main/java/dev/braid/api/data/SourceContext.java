package dev.braid.api.data;

import java.nio.file.Path;
import java.util.Set;

/**
 * What a source may know of its surroundings.
 *
 * @param base the folder that relative paths in the spec start from
 * @param cache a folder for files that can be made again, shared by all runs
 * @param fileColumns columns whose values are files: strings there are resolved to {@link Path}s
 */
public record SourceContext(Path base, Path cache, Set<String> fileColumns) {}
