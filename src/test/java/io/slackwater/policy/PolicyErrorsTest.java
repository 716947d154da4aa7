package io.slackwater.policy;

import static io.slackwater.policy.PolicyText.problemWith;
import static io.slackwater.policy.PolicyText.problems;
import static io.slackwater.policy.PolicyText.problemsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors about mistakes in a policy file. */
class PolicyErrorsTest {

    @Test
    void aProblemNamesFileLineColumnPathValueAndAllowedValues() {
        PolicyProblem problem = problemsWith("""
                plans:
                  critical:
                    schedule: "0 25 * * *"
                """).getFirst();
        assertThat(problem.file()).isEqualTo(Path.of("policy.yml"));
        assertThat(problem.line()).isEqualTo(4);
        assertThat(problem.column()).isEqualTo(15);
        assertThat(problem.path()).isEqualTo("plans.critical.schedule");
        assertThat(problem.toString())
                .startsWith("policy.yml:4:15: plans.critical.schedule: '0 25 * * *' is not a cron expression (")
                .contains("25", "allowed: five fields", "hour (0-23)");
    }

    @Test
    void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
        assertThatThrownBy(() -> PolicyText.policy("""
                        timezone: Mars/Olympus
                        plans:
                          critical: { schedule: never, retention: standart }
                        retension: {}
                        limits: { attempts: -1 }
                        """))
                .isInstanceOfSatisfying(
                        PolicyException.class,
                        e -> assertThat(e.problems())
                                .extracting(PolicyProblem::path)
                                .containsExactly(
                                        "instance",
                                        "timezone",
                                        "plans.critical.schedule",
                                        "plans.critical.retention",
                                        "retension",
                                        "limits.attempts"))
                .message()
                .hasLineCount(6);
    }

    @Test
    void anUnknownKeyIsAnErrorWithTheNearestKnownKey() {
        assertThat(problemWith("alerts: { webhok: 'https://x' }"))
                .isEqualTo("policy.yml:2:11: alerts.webhok: unknown key 'webhok' (did you mean 'webhook'?);"
                        + " allowed: channels, diskPercent, ping, repeat, webhook");
    }

    @ParameterizedTest
    @CsvSource({
        "'plans: { critical: { rpo: 26 } }', plans.critical.rpo, a duration like",
        "'plans: { critical: { rpo: 0s } }', plans.critical.rpo, a duration like",
        "'plans: { critical: { maxDuration: long } }', plans.critical.maxDuration, a duration like",
        "'alerts: { diskPercent: 0 }', alerts.diskPercent, a whole number from 1 to 100",
        "'alerts: { diskPercent: 80% }', alerts.diskPercent, a whole number from 1 to 100"
    })
    void anInvalidLimitOfAnAlarmIsReportedWithTheAllowedForm(String text, String key, String allowed) {
        assertThat(problemWith(text)).contains(key, "allowed: " + allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "exclude, '[\"\"]', is empty",
        "exclude, '[\"!a\"]', begins with '!'",
        "include, '[../x]', contains '..'",
        "include, '[/]', matches all files of the host",
        "include, '[\"a[\"]', is not a valid glob",
        "include, 'a', found a single value",
        "paths, '[etc/nginx]', is not an absolute path",
        "paths, '[/]', is the root of the host",
        "paths, '[/proc/1]', 'and holds no files'"
    })
    void anInvalidPatternOrPathOfConfigIsReportedWithTheAllowedForm(String key, String value, String why) {
        String problem = problemWith("config: { " + key + ": " + value + " }");
        assertThat(problem).contains("config." + key, why, "allowed: ");
    }

    @ParameterizedTest
    @CsvSource({
        "'zone_of_time: x', ''",
        "'time_zone: UTC', timezone",
        "'repository: {}', repositories",
        "'Plans: {}', plans",
        "'limits: { concurrent-runs: 1 }', concurrentRuns",
        "'maintenance: { readDatasubet: 5% }', readDataSubset",
        "'limits: { minFreeMib: 1 }', minFreeMiB",
        "'retention: { standard: { dayly: 1 } }', daily",
        "'drills: { xyz: 1 }', ''"
    })
    void onlyASimilarKeyIsSuggested(String text, String nearest) {
        if (nearest.isEmpty()) {
            assertThat(problemWith(text)).contains("unknown key").doesNotContain("did you mean");
        } else {
            assertThat(problemWith(text)).contains("unknown key", "(did you mean '" + nearest + "'?)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, is the root directory",
        "/etc/x, overlaps the system directory /etc",
        "/srv/../etc/cron.d, overlaps the system directory /etc",
        "/var, overlaps the system directory",
        "/var/lib/docker/volumes, overlaps the system directory /var/lib/docker",
        "/root, is shared with other programs",
        "/home, is shared with other programs",
        ".., is outside the stack's directory",
        "./a/../.., is outside the stack's directory",
        "., is the stack's directory itself",
        "./secrets/x, overlaps ./secrets",
        "data, overlaps ./data/backrest",
        "data/repos, overlaps ./data/repos",
        "/repos/critical/x, overlaps the repository 'critical'",
        "/repos, overlaps the repository 'critical'",
        "'', is empty",
        "\"a\\tb\", contains a control character"
    })
    void aRestoreDirectoryIsUsedByNothingElse(String directory, String why) {
        String written = directory.startsWith("\"") ? directory : "'" + directory + "'";
        assertThat(problemWith("restore: { directories: [" + written + "] }"))
                .startsWith("policy.yml:2:")
                .contains("restore.directories")
                .contains(why);
    }

    @Test
    void aMergeKeyIsAnUnknownKey() {
        assertThat(problemWith("retention: { standard: &a { daily: 1 }, b: { <<: *a, daily: 2 } }"))
                .contains("retention.b.<<: unknown key '<<'");
    }

    @Test
    void aDuplicateKeyIsAnErrorWithTheFirstPosition() {
        assertThat(problemWith("""
                plans:
                  models: {}
                  critical: {}
                  models: {}
                """))
                .isEqualTo("policy.yml:5:3: plans.models: the key 'models' occurs twice, first in line 3: remove one");
    }

    @Test
    void aMissingInstanceIsAnError() {
        assertThat(problems("timezone: UTC").getFirst())
                .hasToString("policy.yml:1:1: instance: is required, for example `instance: my-stack`;"
                        + " allowed: letters, digits, '.', '_' and '-'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "~", "{}"})
    void anEmptyFileNamesTheRequiredKey(String text) {
        assertThat(problems(text)).hasSize(1);
        assertThat(problems(text).getFirst().toString()).startsWith("policy.yml:1:1: instance: is required");
    }

    @ParameterizedTest
    @CsvSource({
        "'[a]', found a list",
        "'{a: b}', found a mapping",
        "'', found no value",
        "'~', found no value",
        "'\"\"', instance: '' is empty",
        "my stack, is not of the allowed form"
    })
    void anInvalidInstanceIsRefused(String written, String said) {
        assertThat(problems("instance: " + written).getFirst().toString())
                .startsWith("policy.yml:1:")
                .contains("instance: ", said, "allowed: letters, digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plans: 5 ⇒ plans: found a single value; allowed: a mapping",
                "plans: [critical] ⇒ plans: found a list; allowed: a mapping",
                "plans: { critical: nightly } ⇒ plans.critical: found a single value; allowed: a mapping",
                "projects: shop ⇒ projects: found a single value; allowed: a list",
                "projects: [[shop]] ⇒ projects[0]: found a list; allowed: a name",
                "plans: { critical: { kinds: [redis, {}] } } ⇒ plans.critical.kinds[1]: found a mapping",
                "plans: { critical: { enabled: 7 } } ⇒ plans.critical.enabled: '7' is neither true nor false; allowed: true or false",
                "plans: { critical: { enabled: yes } } ⇒ plans.critical.enabled: 'yes' is neither true nor false",
                "plans: { critical: { schedule: } } ⇒ plans.critical.schedule: found no value; allowed: five fields",
                "plans: { critical: { schedule: [1] } } ⇒ plans.critical.schedule: found a list",
                "retention: { a: { daily: many } } ⇒ retention.a.daily: 'many' is not a whole number in the allowed range; allowed: a whole number from 0",
                "retention: { a: { daily: 1.5 } } ⇒ retention.a.daily: '1.5' is not a whole number in the allowed range",
                "retention: { a: { daily: -3 } } ⇒ retention.a.daily: '-3' is not a whole number in the allowed range",
                "retention: { a: { daily: 99999999999999999999 } } ⇒ retention.a.daily: '99999999999999999999' is not a whole number in the allowed range",
                "retention: { a: { daily: 010 } } ⇒ retention.a.daily: '010' is not a whole number in the allowed range",
                "retention: { a: { daily: 0 } } ⇒ retention.a: keeps no snapshot",
                "retention: { standard: { daily: 0, weekly: 0, monthly: 0, yearly: 0 } } ⇒ retention.standard: keeps no snapshot",
                "retention: { b: { } } ⇒ retention.b: keeps no snapshot; set daily, weekly, monthly or yearly to at least 1 (allowed: a whole number from 0 to 10000)",
                "retention: {} ⇒ retention: is empty",
                "repositories: {} ⇒ repositories: is empty",
                "plans: {} ⇒ plans: is empty",
                "limits: { attempts: 0 } ⇒ limits.attempts: '0' is not a whole number in the allowed range; allowed: a whole number from 1 to 20",
                "limits: { freezeMax: 60 } ⇒ limits.freezeMax: '60' is not a valid duration; allowed: a duration like 30s",
                "limits: { freezeMax: -60s } ⇒ limits.freezeMax: '-60s' is not a valid duration",
                "limits: { freezeMax: -60 } ⇒ limits.freezeMax: '-60' is not a valid duration",
                "limits: { freezeMax: 0s } ⇒ limits.freezeMax: '0s' is not a valid duration",
                "limits: { idle: 5 min } ⇒ limits.idle: '5 min' is not a valid duration",
                "protect: everything ⇒ protect: 'everything' is not one of the known words; allowed: labelled, all",
                "protect: labeled ⇒ protect: 'labeled' is not one of the known words (did you mean 'labelled'?)",
                "timezone: Europe/Zurch ⇒ timezone: 'Europe/Zurch' is not a known time zone (did you mean 'Europe/Zurich'?)",
                "timezone: Nowhere/At-all ⇒ timezone: 'Nowhere/At-all' is not a known time zone; allowed: a zone of the tz database",
                "timezone: +25:00 ⇒ timezone: '+25:00' is not a known time zone",
                "maintenance: { readDataSubset: 0% } ⇒ maintenance.readDataSubset: '0%' is not a subset that restic accepts",
                "maintenance: { readDataSubset: 101% } ⇒ maintenance.readDataSubset: '101%' is not a subset that restic accepts",
                "maintenance: { readDataSubset: 8/7 } ⇒ maintenance.readDataSubset: '8/7' is not a subset that restic accepts",
                "maintenance: { readDataSubset: 5 } ⇒ maintenance.readDataSubset: '5' is not a subset that restic accepts",
                "repositories: { a: { uri: /a, compression: none } } ⇒ repositories.a.compression: 'none' is not one of the known words",
                "repositories: { a: { uri: /a, compression: maximum } } ⇒ repositories.a.compression: 'maximum' is not",
                "repositories: { a: { uri: /a, environment: env } } ⇒ repositories.a.environment: 'env' is not of the allowed form",
                "repositories: { ../a: { uri: /a } } ⇒ repositories.../a: '../a' is not of the allowed form; allowed: a name",
                "repositories: { a: { uri: repos/a } } ⇒ repositories.a.uri: 'repos/a' is not the address of a repository; allowed: an absolute path",
                "repositories: { a: { uri: / } } ⇒ repositories.a.uri: '/' is not the address of a repository",
                "repositories: { a: { uri: \"local:a\" } } ⇒ repositories.a.uri: 'local:a' is not the address of a repository",
                "repositories: { a: { uri: \"s4:bucket\" } } ⇒ repositories.a.uri: 's4:bucket' is not the address of a repository; allowed: an absolute path below the root directory, or one of sftp:",
                "repositories: { a: { uri: \"stfp:h:/x\" } } ⇒ 'stfp:h:/x' is not the address of a repository",
                "repositories: { a: { uri: \"s3:\" } } ⇒ repositories.a.uri: 's3:' is not the address of a repository",
                "repositories: { a: { uri: \"rest:host:8000\" } } ⇒ repositories.a.uri: 'rest:host:8000' is not the address of a repository",
                "repositories: { a: {} } ⇒ repositories.a.uri: is required, for example `uri: /repos/a`",
                "plans: { p: { repository: system } } ⇒ plans.p.schedule: is required",
                "plans: { p: { schedule: 0 1 * * * } } ⇒ plans.p.repository: is required, for example `repository: critical`"
            })
    void anInvalidValueIsRefusedWithTheAllowedValues(String line) {
        String text = line.substring(0, line.indexOf(" ⇒ "));
        String said = line.substring(line.indexOf(" ⇒ ") + 3);
        assertThat(problemWith(text)).startsWith("policy.yml:2:").contains(said);
    }

    @Test
    void anUnknownRepositoryOrRetentionIsRefusedWithTheNearest() {
        assertThat(problemWith("plans: { critical: { repository: critcal } }"))
                .isEqualTo("policy.yml:2:34: plans.critical.repository: 'critcal' is not a known repository"
                        + " (did you mean 'critical'?); allowed: critical, models, system");
        assertThat(problemWith("plans: { critical: { retention: forever } }"))
                .isEqualTo(
                        "policy.yml:2:33: plans.critical.retention: 'forever' is not a known retention; allowed: standard");
    }

    @Test
    void anInvalidRepositoryDoesNotInvalidateItsPlans() {
        assertThat(problemWith("""
                repositories: { a: { uri: nowhere } }
                plans: { p: { schedule: 0 1 * * *, repository: a } }
                """)).contains("repositories.a.uri");
    }

    @Test
    void defaultPlansWithoutTheirRepositoryAreRefused() {
        assertThat(problemsWith("repositories: { a: { uri: /a }, b: { uri: /b } }"))
                .extracting(PolicyProblem::toString)
                .hasSize(3)
                .contains("policy.yml:1:1: plans.critical.repository: is required, for example `repository: a`;"
                        + " allowed: a, b");
    }

    @ParameterizedTest
    @CsvSource({
        "/repos/a, /repos/a",
        "/repos/a, /repos/./a/",
        "/repos, /repos/b",
        "/repos/a/b, /repos/a",
        "s3:h/b, s3:h/b"
    })
    void twoRepositoriesAtOneLocationAreRefused(String first, String second) {
        assertThat(problemWith("repositories: { a: { uri: '" + first + "' }, b: { uri: '" + second + "' } }\n"
                        + "plans: { critical: { repository: a } }"))
                .contains("repositories.b.uri: ", "overlaps the repository 'a'");
    }

    @Test
    void neighbouringRepositoriesAreAccepted() {
        assertThat(PolicyText.with("repositories: { a: { uri: /repos/a }, b: { uri: /repos/ab } }\n"
                                + "plans: { critical: { repository: b } }")
                        .repositories())
                .hasSize(2);
    }

    @Test
    void anImpossibleScheduleIsRefused() {
        assertThat(problemWith("plans: { critical: { schedule: '0 3 31 2 *' } }"))
                .contains("plans.critical.schedule: '0 3 31 2 *' never fires, because no such day exists");
    }

    @Test
    void secretsAreNotShownInProblems() {
        assertThat(problemsWith("repositories: { a: { uri: 'rest:https://me:hunter2@host/' } }"))
                .singleElement()
                .asString()
                .doesNotContain("hunter2")
                .contains("contains a password", "environment");
        assertThat(problemWith("alerts: { webhook: 'htp://host/hunter2' }"))
                .doesNotContain("hunter2")
                .contains("alerts.webhook: the value (not shown, because it may be a secret) is not a web address");
        assertThat(problemWith("alerts: { ping: 'http://ho st/hunter2' }")).doesNotContain("hunter2");
        assertThat(problemWith("alerts: { ping: '/hunter2' }")).doesNotContain("hunter2");
    }

    @Test
    void alertAddressesAreNotPrintedWithThePolicy() {
        assertThat(PolicyText.with("alerts: { webhook: 'https://h/hunter2', ping: 'https://h/hunter3' }")
                        .toString())
                .contains("destination=Webhook[url=***]")
                .doesNotContain("hunter");
    }

    @Test
    void aMalformedKindIsRefusedWithoutAListOfKinds() {
        assertThatThrownBy(
                        () -> PolicyText.policy("instance: x\nplans: { critical: { kinds: [Post gres] } }", Map.of()))
                .hasMessageContaining("plans.critical.kinds[0]: 'Post gres' is not of the allowed form");
    }

    @Test
    void anUnknownKindIsRefused() {
        assertThatThrownBy(() -> PolicyText.policy(
                        "instance: x\nplans: { critical: { kinds: [postgress] } }",
                        Map.of("postgres", "critical", "redis", "system")))
                .hasMessageContaining(
                        "plans.critical.kinds[0]: 'postgress' is not a known kind (did you mean 'postgres'?); allowed: ");
    }

    @Test
    void aLongValueIsShortened() {
        assertThat(problemWith("protect: " + "a".repeat(5000)))
                .hasSizeLessThan(300)
                .contains("aaa…'");
    }

    @Test
    void aControlCharacterInAValueIsEscaped() {
        assertThat(problemWith("protect: \"a\\nb\\e[31m\"")).contains("'a\\x0ab\\x1b[31m'");
    }
}
