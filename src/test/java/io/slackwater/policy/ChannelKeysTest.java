package io.slackwater.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slackwater.docs.MarkedBlocks;
import io.slackwater.policy.ChannelPolicy.Destination;
import io.slackwater.policy.ChannelPolicy.Language;
import io.slackwater.policy.ChannelPolicy.Severity;
import io.slackwater.policy.ChannelPolicy.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of {@code alerts.channels}. */
class ChannelKeysTest {

    private static Map<String, ChannelPolicy> channels(String text) {
        return PolicyText.with("alerts:\n  channels:\n    " + text).alerts().channels();
    }

    @Test
    void theCommonKeysAreRead() {
        assertThat(channels("""
                        a: { type: chat, url: 'https://x/y', severity: critical, workloads: ['shop-*'], sources: [run], quiet: '22:00-07:30', language: ru, report: '0 8 * * 1' }
                        """))
                .containsEntry(
                        "a",
                        new ChannelPolicy(
                                "a",
                                new Destination.Chat(URI.create("https://x/y")),
                                Severity.CRITICAL,
                                Set.of("shop-*"),
                                Set.of("run"),
                                Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 30))),
                                Language.RU,
                                Optional.of(new CronSchedule("0 8 * * 1"))));
    }

    @Test
    void theKeysOfAnEmailAreRead() {
        assertThat(channels("""
                        a: { type: email, host: mail.x, port: 2525, tls: tls, user: u, passwordFile: /secrets/p, caFile: /secrets/ca.pem, from: a@b, to: [c@d, e@f] }
                        """).get("a"))
                .isEqualTo(ChannelPolicy.all(
                        "a",
                        new Destination.Email(
                                "mail.x",
                                2525,
                                Tls.TLS,
                                Optional.of("u"),
                                Optional.of("/secrets/p"),
                                Optional.of("/secrets/ca.pem"),
                                "a@b",
                                List.of("c@d", "e@f"))));
    }

    @ParameterizedTest
    @CsvSource({"starttls, 587", "tls, 465", "none, 25"})
    void thePortFollowsTheEncryption(String tls, int port) {
        assertThat(channels("a: { type: email, host: h, tls: " + tls + ", from: a@b, to: [c@d] }")
                        .get("a"))
                .extracting(ChannelPolicy::destination)
                .extracting("port")
                .isEqualTo(port);
    }

    @Test
    void theKeysOfTelegramAndNtfyAreRead() {
        Map<String, ChannelPolicy> both = PolicyText.with("""
                alerts:
                  channels:
                    t: { type: telegram, tokenFile: /secrets/t, chat: "-1001", url: 'http://localhost:1' }
                    n: { type: ntfy, url: 'https://ntfy.sh/top', tokenFile: /secrets/n }
                """).alerts().channels();
        assertThat(both)
                .containsExactly(
                        Map.entry(
                                "t",
                                ChannelPolicy.all(
                                        "t",
                                        new Destination.Telegram(
                                                URI.create("http://localhost:1"), "/secrets/t", "-1001"))),
                        Map.entry(
                                "n",
                                ChannelPolicy.all(
                                        "n",
                                        new Destination.Ntfy(
                                                URI.create("https://ntfy.sh/top"), Optional.of("/secrets/n")))));
    }

    @Test
    void theWebhookIsAChannelAndItsNameIsTaken() {
        assertThat(PolicyText.with("alerts: { webhook: 'https://x/s3cret' }").alerts())
                .hasToString(
                        "AlertPolicy[channels=[ChannelPolicy[id=webhook, destination=Webhook[url=***], severity=WARNING,"
                                + " workloads=[], sources=[], quiet=Optional.empty, language=EN, report=Optional.empty]],"
                                + " ping=none, repeat=PT24H, diskPercent=80]");
        refused(
                "alerts: { webhook: 'https://x', channels: { webhook: { type: chat, url: 'https://y' } } }",
                "another name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ url: 'https://x' } | channels.a.type: is required",
                "{ type: sms, number: 1 } | is not one of the known words",
                "{ type: chat } | channels.a.url: is required",
                "{ type: chat, url: 'https://x', chat: '1' } | unknown key 'chat'",
                "{ type: ntfy, url: 'https://ntfy.sh/' } | names no topic",
                "{ type: telegram, tokenFile: /secrets/t, chat: 'https://t.me/x' } | channels.a.chat",
                "{ type: telegram, tokenFile: /etc/shadow, chat: '1' } | a file in /secrets",
                "{ type: telegram, tokenFile: /secrets/keys/critical.key, chat: '1' } | a file in /secrets",
                "{ type: telegram, tokenFile: /secrets/../etc/shadow, chat: '1' } | a file in /secrets",
                "{ type: email, host: h, from: a@b, to: [] } | has no receiver",
                "{ type: email, host: h, from: a@b, to: ['c@d, e@f'] } | channels.a.to[0]",
                "{ type: email, host: h, from: a@b, to: [c@d], user: u } | belong together",
                "{ type: email, host: h, tls: none, from: a@b, to: [c@d], user: u, passwordFile: /secrets/p } | clear text",
                "{ type: email, host: h, port: 0, from: a@b, to: [c@d] } | from 1 to 65535",
                "{ type: chat, url: 'https://x', quiet: '22-7' } | two times of a day",
                "{ type: chat, url: 'https://x', quiet: '25:00-07:00' } | two times of a day",
                "{ type: chat, url: 'https://x', quiet: '07:00-07:00' } | two different times",
                "{ type: chat, url: 'https://x', sources: [runs] } | is not a source of alarms",
                "{ type: chat, url: 'https://x', language: de } | allowed: en, ru",
                "{ type: chat, url: 'https://x', report: daily } | is not a cron expression",
                "{ type: chat, url: 'https://x', workloads: ['a b'] } | a workload's id"
            })
    void aWrongChannelIsRefused(String entry, String why) {
        refused("alerts: { channels: { a: " + entry + " } }", why);
    }

    @Test
    void anAddressWithASecretIsNotShownInAnError() {
        PolicyException refused = refused("alerts: { channels: { a: { type: chat, url: 'htps://x/s3cret' } } }", "url");
        assertThat(refused).hasMessageNotContaining("s3cret");
    }

    private static PolicyException refused(String text, String why) {
        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> PolicyText.with(text));
        assertThat(refused).hasMessageContaining(why);
        return refused;
    }

    @Test
    void theExamplesOfThePageAreValid() throws IOException {
        Policy policy = PolicyText.policy(
                MarkedBlocks.of(Path.of("docs/status-and-alarms.md")).block("channels"));
        assertThat(policy.alerts().channels()).containsOnlyKeys("mail", "phone", "push", "team", "program");
    }
}
