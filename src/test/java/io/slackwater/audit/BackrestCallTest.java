package io.slackwater.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackrestCallTest {

    @ParameterizedTest
    @CsvSource({
        "/backrest/v1.Backrest/Backup, v1.Backrest/Backup",
        "/backrest/v1.Backrest/SetConfig, v1.Backrest/SetConfig",
        "/backrest/v1.Backrest/Forget, v1.Backrest/Forget",
        "/backrest/v1.Backrest/RunCommand, v1.Backrest/RunCommand",
        "/backrest/v1.Backrest/Restore/, v1.Backrest/Restore",
        "/backrest/v1.Backrest/GetDownloadURL, v1.Backrest/GetDownloadURL",
        "/backrest/v1.Backrest/MethodOfALaterVersion, v1.Backrest/MethodOfALaterVersion",
        "/backrest/v1sync.BackrestSyncStateService/SetRemoteClientConfig, v1sync.BackrestSyncStateService/SetRemoteClientConfig",
        "/backrest/other, another request",
    })
    void aCallThatChangesSomethingIsRecorded(String path, String recorded) {
        assertThat(BackrestCall.recorded("POST", path)).contains(recorded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/backrest/v1.Backrest/GetOperations",
                "/backrest/v1.Backrest/GetOperationEvents",
                "/backrest/v1.Backrest/GetConfig",
                "/backrest/v1.Backrest/GetLogs",
                "/backrest/v1.Backrest/ListSnapshotFiles",
                "/backrest/v1.Backrest/CheckRepoExists",
                "/backrest/v1.Backrest/PathAutocomplete",
                "/backrest/v1.Authentication/HashPassword",
            })
    void aCallThatReadsIsNotRecorded(String path) {
        assertThat(BackrestCall.recorded("POST", path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/backrest/", "/backrest/assets/index.js", "/backrest/other"})
    void theFilesOfThePageAreNotRecorded(String path) {
        assertThat(BackrestCall.recorded("GET", path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "HEAD"})
    void aDownloadIsRecordedWithoutItsToken(String method) {
        assertThat(BackrestCall.recorded(method, "/backrest/download/secret-token/a.txt"))
                .contains("download");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/runs", "/api/v1/session/authorize"})
    void anActionOfSlackwaterIsNoCallOfBackrest(String path) {
        assertThat(BackrestCall.recorded("POST", path)).isEmpty();
    }
}
