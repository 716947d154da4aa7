package io.slackwater.run;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Covers files by a limited number of paths: by themselves, or by directories above them when they are too many. */
final class PathCover {

    private final int most;
    private final Set<String> paths = new TreeSet<>();
    private int depth = Integer.MAX_VALUE;

    /** @param most the greatest number of paths */
    PathCover(int most) {
        this.most = most;
    }

    /** @param file an absolute path */
    void add(String file) {
        paths.add(shortened(file));
        while (paths.size() > most) {
            depth = paths.stream().mapToInt(PathCover::slashes).max().orElseThrow() - 1;
            List<String> longer = List.copyOf(paths);
            paths.clear();
            longer.forEach(path -> paths.add(shortened(path)));
        }
    }

    Set<String> paths() {
        return Set.copyOf(paths);
    }

    private static int slashes(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private String shortened(String path) {
        String shorter = path;
        for (int over = slashes(path) - depth; over > 0; over--) {
            shorter = shorter.substring(0, shorter.lastIndexOf('/'));
        }
        return shorter;
    }
}
