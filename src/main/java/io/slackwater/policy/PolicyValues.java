package io.slackwater.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** How the values that only a policy has are read. */
final class PolicyValues {

    static final Read<CronSchedule> CRON = Read.of(UnixCron.ALLOWED, text -> {
        try {
            return UnixCron.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Read.Refused(String.valueOf(e.getMessage()));
        }
    });

    private static final Set<String> KERNEL = Set.of("proc", "sys", "dev", "run");

    private PolicyValues() {}

    static Read<ZoneId> zone() {
        return Read.of("a zone of the tz database like Europe/Zurich, or UTC", text -> {
            Set<String> zones = ZoneId.getAvailableZoneIds();
            if (!zones.contains(text)) {
                throw new Read.Refused("is not a known time zone" + Nearest.hint(text, zones));
            }
            return ZoneId.of(text);
        });
    }

    static Read<String> filePattern() {
        return Read.of(
                "a pattern as .gitignore has them: *.bin, conf/**, /etc/nginx/*.conf; a directory stands for all in it",
                text -> {
                    try {
                        new FilePattern(text);
                        return text;
                    } catch (IllegalArgumentException e) {
                        throw new Read.Refused(String.valueOf(e.getMessage()));
                    }
                });
    }

    /** What holds files of the host: not its root, and nothing of the kernel. */
    static Read<Path> hostPath() {
        return Read.of("the absolute path of a file or directory of the host, for example /etc/nginx", text -> {
            if (!text.startsWith("/")) {
                throw new Read.Refused("is not an absolute path");
            }
            Path path = Path.of(text).normalize();
            if (path.getNameCount() == 0) {
                throw new Read.Refused("is the whole host");
            }
            if (KERNEL.contains(String.valueOf(path.getName(0)))) {
                throw new Read.Refused("holds no files: it is the kernel's, or state of running programs");
            }
            return path;
        });
    }

    /** Masked: the addresses of webhooks are secrets. */
    static Read<URI> webAddress() {
        return Read.<URI>of("an http:// or https:// address", text -> {
                    try {
                        URI uri = new URI(text);
                        if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                            return uri;
                        }
                    } catch (URISyntaxException e) {
                        throw new Read.Refused("is not an address");
                    }
                    throw new Read.Refused("is not a web address");
                })
                .maskedWhen(text -> true);
    }
}
