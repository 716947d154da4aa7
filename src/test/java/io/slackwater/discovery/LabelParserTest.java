package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelParserTest {

    @Test
    void everyLabelIsParsed() {
        Labels labels = valid(Map.ofEntries(
                Map.entry("slackwater.enable", "true"),
                Map.entry("slackwater.kind", "postgres"),
                Map.entry("slackwater.plan", "system"),
                Map.entry("slackwater.method", "stream"),
                Map.entry("slackwater.volumes.include", "/data/, /var/lib/*"),
                Map.entry("slackwater.volumes.exclude", "/cache"),
                Map.entry("slackwater.files.exclude", "logs/*.log, **/node_modules, \"a,b\""),
                Map.entry("slackwater.exec.pre", "[\"sync\"]"),
                Map.entry("slackwater.exec.post", "[\"true\"]"),
                Map.entry("slackwater.databases", "app, \"we,ird \"\"DB\"\"\",a=b"),
                Map.entry("slackwater.user", "backup"),
                Map.entry("slackwater.password.env", "PG_PASS"),
                Map.entry("slackwater.freeze.max", "30s"),
                Map.entry("com.example", "not ours")));

        assertThat(labels.enable()).contains(true);
        assertThat(labels.kind()).contains(new Kind("postgres"));
        assertThat(labels.plan()).contains("system");
        assertThat(labels.method()).contains(Method.STREAM);
        assertThat(labels.include().patterns()).containsExactly("/data", "/var/lib/*");
        assertThat(labels.exclude().patterns()).containsExactly("/cache");
        assertThat(labels.files().patterns()).containsExactly("logs/*.log", "**/node_modules", "a,b");
        assertThat(labels.databases()).containsExactly("app", "we,ird \"DB\"", "a=b");
        assertThat(labels.user()).contains("backup");
        assertThat(labels.passwordEnv()).contains("PG_PASS");
        assertThat(labels.freezeMax()).contains(Duration.ofSeconds(30));
        assertThat(labels.raw()).doesNotContainKey("com.example");
    }

    @Test
    void theMethodAutoChoosesNoMethod() {
        assertThat(valid(Map.of("slackwater.method", "auto")).method()).isEmpty();
    }

    @Test
    void aDurationInMinutesIsParsed() {
        assertThat(valid(Map.of("slackwater.freeze.max", "2m")).freezeMax()).contains(Duration.ofMinutes(2));
    }

    @Test
    void labelsOfSlackwaterContainersAreAccepted() {
        assertThat(valid(Map.of(
                                "slackwater.role",
                                "sidecar",
                                "slackwater.helper",
                                "x",
                                "slackwater.purpose",
                                "probe",
                                "slackwater.inputs",
                                "3db1"))
                        .any())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "slackwater.enabled, slackwater.enable",
        "slackwater.volume.include, slackwater.volumes.include",
        "slackwater.freezemax, slackwater.freeze.max",
        "slackwater.Enable, slackwater.enable"
    })
    void anUnknownLabelIsReportedWithTheNearestKnownLabel(String typed, String meant) {
        Labels.LabelProblem problem = invalid(Map.of(typed, "true"));

        assertThat(problem.message()).contains(typed).contains("true");
        assertThat(problem.remedy()).isEqualTo("did you mean " + meant + "?");
    }

    @Test
    void aPasswordInAnUnknownLabelIsNotShown() {
        assertThat(invalid(Map.of("slackwater.password", "hunter2")).toString())
                .contains("slackwater.password")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "slackwater.enable, yes, 'allowed: true or false'",
        "slackwater.enable, '', 'allowed: true or false'",
        "slackwater.kind, postgre, did you mean 'postgres'?",
        "slackwater.kind, postgresql, did you mean 'postgres'?",
        "slackwater.kind, config, 'allowed: postgres'",
        "slackwater.plan, critcal, did you mean 'critical'?",
        "slackwater.method, freez, did you mean 'freeze'?",
        "slackwater.volumes.include, 'data', 'allowed: mount destinations'",
        "slackwater.volumes.include, '/data,,/x', is not a comma-separated list of names",
        "slackwater.files.exclude, '', 'allowed: paths and globs inside the volume'",
        "slackwater.files.exclude, /data/logs, 'allowed: paths and globs inside the volume'",
        "slackwater.files.exclude, 'logs, **', 'allowed: paths and globs inside the volume'",
        "slackwater.exec.pre, sync, 'allowed: a program and its arguments as a JSON array of strings'",
        "slackwater.exec.post, '[]', does not begin with a program",
        "slackwater.databases, '', 'allowed: names'",
        "slackwater.databases, '\"app', 'allowed: names'",
        "slackwater.user, '', a user's name",
        "slackwater.password.env, PG-PASS, environment variable",
        "slackwater.password.file, secrets/pw, absolute path",
        "slackwater.freeze.max, 30, 'allowed: seconds or minutes from 1s to 60m'",
        "slackwater.freeze.max, 0s, 'allowed: seconds or minutes from 1s to 60m'",
        "slackwater.freeze.max, 61m, 'allowed: seconds or minutes from 1s to 60m'"
    })
    void anInvalidValueIsReportedWithTheAllowedValues(String label, String value, String remedy) {
        Labels.LabelProblem problem = invalid(Map.of(label, value));

        assertThat(problem.message()).startsWith("the label %s has the value '%s'".formatted(label, value));
        assertThat(problem.message() + "; " + problem.remedy()).contains(remedy);
    }

    @Test
    void anInvalidValueOfAKnownLabelIsNotReportedAsUnknown() {
        Labels.LabelProblem problem = invalid(Map.of("slackwater.enable", "yes please"));
        assertThat(problem.message())
                .isEqualTo(
                        "the label slackwater.enable has the value 'yes please', which is neither true nor" + " false");
        assertThat(problem.remedy()).isEqualTo("allowed: true or false");
    }

    @Test
    void allMistakesAreReportedAtOnce() {
        Labels parsed = LabelParser.parse(
                Map.of("slackwater.enable", "true", "slackwater.kind", "x", "slackwater.nonsense", "1"),
                Policies.plans(),
                new Look().kinds());

        assertThat(parsed.enable()).isEqualTo(Optional.of(true));
        assertThat(parsed.problems())
                .extracting(Labels.LabelProblem::message)
                .satisfiesExactly(
                        first -> assertThat(first).contains("slackwater.nonsense"),
                        second -> assertThat(second).contains("slackwater.kind"));
    }

    @Test
    void aPasswordMayHaveOneSourceOnly() {
        assertThat(invalid(Map.of("slackwater.password.env", "A", "slackwater.password.file", "/b"))
                        .message())
                .contains("slackwater.password.file");
    }

    private static Labels valid(Map<String, String> labels) {
        Labels parsed = LabelParser.parse(labels, Policies.plans(), new Look().kinds());
        assertThat(parsed.problems()).isEmpty();
        return parsed;
    }

    private static Labels.LabelProblem invalid(Map<String, String> labels) {
        List<Labels.LabelProblem> problems =
                LabelParser.parse(labels, Policies.plans(), new Look().kinds()).problems();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }
}
