package io.slackwater.policy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A channel: one receiver of alarms and reports, with the alarms that it wants.
 *
 * @param severity the least severity that the channel gets
 * @param workloads globs of workload ids; empty for all. An alarm that concerns no workload always passes
 * @param sources the sources of alarms, see {@link #SOURCES}; empty for all
 * @param quiet the hours in which warnings wait
 * @param report when the channel gets a report; empty for never
 */
public record ChannelPolicy(
        String id,
        Destination destination,
        Severity severity,
        Set<String> workloads,
        Set<String> sources,
        Optional<QuietHours> quiet,
        Language language,
        Optional<CronSchedule> report) {

    /** The name of the channel that {@code alerts.webhook} defines. */
    public static final String WEBHOOK = "webhook";

    /** The words of all sources of alarms, which are the beginnings of their keys. */
    public static final Set<String> SOURCES = Set.of(
            "run",
            "stale",
            "workload",
            "coverage",
            "repository",
            "policy",
            "freeze",
            "command",
            "journal",
            "docker",
            "backrest",
            "security",
            "audit",
            "plan",
            "disk",
            "certificate",
            "channel");

    public ChannelPolicy {
        workloads = Set.copyOf(workloads);
        sources = Set.copyOf(sources);
    }

    /** Makes a channel that gets all alarms in English and no report. */
    public static ChannelPolicy all(String id, Destination destination) {
        return new ChannelPolicy(
                id, destination, Severity.WARNING, Set.of(), Set.of(), Optional.empty(), Language.EN, Optional.empty());
    }

    /** The least severity of the alarms that a channel gets. */
    public enum Severity {
        WARNING,
        CRITICAL
    }

    /** The language of messages. */
    public enum Language {
        EN,
        RU;

        public Locale locale() {
            return Locale.of(name().toLowerCase(Locale.ROOT));
        }
    }

    /** The type of a channel, as written in the policy. */
    public enum Type {
        WEBHOOK,
        EMAIL,
        TELEGRAM,
        NTFY,
        CHAT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How an e-mail server is reached. */
    public enum Tls {
        /** The connection begins without encryption and must become encrypted. */
        STARTTLS(587),
        TLS(465),
        NONE(25);

        private final int port;

        Tls(int port) {
            this.port = port;
        }

        /** The usual port of a server. */
        public int port() {
            return port;
        }
    }

    /** The receiver of a channel. Its text names no address that is a secret. */
    public sealed interface Destination {

        Type type();

        /** Gets JSON. */
        record Webhook(URI url) implements Destination {
            @Override
            public Type type() {
                return Type.WEBHOOK;
            }

            @Override
            public String toString() {
                return "Webhook[url=***]";
            }
        }

        /** An incoming webhook of Slack, Discord or Mattermost. */
        record Chat(URI url) implements Destination {
            @Override
            public Type type() {
                return Type.CHAT;
            }

            @Override
            public String toString() {
                return "Chat[url=***]";
            }
        }

        /**
         * A topic of an ntfy server.
         *
         * @param url the address of the topic
         */
        record Ntfy(URI url, Optional<String> tokenFile) implements Destination {
            @Override
            public Type type() {
                return Type.NTFY;
            }

            @Override
            public String toString() {
                return "Ntfy[url=***, tokenFile=" + tokenFile + "]";
            }
        }

        /**
         * A chat of a Telegram bot.
         *
         * @param url the address of the Bot API
         */
        record Telegram(URI url, String tokenFile, String chat) implements Destination {
            @Override
            public Type type() {
                return Type.TELEGRAM;
            }

            @Override
            public String toString() {
                return "Telegram[tokenFile=" + tokenFile + ", chat=" + chat + "]";
            }
        }

        /**
         * E-mail through an SMTP server.
         *
         * @param user empty for a server without sign-in
         * @param caFile a file of certificates to trust; empty for the public authorities
         */
        record Email(
                String host,
                int port,
                Tls tls,
                Optional<String> user,
                Optional<String> passwordFile,
                Optional<String> caFile,
                String from,
                List<String> to)
                implements Destination {

            public Email {
                to = List.copyOf(to);
            }

            @Override
            public Type type() {
                return Type.EMAIL;
            }
        }
    }
}
