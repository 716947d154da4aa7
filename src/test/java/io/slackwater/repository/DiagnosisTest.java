package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as restic 0.18 and 0.19 wrote them. */
class DiagnosisTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10 | NO_REPOSITORY | Fatal: repository does not exist: unable to open config file: stat X/config
            11 | LOCKED        | unable to create lock in backend: repository is already locked by PID 28666 on vm by root
            12 | WRONG_KEY     | Fatal: wrong password or no key found
            3  | INCOMPLETE    | Warning: at least one source file could not be read
            130 | KILLED       | context canceled
            137 | KILLED       | x
            127 | OTHER        | setsid: failed to execute restic: No such file or directory
            1 | KEY_MISSING    | Fatal: Resolving password failed: Fatal: /p does not exist
            1 | OTHER          | Fatal: unable to open config file: stat /r/config: permission denied Is there a repository at the following location?
            1 | READ_ONLY      | unable to create lock in backend: open /r/locks/x: permission denied
            1 | READ_ONLY      | unable to create lock in backend: open /r/locks/x: read-only file system
            1 | DISK_FULL      | Fatal: unable to save snapshot: write /r/data/6f/6fdc-tmp-3: no space left on device
            1 | SCRATCH_FULL   | Fatal: unable to save snapshot: write /data/restic-scratch/restic-temp-pack-17: no space left on device
            1 | SOURCE         | Fatal: unable to save snapshot: failed to save /x: Fatal: command failed: exit status 3
            1 | SOURCE         | failed to start command: fork/exec /no/such/cmd: no such file or directory
            1 | KILLED         | Fatal: context canceled
            1 | DAMAGED        | Fatal: cannot dump file: decrypting blob <data/e2566927> from e1b359c4 failed: ciphertext verification failed
            1 | DAMAGED        | Fatal: repository contains errors
            2 | DAMAGED        | github.com/restic/restic/internal/walker.walk({0x1143910, 0xc0001193b0}, {0x1139520, 0xc0003f7450}, ...)
            2 | OTHER          | panic: runtime error: invalid memory address or nil pointer dereference
            1 | DAMAGED        | Fatal: config or key a98738b3 is damaged: ciphertext verification failed
            1 | DAMAGED        | config file has zero size, invalid repository?
            1 | NETWORK        | Fatal: unable to open config file: Get "http://h/config": dial tcp: lookup h: no such host
            1 | INCOMPLETE     | Fatal: all source directories/files do not exist
            1 | OTHER          | unknown flag: --bogus
            """)
    void anExitIsClassifiedByItsCodeAndText(int code, Failure expected, String message) {
        assertThat(Diagnosis.of(ResticExit.of(code), errors(new ResticEvent.ExitError(message))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            DISK_FULL | Save(<data/6fdc59113b>) failed: write /r/data/6f/6fdc-tmp-37: no space left on device
            SCRATCH_FULL | Save(<data/6fdc59113b>) failed: write /tmp/restic-temp-pack-3: no space left on device
            READ_ONLY | Save(<lock/fa74ecad34>) returned error, retrying after 1.25s: open /r/locks/fa: read-only file system
            -         | subprocess pg_dump: Save(<x>) failed: no space left on device
            -         | Load(<data/6fdc59113b>, 0, 0) failed: open /r/data/6f: no such file or directory
            -         | Save(<data/6fdc59113b>) returned error, retrying after 1.25s: dial tcp: connection refused
            """)
    void onlyAnUnwritableRepositoryIsPermanent(Failure expected, String line) {
        assertThat(Diagnosis.hopeless(line)).isEqualTo(expected);
    }

    @Test
    void aCheckThatCannotWriteItsLockCannotSucceed() {
        ResticErrors errors = new ResticErrors(new Redaction(List.of()));
        errors.add(ResticLines.parse(
                "{\"message_type\":\"error\",\"message\":\"Save(<lock/55728385e8>) returned error, retrying after 7.4s:"
                        + " open /r/locks/55-tmp-58: read-only file system\"}"));
        assertThat(errors.hopeless()).isEqualTo(Failure.READ_ONLY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DAMAGED | repository contains errors | pack b7264c022b: does not exist
            DAMAGED | repository contains errors | pack b7264c022b contains 2 errors: [ciphertext verification failed]
            DAMAGED | repository contains errors | error loading index aed0bccf: LoadRaw(<index/aed0bccf5e>): invalid data returned
            NETWORK | repository contains errors | download error: Get "http://h/data/b7": dial tcp 127.0.0.1:9: connect: connection refused
            LOCKED  | unable to create lock in backend: repository is already locked by PID 7 | x
            OTHER   | unable to open config file: stat /r/config: permission denied | x
            KILLED  | unable to open config file: context canceled | x
            """)
    void aCheckWithoutAccessToTheDataFoundNoDamage(Failure expected, String message, String item) {
        assertThat(Diagnosis.ofCheck(errors(
                        new ResticEvent.ItemError("", "", item), new ResticEvent.ExitError("Fatal: " + message))))
                .isEqualTo(expected);
    }

    @Test
    void errorsOfSingleFilesDecideTheFailureOfARestore() {
        ResticErrors errors = errors(
                new ResticEvent.ItemError("/x", "restore", "decrypting blob failed: ciphertext verification failed"),
                new ResticEvent.ExitError("Fatal: There were 1 errors"));

        assertThat(Diagnosis.of(ResticExit.FAILED, errors)).isEqualTo(Failure.DAMAGED);
        assertThat(errors.onlyOwnersNotRestored()).isFalse();
    }

    @Test
    void onlyOwnershipErrorsOfFilesAreIgnored() {
        ResticEvent owner = new ResticEvent.ItemError("/x", "restore", "lchown /t/x: operation not permitted");
        ResticEvent damage = new ResticEvent.ItemError("/y", "restore", "ciphertext verification failed");

        assertThat(errors(owner, owner, new ResticEvent.ExitError("Fatal: There were 2 errors"))
                        .onlyOwnersNotRestored())
                .isTrue();
        assertThat(errors(owner, damage, new ResticEvent.ExitError("Fatal: There were 2 errors"))
                        .onlyOwnersNotRestored())
                .isFalse();
        assertThat(errors(owner, new ResticEvent.ExitError("Fatal: There were 2 errors"))
                        .onlyOwnersNotRestored())
                .isFalse();
        assertThat(errors(owner).onlyOwnersNotRestored()).isFalse();
    }

    @Test
    void manyErrorsAreSummarisedInOneSentence() {
        ResticErrors errors = new ResticErrors(new Redaction(List.of()));
        for (int i = 0; i < 100_000; i++) {
            errors.add(new ResticEvent.ItemError("/file" + i, "archival", "permission denied"));
            errors.add(new ResticEvent.Text("line " + i));
        }

        assertThat(errors.summary()).hasSizeLessThan(700).contains("/file0", "and 99995 more");
        assertThat(errors.texts()).hasSizeLessThan(100).contains("line 0", "line 99999");
    }

    @Test
    void everyFailureHasARemedy() {
        for (Failure failure : Failure.values()) {
            assertThat(failure.remedy()).endsWith(".");
        }
    }

    private static ResticErrors errors(ResticEvent... events) {
        ResticErrors errors = new ResticErrors(new Redaction(List.of()));
        for (ResticEvent event : events) {
            errors.add(event);
        }
        return errors;
    }

    @Test
    void theJournalsIdOfAFailureOutlivesARename() {
        assertThat(Arrays.stream(Failure.values()).map(Failure::id).sorted())
                .containsExactly(
                        "cancelled",
                        "damaged",
                        "disk-full",
                        "elsewhere",
                        "freeze-ended",
                        "growing",
                        "idle",
                        "incomplete",
                        "key-missing",
                        "killed",
                        "locked",
                        "network",
                        "no-repository",
                        "not-begun",
                        "other",
                        "other-repository",
                        "read-only",
                        "scratch-full",
                        "source",
                        "wrong-key");
        assertThat(Failure.of("wrong-key")).isEqualTo(Failure.WRONG_KEY);
        assertThat(Failure.of("of another version")).isEqualTo(Failure.OTHER);
    }
}
