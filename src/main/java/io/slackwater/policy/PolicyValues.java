package io.slackwater.policy;

import java.net.URI;
import java.net.URISyntaxException;
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
