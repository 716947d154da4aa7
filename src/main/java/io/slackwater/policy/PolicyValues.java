package io.slackwater.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parsers for values that occur only in the policy file. */
final class PolicyValues {

    static final Read<CronSchedule> CRON = Read.of(CronSchedule.ALLOWED, CronSchedule::new);

    private static final Set<String> KERNEL = Set.of("proc", "sys", "dev", "run");

    /**
     * The forms that restic accepts (restic documentation, "Checking integrity and consistency"). restic allows at most
     * 256 parts.
     */
    private static final Pattern SUBSET =
            Pattern.compile("(?:100|\\d{1,2}(?:\\.\\d{1,6})?)%|([1-9]\\d{0,2})/([1-9]\\d{0,2})|[1-9]\\d{0,11}[KMGT]");

    private PolicyValues() {}

    static Read<ZoneId> zone() {
        return Read.of("a zone of the tz database like Europe/Zurich, or UTC", text -> {
            Set<String> zones = ZoneId.getAvailableZoneIds();
            if (!zones.contains(text)) {
                throw new IllegalArgumentException("is not a known time zone" + Nearest.hint(text, zones));
            }
            return ZoneId.of(text);
        });
    }

    static Read<String> dataSubset() {
        return Read.of(
                "a percentage like 5%, a part like 1/7, or a size like 500M",
                text -> {
                    Matcher subset = SUBSET.matcher(text);
                    boolean part = subset.matches() && subset.group(1) != null;
                    if (!subset.hasMatch()
                            || text.matches("[0.]+%")
                            || part && Integer.parseInt(subset.group(1)) > Integer.parseInt(subset.group(2))
                            || part && Integer.parseInt(subset.group(2)) > 256) {
                        throw new IllegalArgumentException("is not a subset that restic accepts");
                    }
                    return text;
                });
    }

    static Read<String> filePattern() {
        return Read.of(
                "a pattern as in .gitignore: *.bin, conf/**, /etc/nginx/*.conf; a directory includes all its files",
                text -> {
                    new FilePattern(text);
                    return text;
                });
    }

    /** Parses the absolute path of a file or directory on the host. Refuses the root and directories of the kernel. */
    static Read<Path> hostPath() {
        return Read.of("the absolute path of a file or directory of the host, for example /etc/nginx", text -> {
            if (!text.startsWith("/")) {
                throw new IllegalArgumentException("is not an absolute path");
            }
            Path path = Path.of(text).normalize();
            if (path.getNameCount() == 0) {
                throw new IllegalArgumentException("is the root of the host");
            }
            if (KERNEL.contains(String.valueOf(path.getName(0)))) {
                throw new IllegalArgumentException(
                        "belongs to the kernel or to running programs, and holds no files to store");
            }
            return path;
        });
    }

    /** Parses a web address. Messages do not show it, because a webhook's address is a secret. */
    static Read<URI> webAddress() {
        return Read.<URI>of("an http:// or https:// address", text -> {
                    try {
                        URI uri = new URI(text);
                        if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                            return uri;
                        }
                    } catch (URISyntaxException e) {
                        throw new IllegalArgumentException("is not an address");
                    }
                    throw new IllegalArgumentException("is not a web address");
                })
                .maskedWhen(text -> true);
    }
}
